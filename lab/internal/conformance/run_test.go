package conformance

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"oms-lab/lab/internal/vocabulary"
)

func TestALabThatConforms(t *testing.T) {
	report := check(t, well().start(t))
	require.Empty(t, report.Faults())
	require.True(t, report.Conforms)
	require.Equal(t, Counts{Metrics: 5, Labels: 2, Spans: 2, Fields: 8, Lines: 1}, report.Checked)
}

func TestEachFaultIsNamed(t *testing.T) {
	line := func(l *fake, old, replacement string) { l.lines[0] = strings.Replace(l.lines[0], old, replacement, 1) }
	page := func(l *fake, old, replacement string) { l.metrics = strings.ReplaceAll(l.metrics, old, replacement) }
	for name, test := range map[string]struct {
		spoil  func(l *fake)
		kind   Kind
		fault  string // its name
		detail string
	}{
		"undocumented metric": {func(l *fake) { l.metrics += "# TYPE secret gauge\nsecret 1\n" },
			Undocumented, "secret", "a gauge with 1 series"},
		"metric in another unit": {func(l *fake) { l.metrics += "# TYPE lag_ms gauge\nlag_ms 1\n" },
			Undocumented, "lag_ms", "a gauge with 1 series; Prometheus counts in seconds"},
		"missing metric": {func(l *fake) { page(l, "sold_total", "go_sold") },
			Missing, "sold_total", "the program does not have it"},
		"missing runtime metric": {func(l *fake) { page(l, "go_goroutines", "go_other") },
			Missing, "go_goroutines", "the runtime does not report it"},
		"wrong type": {func(l *fake) { page(l, "sold_total counter", "sold_total gauge") },
			WrongType, "sold_total", "it is a gauge, promised is a counter"},
		"wrong type of a runtime metric": {func(l *fake) { page(l, "go_goroutines gauge", "go_goroutines counter") },
			WrongType, "go_goroutines", "it is a counter, promised is a gauge"},
		"wrong unit": {func(l *fake) { l.metrics += "# UNIT serves_seconds minutes\n" },
			WrongUnit, "serves_seconds", "it counts minutes, promised are seconds"},
		"new label": {func(l *fake) { page(l, `kind="card"`, `kind="card",customer="ada"`) },
			Undocumented, "sold_total{customer}", `a label with 1 values, such as "ada"`},
		"new label of a runtime metric": {func(l *fake) { page(l, "go_goroutines 7", `go_goroutines{state="idle"} 7`) },
			Undocumented, "go_goroutines{state}", `a label with 1 values, such as "idle"`},
		"series without a label": {func(l *fake) { page(l, `{kind="cash"}`, "") },
			Missing, "sold_total{kind}", "1 series lack the label"},
		"value outside of the list": {func(l *fake) { page(l, `kind="cash"`, `kind="barter"`) },
			Unbounded, "sold_total{kind}", `"barter" is none of card, cash`},
		"raw path": {func(l *fake) { page(l, `route="/a"`, `route="/orders/4711"`) },
			Unbounded, "serves_seconds{route}", `"/orders/4711" is not of the form /[a-z{}]*`},
		"too many values": {func(l *fake) {
			for _, route := range []string{"/b", "/c", "/d"} {
				l.metrics = strings.Replace(l.metrics, "# TYPE sold_total",
					`serves_seconds_bucket{route="`+route+`",le="+Inf"} 1`+"\n# TYPE sold_total", 1)
			}
		}, Unbounded, "serves_seconds{route}", `4 values, at most 3 are promised; one is "/a"`},
		"no exemplar": {func(l *fake) { page(l, `le="+Inf"} 2`, `le="+Inf"} 3`) },
			NoExemplar, "serves_seconds", "it has samples, and none of them leads to a trace"},
		"not scraped": {func(l *fake) { delete(l.stored, "shop") },
			NotStored, "shop", "Prometheus has no series with this job"},
		"not stored": {func(l *fake) { l.stored["shop"] = []string{"serves_seconds", "job:sold:sum"} },
			NotStored, "sold_total", "the program has it"},
		"classic buckets only": {func(l *fake) { l.stored["shop"] = l.stored["shop"][2:] },
			NoNative, "serves_seconds", "Prometheus has the classic buckets only"},
		"no recording rule": {func(l *fake) { l.stored["shop"] = l.stored["shop"][:6] },
			Missing, "job:sold:sum", "made by a rule"},
		"missing metric of another part": {func(l *fake) { l.stored["broker"] = []string{"up"} },
			Missing, "broker_queues", "a gauge that dashboards or alerts use"},

		"no lines": {func(l *fake) { l.lines = nil },
			Missing, "shop", "Loki has no line of it within 1h0m0s"},
		"line that is no JSON": {func(l *fake) { l.lines[0] = "panic: oh" },
			WrongValue, "line", "it is no JSON object (1 lines, such as panic: oh)"},
		"line without a field": {func(l *fake) { line(l, `"service":"shop",`, "") },
			Missing, "service", "the field is not on every line (1 lines, such as "},
		"access line without a field": {func(l *fake) { line(l, `"status":200,`, "") },
			Missing, "status", "the field is not on every access line"},
		"error line without its error": {func(l *fake) { line(l, `"level":"info"`, `"level":"error"`) },
			Missing, "error", "the field is not on every error line of a request or a job"},
		"undocumented field": {func(l *fake) { line(l, `"msg"`, `"orderId":"1","msg"`) },
			Undocumented, "orderId", "a field (1 lines"},
		"wrong type of a field": {func(l *fake) { line(l, `"status":200`, `"status":"captured"`) },
			WrongType, "status", "string instead of integer"},
		"level that is none": {func(l *fake) { line(l, `"level":"info"`, `"level":"notice"`) },
			WrongValue, "level", `"notice" is none of info, error`},
		"time without milliseconds": {func(l *fake) { line(l, ".888Z", "Z") },
			WrongValue, "ts", "it is not RFC 3339 in UTC with milliseconds"},
		"somebody else's line": {func(l *fake) { line(l, `"service":"shop"`, `"service":"shed"`) },
			WrongValue, "service", `"shed" is not shop`},
		"no sentence": {func(l *fake) { line(l, "GET /a 200 in 3 ms", "") },
			WrongValue, "msg", "it is empty"},
		"trace id in the line only": {func(l *fake) { line(l, traceID, "other") },
			NotStructured, "trace_id", "Loki does not have it beside the line"},
		"trace id as a label": {func(l *fake) { l.stream["trace_id"] = traceID },
			NotStructured, "{trace_id}", "it is a label: each value makes a stream"},
		"undocumented label of Loki": {func(l *fake) { l.stream["pod"] = "shop-1" },
			Undocumented, "{pod}", `a label of Loki, such as "shop-1"`},
		"label level of another name": {func(l *fake) { l.stream["level"] = "fatal" },
			Unbounded, "{level}", `"fatal" is none of info, error`},
		"missing label of Loki": {func(l *fake) { delete(l.stream, "level") },
			Missing, "{level}", "lacks the label"},

		"no spans": {func(l *fake) { l.spans = nil },
			Missing, "shop", "Tempo has no span of it within 1h0m0s"},
		"undocumented span": {func(l *fake) { l.spans["client"] = []string{"SELECT"} },
			Undocumented, "SELECT", "a span of the kind client"},
		"span of another kind": {func(l *fake) { l.spans = map[string][]string{"server": {"GET /a", "sell"}} },
			Undocumented, "sell", "a span of the kind server"},
		"missing span": {func(l *fake) { delete(l.spans, "internal") },
			Missing, "sell", "Tempo has no such span of the kind internal"},
		"missing attribute": {func(l *fake) { l.attributes = l.attributes[1:] },
			Missing, "GET /.*", "no such span has the attribute http.route"},
		"missing resource attribute": {func(l *fake) { l.attributes = l.attributes[:3] },
			Missing, "resource service.namespace", "no span has it with the value oms"},
	} {
		t.Run(name, func(t *testing.T) {
			l := well()
			test.spoil(l)
			report := check(t, l.start(t))
			require.False(t, report.Conforms)
			var found []string
			for _, f := range report.Faults() {
				if f.Kind == test.kind && f.Name == test.fault && strings.Contains(f.Detail, test.detail) {
					return
				}
				found = append(found, string(f.Kind)+": "+f.Name+": "+f.Detail)
			}
			require.Fail(t, "the fault is not named", strings.Join(found, "\n"))
		})
	}
}

