package seed

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/prometheus/common/model"

	"oms-lab/lab/internal/history"
)

// Of a --history: shorter ones show no rhythm, and longer ones nobody looks at.
const (
	shortestHistory = 7 * 24 * time.Hour
	longestHistory  = 35 * 24 * time.Hour
)

// parseHistory reads a length like 30d.
func parseHistory(text string) (time.Duration, error) {
	length, err := model.ParseDuration(text)
	if err != nil || time.Duration(length) < shortestHistory || time.Duration(length) > longestHistory {
		return 0, fmt.Errorf("--history is %q: it must be a time from 7d to 35d, like 30d", text)
	}
	return time.Duration(length), nil
}

// MetricsSummary is what was written into Prometheus.
type MetricsSummary = history.Summary

// seedMetrics writes the history of metrics. Errors: those of history.Write.
func seedMetrics(ctx context.Context, opts *Options) (*MetricsSummary, error) {
	if opts.State == "" {
		return nil, errors.New("LAB_STATE is not set: a history of metrics is written into the state folder of a native lab")
	}
	meter := newMeter(opts.ErrOut)
	defer meter.stop()
	return history.Write(ctx, history.Options{Prometheus: opts.Prometheus, State: opts.State, Length: opts.History,
		Seed: opts.Seed, Now: time.Now(), Say: meter.say})
}

// metricsText is what was written, for a reader.
func metricsText(s *MetricsSummary) string {
	return "Metrics:   " + strings.ReplaceAll(s.String(), "\n", "\n           ") + "\n"
}
