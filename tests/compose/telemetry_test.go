//go:build compose

package compose

import (
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
)

// sample is one series of an instant query.
type sample struct {
	labels map[string]string
	value  float64
}

func metrics(t require.TestingT, query string) []sample {
	var answer struct {
		Data struct {
			Result []struct {
				Metric map[string]string `json:"metric"`
				Value  [2]any            `json:"value"`
			} `json:"result"`
		} `json:"data"`
	}
	_, err := call(http.MethodGet, at("PROMETHEUS_PORT")+"/api/v1/query?query="+url.QueryEscape(query), "", nil,
		http.StatusOK, &answer)
	require.NoError(t, err)
	var found []sample
	for _, r := range answer.Data.Result {
		text, _ := r.Value[1].(string)
		value, err := strconv.ParseFloat(text, 64)
		require.NoError(t, err)
		found = append(found, sample{r.Metric, value})
	}
	return found
}

// logLabels are the labels, structured metadata included, of the streams that a query of the last hour finds.
func logLabels(t require.TestingT, query string) []map[string]string {
	var answer struct {
		Data struct {
			Result []struct {
				Stream map[string]string `json:"stream"`
			} `json:"result"`
		} `json:"data"`
	}
	since := strconv.FormatInt(time.Now().Add(-time.Hour).UnixNano(), 10)
	_, err := call(http.MethodGet, at("LOKI_PORT")+"/loki/api/v1/query_range?limit=1000&start="+since+
		"&query="+url.QueryEscape(query), "", nil, http.StatusOK, &answer)
	require.NoError(t, err)
	var found []map[string]string
	for _, r := range answer.Data.Result {
		found = append(found, r.Stream)
	}
	return found
}

// inTrace are the services that have a span in a trace; none while Tempo does not know it.
func inTrace(t require.TestingT, id string) []string {
	var answer struct {
		Batches []struct {
			Resource struct {
				Attributes []struct {
					Key   string `json:"key"`
					Value struct {
						StringValue string `json:"stringValue"`
					} `json:"value"`
				} `json:"attributes"`
			} `json:"resource"`
		} `json:"batches"`
	}
	status, err := call(http.MethodGet, at("TEMPO_PORT")+"/api/traces/"+id, "", nil, http.StatusOK, &answer)
	if status == http.StatusNotFound {
		return nil
	}
	require.NoError(t, err)
	var services []string
	for _, batch := range answer.Batches {
		for _, a := range batch.Resource.Attributes {
			if a.Key == "service.name" {
				services = append(services, a.Value.StringValue)
			}
		}
	}
	return services
}

// judge is lab reconcile: what the five services, the broker and the inbox say about the same orders must agree.
func judge(t require.TestingT) {
	files := strings.Split(os.Getenv("COMPOSE_ENV_FILES"), ",")
	output, err := run(nil, "scripts/lab.sh", "--env-file", files[len(files)-1], "reconcile", "--wait", "2m", "--since", "1h")
	require.NoError(t, err, output)
}