// Samples of probes, and of nothing else, lead nowhere: that is no fault.
func TestProbesNeedNoExemplar(t *testing.T) {
	l := well()
	l.metrics = strings.NewReplacer(`route="/a"`, `route="/health"`, `le="+Inf"} 2`, `le="+Inf"} 3`).Replace(l.metrics)
	require.Empty(t, check(t, l.start(t)).Faults())
}

func TestWhatIsBornWithAnEventSaysSo(t *testing.T) {
	l := well()
	l.metrics = l.metrics[:strings.Index(l.metrics, "# TYPE sold_total")]
	report := check(t, l.start(t))
	require.Equal(t, []Fault{{Signal: Metrics, Owner: "shop", Kind: Missing, Name: "sold_total",
		Detail: "the program does not have it", Appears: "with the first sale"}}, report.Faults())
	require.True(t, report.NeedsTraffic())
}

// Settings may be fields of a line, and nothing may be where a value need not be.
func TestAllowances(t *testing.T) {
	l := well()
	l.lines = append(l.lines, `{"ts":"2026-11-26T19:40:56.888Z","level":"info","service":"shop","msg":"it starts","http_port":1}`,
		`{"ts":"2026-11-26T19:40:56.888Z","level":"error","service":"shop","msg":"LOG_LEVEL is wrong"}`)
	require.Empty(t, check(t, l.start(t)).Faults())
}

func TestBackendsThatAreDownAreNamedAtOnce(t *testing.T) {
	hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(hanging.Close)
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	v, err := vocabulary.Parse("telemetry.yaml", []byte(contract))
	require.NoError(t, err)

	lab := Lab{Programs: map[string]string{"shop": hanging.URL}, Prometheus: closed.URL, Loki: hanging.URL, Tempo: closed.URL}
	started := time.Now()
	report := Run(t.Context(), v, lab, Options{Timeout: 100 * time.Millisecond, Since: time.Hour})
	require.Less(t, time.Since(started), 2*time.Second)
	require.Equal(t, []Fault{
		{Signal: Metrics, Owner: "prometheus", Kind: Unreachable, Name: "prometheus", Detail: "nothing listens at " + closed.URL},
		{Signal: Metrics, Owner: "shop", Kind: Unreachable, Name: "shop", Detail: "no answer within 100ms"},
		{Signal: Logs, Owner: "loki", Kind: Unreachable, Name: "loki", Detail: "no answer within 100ms"},
		{Signal: Traces, Owner: "tempo", Kind: Unreachable, Name: "tempo", Detail: "nothing listens at " + closed.URL},
	}, report.Faults())
}
