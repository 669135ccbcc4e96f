package proof

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/api"
	prometheus "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
)

// maxAnswer bounds what is read of an answer.
const maxAnswer = 32 << 20

// GrafanaStack is the running Prometheus, Loki and Tempo.
type GrafanaStack struct {
	metrics                 prometheus.API
	prometheus, loki, tempo string
}

// NewGrafanaStack takes the base URLs of the three.
func NewGrafanaStack(prometheusURL, lokiURL, tempoURL string) (*GrafanaStack, error) {
	client, err := api.NewClient(api.Config{Address: prometheusURL})
	if err != nil {
		return nil, err
	}
	return &GrafanaStack{prometheus.NewAPI(client), prometheusURL, lokiURL, tempoURL}, nil
}

// Ready names each of the three that does not answer that it is ready.
func (s *GrafanaStack) Ready(ctx context.Context, timeout time.Duration) error {
	var faults []error
	for _, backend := range []struct{ name, address string }{
		{"Prometheus", s.prometheus + "/-/ready"}, {"Loki", s.loki + "/ready"}, {"Tempo", s.tempo + "/ready"},
	} {
		ctx, cancel := context.WithTimeout(ctx, timeout)
		_, err := get(ctx, backend.address)
		cancel()
		if err != nil {
			faults = append(faults, fmt.Errorf("%s at %s is not ready: %w", backend.name, backend.address, err))
		}
	}
	return errors.Join(faults...)
}

// Run asks the backend of the query's language, which its errors name. Series that have no number at all count as not found.
func (s *GrafanaStack) Run(ctx context.Context, query Query, from, to time.Time) (found int, err error) {
	backend := ""
	switch query.Language {
	case PromQL:
		backend = "Prometheus"
		found, err = s.promQL(ctx, query, from, to)
	case LogQL:
		backend = "Loki"
		found, err = s.logQL(ctx, query, from, to)
	case TraceQL:
		backend = "Tempo"
		found, err = s.traceQL(ctx, query, from, to)
	default:
		return 0, fmt.Errorf("nobody answers %q", query.Language)
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", backend, err)
	}
	return found, nil
}

func (s *GrafanaStack) promQL(ctx context.Context, query Query, from, to time.Time) (int, error) {
	var value model.Value
	var err error
	if query.Instant {
		value, _, _, err = s.metrics.Query(ctx, query.Text, to)
	} else {
		value, _, _, err = s.metrics.QueryRange(ctx, query.Text, prometheus.Range{Start: from, End: to, Step: resolution(to.Sub(from))})
	}
	if err != nil {
		return 0, err
	}
	return numbers(value), nil
}

// numbers counts the series with at least one number; a histogram's quantile without observations is none.
func numbers(value model.Value) int {
	found := 0
	switch v := value.(type) {
	case model.Vector:
		for _, sample := range v {
			if sample.Histogram != nil || !math.IsNaN(float64(sample.Value)) {
				found++
			}
		}
	case model.Matrix:
		for _, series := range v {
			if len(series.Histograms) > 0 || hasNumber(series.Values) {
				found++
			}
		}
	case *model.Scalar:
		found = 1
	}
	return found
}

func hasNumber(pairs []model.SamplePair) bool {
	for _, pair := range pairs {
		if !math.IsNaN(float64(pair.Value)) {
			return true
		}
	}
	return false
}

func (s *GrafanaStack) logQL(ctx context.Context, query Query, from, to time.Time) (int, error) {
	values := url.Values{"query": {query.Text}, "limit": {"100"}}
	path := "/loki/api/v1/query_range"
	if query.Instant {
		path = "/loki/api/v1/query"
		values.Set("time", strconv.FormatInt(to.UnixNano(), 10))
	} else {
		values.Set("start", strconv.FormatInt(from.UnixNano(), 10))
		values.Set("end", strconv.FormatInt(to.UnixNano(), 10))
		values.Set("step", "60s")
	}
	var answer struct {
		Data struct {
			Result []json.RawMessage `json:"result"`
		} `json:"data"`
	}
	if err := getJSON(ctx, s.loki+path+"?"+values.Encode(), &answer); err != nil {
		return 0, err
	}
	return len(answer.Data.Result), nil
}

// traceMetrics matches a TraceQL query that computes metrics instead of finding traces.
var traceMetrics = regexp.MustCompile(`\|\s*(rate|count_over_time|quantile_over_time|histogram_over_time|compare|(min|max|avg|sum)_over_time)\s*\(`)

func (s *GrafanaStack) traceQL(ctx context.Context, query Query, from, to time.Time) (int, error) {
	values := url.Values{"q": {query.Text}, "start": {strconv.FormatInt(from.Unix(), 10)}, "end": {strconv.FormatInt(to.Unix(), 10)}}
	var answer struct {
		Traces []json.RawMessage `json:"traces"`
		Series []json.RawMessage `json:"series"`
	}
	path := "/api/search"
	if traceMetrics.MatchString(query.Text) {
		path = "/api/metrics/query_range"
		values.Set("step", "60s")
	}
	if err := getJSON(ctx, s.tempo+path+"?"+values.Encode(), &answer); err != nil {
		return 0, err
	}
	return len(answer.Traces) + len(answer.Series), nil
}

func getJSON(ctx context.Context, address string, into any) error {
	body, err := get(ctx, address)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

// get reads an answer with status 200.
func get(ctx context.Context, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		// The address is half a page long and known.
		var failed *url.Error
		if errors.As(err, &failed) {
			return nil, failed.Err
		}
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", response.Status, strings.TrimSpace(string(body)))
	}
	return body, nil
}
