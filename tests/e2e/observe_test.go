package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/stretchr/testify/require"
)

// span is a span of a trace as Tempo gives it.
type span struct {
	Service string `json:"-"`
	SpanID  string `json:"spanId"`
	Parent  string `json:"parentSpanId"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
}

type attribute struct {
	Key   string `json:"key"`
	Value struct {
		String string `json:"stringValue"`
	} `json:"value"`
}

// traceOf reads a trace from Tempo; a trace that is not there (yet) has no spans.
func traceOf(t require.TestingT, id string) []span {
	a := call{method: http.MethodGet, url: at("TEMPO_PORT") + "/api/v2/traces/" + id,
		header: map[string]string{"Accept": "application/json"}}.do(t)
	if a.status == http.StatusNotFound {
		return nil
	}
	var body struct {
		Trace struct {
			ResourceSpans []struct {
				Resource struct {
					Attributes []attribute `json:"attributes"`
				} `json:"resource"`
				ScopeSpans []struct {
					Spans []span `json:"spans"`
				} `json:"scopeSpans"`
			} `json:"resourceSpans"`
		} `json:"trace"`
	}
	a.into(t, http.StatusOK, &body)
	var all []span
	for _, resource := range body.Trace.ResourceSpans {
		service := ""
		for _, attr := range resource.Resource.Attributes {
			if attr.Key == "service.name" {
				service = attr.Value.String
			}
		}
		for _, scope := range resource.ScopeSpans {
			for _, s := range scope.Spans {
				s.Service = service
				all = append(all, s)
			}
		}
	}
	return all
}

// of lists, without repetition, what a function gives for each element.
func of[T any](all []T, name func(T) string) []string {
	var names []string
	seen := map[string]bool{}
	for _, one := range all {
		if n := name(one); !seen[n] {
			seen[n] = true
			names = append(names, n)
		}
	}
	return names
}

// stream is what Loki finds of one set of labels and structured metadata.
type stream struct {
	Labels map[string]string `json:"stream"`
	Values [][]any           `json:"values"`
}

// logs runs a LogQL query over the last hour.
func logs(t require.TestingT, query string) []stream {
	now := time.Now()
	values := url.Values{"query": {query}, "limit": {"1000"},
		"start": {strconv.FormatInt(now.Add(-time.Hour).UnixNano(), 10)},
		"end":   {strconv.FormatInt(now.Add(time.Minute).UnixNano(), 10)}}
	return get[struct {
		Data struct {
			Result []stream `json:"result"`
		} `json:"data"`
	}](t, "", at("LOKI_PORT")+"/loki/api/v1/query_range?"+values.Encode()).Data.Result
}

// sample is one series of an instant query.
type sample struct {
	Labels map[string]string `json:"metric"`
	Value  []json.RawMessage `json:"value"`
}

// number is the sample's value.
func (s sample) number(t require.TestingT) float64 {
	require.Len(t, s.Value, 2)
	var text string
	require.NoError(t, json.Unmarshal(s.Value[1], &text))
	value, err := strconv.ParseFloat(text, 64)
	require.NoError(t, err)
	return value
}

// metrics runs a PromQL query for now.
func metrics(t require.TestingT, query string) []sample {
	return get[struct {
		Data struct {
			Result []sample `json:"result"`
		} `json:"data"`
	}](t, "", at("PROMETHEUS_PORT")+"/api/v1/query?"+url.Values{"query": {query}}.Encode()).Data.Result
}

// exemplars lists the trace ids that Prometheus has with the series of a query, newest first.
func exemplars(t require.TestingT, query string) []string {
	now := time.Now()
	values := url.Values{"query": {query}, "start": {unix(now.Add(-time.Hour))}, "end": {unix(now.Add(time.Minute))}}
	result := get[struct {
		Data []struct {
			Exemplars []struct {
				Labels map[string]string `json:"labels"`
			} `json:"exemplars"`
		} `json:"data"`
	}](t, "", at("PROMETHEUS_PORT")+"/api/v1/query_exemplars?"+values.Encode())
	var ids []string
	for _, series := range result.Data {
		for i := len(series.Exemplars) - 1; i >= 0; i-- {
			ids = append(ids, series.Exemplars[i].Labels["trace_id"])
		}
	}
	return ids
}

func unix(t time.Time) string { return fmt.Sprintf("%d", t.Unix()) }
