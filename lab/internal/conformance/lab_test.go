package conformance

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"oms-lab/lab/internal/vocabulary"
)

// contract is a vocabulary of one program.
const contract = `programs: {shop: {about: it sells, runtime: Go, native: true}}
parts:
  broker: {about: it carries, metrics: [{name: broker_queues, type: gauge, meaning: queues}]}
classes:
  route: {meaning: the route, pattern: '/[a-z{}]*', max: 3}
metrics:
  - {name: serves_seconds, type: histogram, unit: seconds, owners: [shop], labels: {route: route}, meaning: m, exemplars: always,
     untraced: {route: [/health]}, examples: [{ask: a, promql: up}]}
  - {name: sold_total, type: counter, owners: [shop], labels: {kind: [card, cash]}, meaning: m, appears: with the first sale,
     examples: [{ask: a, promql: up}]}
families:
  - {prefix: go_, owners: [shop], meaning: m, labels: {version: [a]}, members: [{name: go_goroutines, type: gauge, meaning: m}]}
derived:
  - {name: "job:sold:sum", type: gauge, by: a rule, meaning: m}
resource:
  - {name: service.name, meaning: m}
  - {name: service.namespace, value: oms, meaning: m}
spans:
  - {owners: [shop], pattern: GET /.*, kind: server, attributes: [http.route, oms.order.id], meaning: m}
  - {owners: [shop], name: sell, kind: internal, meaning: m}
  - {owners: [shop], name: recover, kind: internal, meaning: m, appears: after a fault}
logs:
  labels: [service_name, level]
  structured_metadata: [trace_id]
  levels: [info, error]
  fields:
    - {name: ts, type: string, on: every, meaning: m}
    - {name: level, type: string, on: every, meaning: m}
    - {name: service, type: string, on: every, meaning: m}
    - {name: msg, type: string, on: every, meaning: m}
    - {name: trace_id, type: string, on: access, meaning: m}
    - {name: url_path, type: string, on: access, meaning: m}
    - {name: status, type: integer, on: access, meaning: m}
    - {name: duration_ms, type: number, on: access, meaning: m}
    - {name: error, type: string, on: error, meaning: m}
  configuration: [http_port]
`

const traceID = "0af7651916cd43dd8448eb211c80319c"

// metricsPage is what the program says when all is well.
const metricsPage = `# TYPE go_goroutines gauge
go_goroutines 7
# TYPE serves_seconds histogram
serves_seconds_bucket{route="/a",le="+Inf"} 2
serves_seconds_sum{route="/a"} 0.5
serves_seconds_count{route="/a"} 2
# TYPE sold_total counter
sold_total{kind="card"} 1
sold_total{kind="cash"} 0
`

// logLine is a line of the program when all is well.
const logLine = `{"ts":"2026-11-26T19:40:56.888Z","level":"info","service":"shop","msg":"GET /a 200 in 3 ms","trace_id":"` + traceID +
	`","url_path":"/a","status":200,"duration_ms":3.5}`

// fake is a lab of one program whose answers a test may change.
type fake struct {
	metrics string
	// stored are the names of series in Prometheus, by job.
	stored map[string][]string
	lines  []string
	stream map[string]string
	// spans are names by kind; attributes are those that spans have.
	spans      map[string][]string
	attributes []string
}

func well() *fake {
	return &fake{
		metrics: metricsPage,
		stored: map[string][]string{
			"shop": {"go_goroutines", "serves_seconds", "serves_seconds_bucket", "serves_seconds_count", "serves_seconds_sum",
				"sold_total", "job:sold:sum"},
			"broker": {"broker_queues"},
		},
		lines:      []string{logLine},
		stream:     map[string]string{"service_name": "shop", "level": "info"},
		spans:      map[string][]string{"server": {"GET /a"}, "internal": {"sell"}},
		attributes: []string{"span.http.route", "span.oms.order.id", "resource.service.name", "resource.service.namespace"},
	}
}

func (l *fake) start(t *testing.T) Lab {
	t.Helper()
	mux := http.NewServeMux()
	answer := func(path string, body func(r *http.Request) any) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			_ = json.NewEncoder(w).Encode(body(r))
		})
	}
	mux.HandleFunc("/metrics", func(w http.ResponseWriter, r *http.Request) {
		page := l.metrics
		if strings.Contains(r.Header.Get("Accept"), "openmetrics") {
			page = strings.ReplaceAll(page, `le="+Inf"} 2`, `le="+Inf"} 2 # {trace_id="`+traceID+`"} 0.3`) + "# EOF\n"
		}
		_, _ = w.Write([]byte(page))
	})
	answer("/api/v1/query", func(*http.Request) any { return l.series() })
	answer("/loki/api/v1/status/buildinfo", func(*http.Request) any { return nil })
	answer("/loki/api/v1/series", func(*http.Request) any { return map[string]any{"data": []any{l.stream}} })
	answer("/loki/api/v1/query_range", func(r *http.Request) any { return l.logs(r.FormValue("query")) })
	answer("/api/status/buildinfo", func(*http.Request) any { return nil })
	answer("/api/v2/search/tag/name/values", func(r *http.Request) any { return l.names(r.FormValue("q")) })
	answer("/api/search", func(r *http.Request) any { return l.search(r.FormValue("q")) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return Lab{Programs: map[string]string{"shop": server.URL}, Prometheus: server.URL, Loki: server.URL, Tempo: server.URL}
}

func (l *fake) series() any {
	var result []any
	for job, names := range l.stored {
		for _, name := range names {
			result = append(result, map[string]any{"metric": map[string]string{"job": job, "__name__": name}})
		}
	}
	return map[string]any{"data": map[string]any{"result": result}}
}

// logs answers with all lines, and with those of other levels when these are asked for.
func (l *fake) logs(query string) any {
	var entries []any
	for i, line := range l.lines {
		if strings.Contains(query, "level=~") && !strings.Contains(line, `"error"`) {
			continue
		}
		structured := map[string]string{}
		if strings.Contains(line, traceID) {
			structured["trace_id"] = traceID
		}
		entries = append(entries, []any{i, line, map[string]any{"structuredMetadata": structured}})
	}
	return map[string]any{"data": map[string]any{"result": []any{map[string]any{"values": entries}}}}
}

var kindAsked = regexp.MustCompile(`kind = (\w+)`)

func (l *fake) names(query string) any {
	values := []any{}
	for _, name := range l.spans[kindAsked.FindStringSubmatch(query)[1]] {
		values = append(values, map[string]string{"value": name})
	}
	return map[string]any{"tagValues": values}
}

var attributeAsked = regexp.MustCompile(`((?:span|resource)\.[\w.]+) (?:!= nil|= "oms")`)

func (l *fake) search(query string) any {
	for _, match := range attributeAsked.FindAllStringSubmatch(query, -1) {
		if !slices.Contains(l.attributes, match[1]) {
			return map[string]any{"traces": []any{}}
		}
	}
	return map[string]any{"traces": []any{map[string]string{"traceID": traceID}}}
}

func check(t *testing.T, lab Lab) Report {
	t.Helper()
	v, err := vocabulary.Parse("telemetry.yaml", []byte(contract))
	require.NoError(t, err)
	return Run(t.Context(), v, lab, Options{Timeout: 2 * time.Second, Since: time.Hour})
}
