package proof

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// backend answers from a table: how many results a query finds, or its error.
type backend map[string]any

func (b backend) Run(_ context.Context, query Query, _, _ time.Time) (int, error) {
	switch answer := b[query.Text].(type) {
	case int:
		return answer, nil
	case error:
		return 0, answer
	}
	return 0, nil
}

func TestVerdicts(t *testing.T) {
	results := Run(t.Context(), backend{"a": 3, "c": errors.New("parse error")}, []Query{
		{Source: "one", Text: "a"}, {Source: "two", Text: "b"}, {Source: "three", Text: "c"}, {Source: "four", Text: "d", MayBeEmpty: true},
	}, time.Minute, time.Second)
	var verdicts []Verdict
	for _, r := range results {
		verdicts = append(verdicts, r.Verdict)
	}
	require.Equal(t, []Verdict{Good, Empty, Failed, Good}, verdicts)
	require.Equal(t, "parse error", results[2].Detail)
	require.Equal(t, "4 queries run, 1 empty, 1 failed", Summarize(results).String())
}

func write(t *testing.T, path, content string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	return path
}

func TestQueriesOfADashboard(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "Services", "orders.json"), `{"title":"Orders",
		"templating":{"list":[
			{"name":"prometheus","type":"datasource","query":"prometheus"},
			{"name":"job","type":"query","datasource":{"type":"prometheus"},"query":{"query":"label_values(up{job=~\".+\"}, job)"},"includeAll":true,"allValue":".+"},
			{"name":"level","type":"query","datasource":{"type":"loki"},"query":{"label":"level","stream":"","type":1},"includeAll":true,"allValue":".+"},
			{"name":"status","type":"custom","query":"x,y","current":{"value":["x"]}}]},
		"annotations":{"list":[{"name":"Restarts","expr":"changes(a[1m])","datasource":{"type":"prometheus"}},
			{"name":"Alerts","target":{"refId":"Anno","expr":"changes(b[$__rate_interval])"},"datasource":{"type":"prometheus"}},{"name":"built in"}]},
		"panels":[
			{"title":"Rate","datasource":{"type":"prometheus"},"targets":[{"refId":"A","expr":"rate(r{job=~\"$job\",s=\"${status}\"}[$__rate_interval])"},{"refId":"B","expr":"x[$__range_s]","instant":true}]},
			{"title":"Row","type":"row","panels":[{"title":"Lines","targets":[{"refId":"A","datasource":{"type":"loki"},"expr":"{a=\"${job:regex}\"}"}]}]},
			{"title":"Map","datasource":{"type":"tempo"},"targets":[{"refId":"A","queryType":"serviceMap","serviceMapQuery":["{client=\"$job\"}","{server=\"$job\"}"]},{"refId":"B","queryType":"traceql","query":"{}"}]},
			{"title":"Alerts","type":"alertlist"}]}`)
	all, err := ReadDashboards(dir, 30*time.Minute)
	require.NoError(t, err)
	require.Equal(t, 1, all.Count)
	require.Equal(t, 3, all.Panels, "a list of alerts has no query")
	require.Equal(t, []Query{
		{Source: "Orders / variable job", Language: PromQL, Text: `count by (job) (up{job=~".+"})`},
		{Source: "Orders / variable level", Language: LogQL, Instant: true, Text: `sum by (level) (count_over_time({level=~".+"}[1800s]))`},
		{Source: "Orders / annotation Restarts", Language: PromQL, Text: "changes(a[1m])", MayBeEmpty: true},
		{Source: "Orders / annotation Alerts", Language: PromQL, Text: "changes(b[60s])", MayBeEmpty: true},
		{Source: "Orders / Rate / A", Language: PromQL, Text: `rate(r{job=~".+",s="x"}[60s])`},
		{Source: "Orders / Rate / B", Language: PromQL, Text: "x[1800]", Instant: true},
		{Source: "Orders / Lines / A", Language: LogQL, Text: `{a=".+"}`},
		{Source: "Orders / Map / A", Language: PromQL, Text: `sum by (client, server) (rate(traces_service_graph_request_total{client=".+"}[1800s]))` +
			` or sum by (client, server) (rate(traces_service_graph_request_total{server=".+"}[1800s]))`},
		{Source: "Orders / Map / B", Language: TraceQL, Text: "{}"},
	}, all.Queries)
}

// Over a month a graph has not more points than over half an hour, and rates look over as much as a point stands for.
func TestALongSpanIsAskedInLongerSteps(t *testing.T) {
	month := builtin(30 * 24 * time.Hour)
	require.Equal(t, "2592s", month["__interval"])
	require.Equal(t, "2607s", month["__rate_interval"])
	require.Equal(t, "2592000s", month["__range"])
	require.Equal(t, "60s", builtin(30 * time.Minute)["__rate_interval"])
}

func TestBadDashboardsAreNamedWithTheirPlace(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"no JSON":             {"{\n\"panels\": [\n}", "a.json: line 3"},
		"wrong type":          {"{\n\"panels\": 3\n}", "a.json: line 2"},
		"no query":            {`{"panels":[{"title":"P","targets":[{"refId":"A","datasource":{"type":"loki"}}]}]}`, `a.json: panel "P", target A: there is no query`},
		"unknown data source": {`{"panels":[{"title":"P","targets":[{"refId":"A","datasource":{"type":"mysql"},"expr":"x"}]}]}`, `unknown type "mysql"`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "F", "a.json"), c.content)
			_, err := ReadDashboards(dir, 30*time.Minute)
			require.ErrorContains(t, err, c.want)
		})
	}
	_, err := ReadDashboards(t.TempDir(), time.Hour)
	require.ErrorContains(t, err, "there is no dashboard")
}

func TestQueriesOfADocument(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), "a.md"), "# Title\n```promql\n# how many\nsum(\n  a\n)\n\nb\n```\ntext\n```sh\nmake up\n```\n```logql\n{a=\"b\"}\n```\n")
	queries, err := ReadDocument(file, "docs/a.md")
	require.NoError(t, err)
	require.Equal(t, []Query{
		{Source: "docs/a.md:4", Language: PromQL, Text: "sum(\n  a\n)"},
		{Source: "docs/a.md:8", Language: PromQL, Text: "b"},
		{Source: "docs/a.md:15", Language: LogQL, Text: `{a="b"}`},
	}, queries)
}
