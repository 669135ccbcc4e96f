package dashboards

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/prometheus/promql/parser"
)

func TestQueriesKeepTheRules(t *testing.T) {
	forEachPanel(t, func(t *testing.T, p madePanel) {
		for _, target := range p.Targets {
			for _, fault := range faults(target) {
				t.Errorf("panel %q, query %s: %s: %s", p.Title, target.RefID, fault, target.Expr+target.Query)
			}
		}
	})
}

func TestMarksAreQueriesThatParse(t *testing.T) {
	forEachDashboard(t, func(t *testing.T, d madeDashboard) {
		for _, a := range d.Annotations.List {
			for _, fault := range promFaults(a.Target.Expr) {
				t.Errorf("mark %s: %s: %s", a.Name, fault, a.Target.Expr)
			}
			if _, err := parser.NewParser(parser.Options{}).ParseExpr(substituted(a.Target.Expr)); err != nil || a.Target.Expr == "" {
				t.Errorf("mark %s: %v: %q", a.Name, err, a.Target.Expr)
			}
		}
	})
}

func TestTheRulesFindWhatTheyAreFor(t *testing.T) {
	for _, c := range []struct{ source, expr, fault string }{
		{"prometheus", `sum by (job) (rate(a_total{job=~"$job"}[$__rate_interval]))`, ""},
		{"prometheus", `histogram_quantile(0.95, sum by (le) (rate(a_bucket[$__range])))`, ""},
		{"prometheus", `sum(rate(a_total[$__rate_interval])`, "unclosed left parenthesis"},
		{"prometheus", `sum(rate(a_total[5m]))`, "window [5m0s] is fixed"},
		{"prometheus", `sum(min_over_time(a_bytes[30m]))`, ""},
		{"prometheus", `count(a_total{mode="idle"})`, ""},
		{"prometheus", `rate(a_total[$__rate_interval])`, "rate of a_total is not aggregated"},
		{"prometheus", `rate(sum(a_total)[$__rate_interval:])`, "a_total is a counter without a rate directly around it"},
		{"prometheus", `sum(a_total)`, "a_total is a counter without a rate directly around it"},
		{"prometheus", `sum(a_bytes)`, ""},
		{"loki", `sum(count_over_time({service_name="a"}[$__auto]))`, ""},
		{"loki", `sum(count_over_time({service_name="a"}[1m]))`, "window [1m]"},
		{"loki", `sum(count_over_time({service_name="a"[$__auto]))`, "unbalanced"},
		{"tempo", `{span:status=error} | rate()`, ""},
		{"tempo", `span:status=error`, "no span selector"},
	} {
		target := madeTarget{Expr: c.expr, QueryType: "traceql"}
		if c.source == "tempo" {
			target.Expr, target.Query = "", c.expr
		}
		target.Datasource.Type = c.source
		found := strings.Join(faults(target), "; ")
		if c.fault == "" && found != "" || !strings.Contains(found, c.fault) {
			t.Errorf("%s: found %q, want %q", c.expr, found, c.fault)
		}
	}
}

// faults are the rules that a query breaks.
func faults(target madeTarget) []string {
	switch target.Datasource.Type {
	case string(fromPrometheus):
		return promFaults(target.Expr)
	case string(fromLoki):
		return append(windowFaults(target.Expr, "$__auto", "$__range"), balanceFaults(target.Expr)...)
	}
	if target.QueryType == "serviceMap" {
		return nil
	}
	found := balanceFaults(target.Query)
	if !strings.HasPrefix(strings.TrimLeft(target.Query, "("), "{") {
		found = append(found, "no span selector")
	}
	return found
}

var window = regexp.MustCompile(`\[([^\]]*)\]`)

// windowFaults finds windows of LogQL that do not follow the zoom of the graph or the chosen time.
func windowFaults(expr string, allowed ...string) []string {
	var found []string
	for _, match := range window.FindAllStringSubmatch(withoutStrings(expr), -1) {
		if !slices.Contains(allowed, match[1]) {
			found = append(found, fmt.Sprintf("window [%s] is none of %v", match[1], allowed))
		}
	}
	return found
}

// withoutStrings leaves label values out, which may hold brackets of regular expressions.
func withoutStrings(expr string) string {
	return regexp.MustCompile("\"(\\\\.|[^\"\\\\])*\"|`[^`]*`").ReplaceAllString(expr, `""`)
}

func balanceFaults(expr string) []string {
	plain := withoutStrings(expr)
	for _, pair := range []string{"()", "{}", "[]"} {
		if strings.Count(plain, pair[:1]) != strings.Count(plain, pair[1:]) {
			return []string{"unbalanced " + pair}
		}
	}
	return nil
}

// The values that stand in for Grafana's windows: such as nobody would write.
const (
	rateInterval = 61 * time.Second
	chosenRange  = 1801 * time.Second
)

// substituted stands values in for Grafana's variables.
func substituted(expr string) string {
	return strings.NewReplacer("$__rate_interval", "61s", "$__range", "1801s", "$__interval", "15s").Replace(expr)
}

// promFaults parses a query and finds counters without rate, rates without aggregation, and rates over a
// window that does not follow the zoom of the graph or the chosen time.
func promFaults(expr string) []string {
	parsed, err := parser.NewParser(parser.Options{}).ParseExpr(substituted(expr))
	if err != nil {
		return []string{err.Error()}
	}
	var found []string
	parser.Inspect(parsed, func(node parser.Node, path []parser.Node) error {
		switch node := node.(type) {
		case *parser.MatrixSelector:
			if calls(path[len(path)-1], "rate", "increase", "irate") && node.Range != rateInterval && node.Range != chosenRange {
				found = append(found, fmt.Sprintf("window [%s] is fixed", node.Range))
			}
		case *parser.VectorSelector:
			found = append(found, counterFaults(node, path)...)
		}
		return nil
	})
	return found
}

// counterFaults finds what is wrong with the use of a series if it is a counter. The path leads to it
// from the outside: the aggregation, the function, the window.
func counterFaults(series *parser.VectorSelector, path []parser.Node) []string {
	if !counter(series.Name) {
		return nil
	}
	// How many series there are is no matter of their values.
	if len(path) > 0 && counts(path[len(path)-1]) {
		return nil
	}
	if len(path) < 2 || !calls(path[len(path)-2], "rate", "increase", "irate", "resets", "changes") {
		return []string{series.Name + " is a counter without a rate directly around it"}
	}
	for _, outer := range path[:len(path)-2] {
		if _, aggregated := outer.(*parser.AggregateExpr); aggregated {
			return nil
		}
	}
	return []string{"rate of " + series.Name + " is not aggregated"}
}

// gauges are series of others that are named like counters.
var gauges = []string{"promtail_file_bytes_total", "promtail_read_bytes_total", "tempodb_backend_bytes_total"}

// counter tells a counter by its name. Recorded series, level:metric:operations, are no counters any more.
func counter(name string) bool {
	if slices.Contains(gauges, name) {
		return false
	}
	return !strings.Contains(name, ":") && (strings.HasSuffix(name, "_total") || strings.HasSuffix(name, "_bucket"))
}

func calls(node parser.Node, functions ...string) bool {
	call, is := node.(*parser.Call)
	return is && slices.Contains(functions, call.Func.Name)
}

func counts(node parser.Node) bool {
	aggregation, is := node.(*parser.AggregateExpr)
	return is && (aggregation.Op == parser.COUNT || aggregation.Op == parser.GROUP)
}
