package proof

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// answering starts a server that gives one answer to each path.
func answering(t *testing.T, status int, answers map[string]string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, answers[r.URL.Path])
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestWhatCountsAsFound(t *testing.T) {
	for name, c := range map[string]struct {
		query   Query
		path    string
		answer  string
		found   int
		failure string
		status  int
	}{
		"series": {Query{Language: PromQL, Text: "a"}, "/api/v1/query_range",
			`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"NaN"],[2,"1"]]},{"metric":{},"values":[[1,"NaN"]]}]}}`, 1, "", 200},
		"a moment": {Query{Language: PromQL, Text: "a", Instant: true}, "/api/v1/query",
			`{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"NaN"]}]}}`, 0, "", 200},
		"a bad query": {Query{Language: PromQL, Text: "a("}, "/api/v1/query_range",
			`{"status":"error","errorType":"bad_data","error":"unclosed left parenthesis"}`, 0, "Prometheus: bad_data: unclosed left parenthesis", 400},
		"lines":            {Query{Language: LogQL, Text: "{a=\"b\"}"}, "/loki/api/v1/query_range", `{"data":{"result":[{},{}]}}`, 2, "", 200},
		"a bad log query":  {Query{Language: LogQL, Text: "{"}, "/loki/api/v1/query_range", "parse error at line 1", 0, "Loki: 400 Bad Request: parse error at line 1", 400},
		"traces":           {Query{Language: TraceQL, Text: "{}"}, "/api/search", `{"traces":[{}]}`, 1, "", 200},
		"metrics of spans": {Query{Language: TraceQL, Text: "{} | rate()"}, "/api/metrics/query_range", `{"series":[{},{},{}]}`, 3, "", 200},
		"a bad trace query": {Query{Language: TraceQL, Text: "{"}, "/api/search", "invalid TraceQL query", 0,
			"Tempo: 400 Bad Request: invalid TraceQL query", 400},
	} {
		t.Run(name, func(t *testing.T) {
			url := answering(t, c.status, map[string]string{c.path: c.answer})
			stack, err := NewGrafanaStack(url, url, url)
			require.NoError(t, err)
			found, err := stack.Run(t.Context(), c.query, time.Now().Add(-time.Hour), time.Now())
			if c.failure != "" {
				require.EqualError(t, err, c.failure)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.found, found)
		})
	}
}

// A backend that hangs is named before any query is sent; one that begins to hang costs a query no more than its timeout.
func TestABackendThatHangsIsNamed(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(func() { close(release); server.Close() })
	stack, err := NewGrafanaStack(server.URL, server.URL, server.URL)
	require.NoError(t, err)
	require.ErrorContains(t, stack.Ready(t.Context(), 50*time.Millisecond), "Loki at "+server.URL+"/ready is not ready: context deadline exceeded")
	for _, result := range Run(t.Context(), stack, []Query{{Language: PromQL, Text: "a"}, {Language: LogQL, Text: "b"}}, time.Hour, 50*time.Millisecond) {
		require.Equal(t, Failed, result.Verdict)
		require.Contains(t, result.Detail, "context deadline exceeded")
	}
}
