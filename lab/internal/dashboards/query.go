package dashboards

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/cog/variants"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/loki"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/tempo"
)

// source is a kind of data source. Panels name the dashboard variable of that name, so that a copy of
// the dashboard can be pointed at another backend.
type source string

const (
	fromPrometheus source = "prometheus"
	fromLoki       source = "loki"
	fromTempo      source = "tempo"
)

func (s source) ref() common.DataSourceRef {
	return common.DataSourceRef{Type: pointer(string(s)), Uid: pointer("${" + string(s) + "}")}
}

// query is one question to a backend.
type query interface {
	source() source
	target(refID string) variants.Dataquery
}

type promQuery struct {
	expr, legend string
	instant      bool
	table        bool
	exemplar     bool
	heatmap      bool
}

// prom is a PromQL expression drawn over time. The legend may name labels: {{job}}.
func prom(expr, legend string) promQuery { return promQuery{expr: expr, legend: legend} }

// promNow is a PromQL expression of which only the present value counts.
func promNow(expr, legend string) promQuery {
	return promQuery{expr: expr, legend: legend, instant: true}
}

// exemplars adds the requests that the samples stand for, as dots that lead to their traces.
func (q promQuery) exemplars() promQuery {
	q.exemplar = true
	return q
}

func (promQuery) source() source { return fromPrometheus }

func (q promQuery) target(refID string) variants.Dataquery {
	format := prometheus.PromQueryFormatTimeSeries
	switch {
	case q.table:
		format = prometheus.PromQueryFormatTable
	case q.heatmap:
		format = prometheus.PromQueryFormatHeatmap
	}
	made := prometheus.Dataquery{
		Expr: q.expr, Instant: &q.instant, Range: pointer(!q.instant), Format: &format,
		EditorMode: pointer(prometheus.QueryEditorModeCode), RefId: &refID, Datasource: pointer(q.source().ref()),
	}
	if q.legend != "" {
		made.LegendFormat = &q.legend
	}
	if q.exemplar {
		made.Exemplar = pointer(true)
	}
	return made
}

type lokiQuery struct {
	expr, legend, kind string
}

// logQL is a LogQL expression that counts lines, drawn over time.
func logQL(expr, legend string) lokiQuery { return lokiQuery{expr, legend, "range"} }

// logQLNow is a LogQL expression that counts lines, of which only the present value counts.
func logQLNow(expr, legend string) lokiQuery { return lokiQuery{expr, legend, "instant"} }

// logLines are the lines themselves.
func logLines(expr string) lokiQuery { return lokiQuery{expr: expr, kind: "range"} }

func (lokiQuery) source() source { return fromLoki }

func (q lokiQuery) target(refID string) variants.Dataquery {
	made := loki.Dataquery{Expr: q.expr, QueryType: &q.kind, EditorMode: pointer(loki.QueryEditorModeCode), RefId: &refID,
		Datasource: pointer(q.source().ref())}
	if q.legend != "" {
		made.LegendFormat = &q.legend
	}
	return made
}

type tempoQuery struct {
	expr, kind string
	filters    []string
}

// traceSearch finds traces by TraceQL.
func traceSearch(expr string) tempoQuery { return tempoQuery{expr: expr, kind: "traceql"} }

// traceMetrics is a TraceQL expression that ends in a metrics function such as rate(), drawn over time.
func traceMetrics(expr string) tempoQuery { return tempoQuery{expr: expr, kind: "traceqlMetrics"} }

// serviceMap is who calls whom. Filters limit it to the edges that one of the selectors picks, such as
// {client="order-service"}.
func serviceMap(filters ...string) tempoQuery {
	return tempoQuery{kind: "serviceMap", filters: filters}
}

func (tempoQuery) source() source { return fromTempo }

// The names that Grafana gives the modes of Tempo's query editor.
func (q tempoQuery) target(refID string) variants.Dataquery {
	made := tempo.TempoQuery{QueryType: &q.kind, RefId: &refID, Filters: []tempo.TraceqlFilter{}, Datasource: pointer(q.source().ref())}
	switch q.kind {
	case "traceql":
		made.Query, made.Limit, made.Spss, made.TableType = &q.expr, pointer(int64(20)), pointer(int64(3)), pointer(tempo.SearchTableTypeTraces)
	case "traceqlMetrics":
		made.QueryType = pointer("traceql")
		made.Query, made.MetricsQueryType, made.Exemplars = &q.expr, pointer(tempo.MetricsQueryTypeRange), pointer(int64(10))
	case "serviceMap":
		if len(q.filters) > 0 {
			made.ServiceMapQuery = &tempo.StringOrArrayOfString{ArrayOfString: q.filters}
		}
	}
	return made
}

// refID names the queries of a panel A, B, C, ….
func refID(i int) string { return string(rune('A' + i)) }

// quantiles are the median, the 95th and the 99th percentile of a histogram, with exemplars. Series that
// the selector picks are added up, and told apart by the labels of by only.
func quantiles(histogram, selector string, by ...string) []query {
	made := untracedQuantiles(histogram, selector, by...)
	for i, q := range made {
		if asked, is := q.(promQuery); is {
			made[i] = asked.exemplars()
		}
	}
	return made
}

// untracedQuantiles are the same of a histogram without exemplars.
func untracedQuantiles(histogram, selector string, by ...string) []query {
	var made []query
	for _, q := range []struct{ name, share string }{{"p50", "0.5"}, {"p95", "0.95"}, {"p99", "0.99"}} {
		legend := q.name
		for _, label := range by {
			legend = fmt.Sprintf("%s {{%s}}", legend, label)
		}
		made = append(made, prom(quantile(q.share, histogram, selector, by...), legend))
	}
	return made
}

// quantile is one of them, as an expression.
func quantile(share, histogram, selector string, by ...string) string {
	grouping := "le"
	for _, label := range by {
		grouping += ", " + label
	}
	return fmt.Sprintf("histogram_quantile(%s, sum by (%s) (rate(%s_bucket{%s}[$__rate_interval])))", share, grouping, histogram, selector)
}
