package history

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/api"
	prometheus "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
)

const (
	// requestTimeout is for one question to Prometheus.
	requestTimeout = 15 * time.Second
	// maxAnswer bounds what is read of an answer.
	maxAnswer = 32 << 20
	// reloadWait is how long Prometheus may take to find new blocks: it looks once a minute.
	reloadWait = 2 * time.Minute
	// lookBack is how far back an earlier history is looked for: farther than any --history.
	lookBack = 60 * 24 * time.Hour
)

// NotUpError says that nothing listens where Prometheus should.
type NotUpError struct{ Address string }

func (e *NotUpError) Error() string {
	return "the lab is not up: no Prometheus answers at " + e.Address + " (start it with make up)"
}

// NotNativeError says that the data of the Prometheus that answers are not in the lab's state folder.
type NotNativeError struct{ Address, Folder, Want string }

func (e *NotNativeError) Error() string {
	return fmt.Sprintf("the Prometheus at %s keeps its data in %s, not in %s: a history is written only into a native lab", e.Address, e.Folder, e.Want)
}

// server is the HTTP API of Prometheus.
type server struct {
	base string
	api  prometheus.API
}

func newServer(base string) (*server, error) {
	client, err := api.NewClient(api.Config{Address: base, RoundTripper: bounded{api.DefaultRoundTripper}})
	if err != nil {
		return nil, err
	}
	return &server{base, prometheus.NewAPI(client)}, nil
}

// bounded bounds the answers of a server.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(request)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, maxAnswer)
	}
	return response, err
}

// ask puts one question. Errors: *NotUpError, that of ctx.
func ask[T any](ctx context.Context, s *server, question func(context.Context) (T, error)) (T, error) {
	asking, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	answer, err := question(asking)
	switch {
	case err == nil:
		return answer, nil
	case ctx.Err() != nil:
		return answer, ctx.Err()
	case errors.Is(err, syscall.ECONNREFUSED):
		return answer, &NotUpError{s.base}
	case errors.Is(err, context.DeadlineExceeded):
		return answer, fmt.Errorf("the Prometheus at %s has not answered within %s", s.base, requestTimeout)
	}
	// Of an answer like 503 the client's error has the number only; the reason is in the body.
	if refused := new(prometheus.Error); errors.As(err, &refused) && refused.Detail != "" {
		return answer, fmt.Errorf("ask Prometheus: %w: %.200s", err, refused.Detail)
	}
	return answer, fmt.Errorf("ask Prometheus: %w", err)
}

func (s *server) flag(ctx context.Context, name string) (string, error) {
	flags, err := ask(ctx, s, s.api.Flags)
	return flags[name], err
}

// keepsDataIn checks that it is the Prometheus of this lab.
func (s *server) keepsDataIn(ctx context.Context, folder string) error {
	path, err := s.flag(ctx, "storage.tsdb.path")
	if err != nil {
		return err
	}
	its, err := os.Stat(path)
	if err != nil {
		return &NotNativeError{s.base, path, folder}
	}
	ours, err := os.Stat(folder)
	if err != nil || !os.SameFile(its, ours) {
		return &NotNativeError{s.base, path, folder}
	}
	return nil
}

// keepsFor checks that Prometheus would not throw a history away at once.
func (s *server) keepsFor(ctx context.Context, length time.Duration) error {
	text, err := s.flag(ctx, "storage.tsdb.retention.time")
	if err != nil {
		return err
	}
	kept, err := model.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("read for how long Prometheus keeps samples: %w", err)
	}
	if kept > 0 && time.Duration(kept) < length {
		return fmt.Errorf("the running Prometheus keeps samples for %s, shorter than the history of %s: raise METRICS_RETENTION and start the lab anew",
			text, model.Duration(length))
	}
	return nil
}

// oldestSample is when real samples begin: in the blocks, or in what is not in a block yet. Now when there is none.
func (s *server) oldestSample(ctx context.Context, data string, now time.Time) (time.Time, error) {
	status, err := ask(ctx, s, func(ctx context.Context) (prometheus.TSDBResult, error) { return s.api.TSDB(ctx) })
	if err != nil {
		return now, err
	}
	oldest := int64(status.HeadStats.MinTime)
	metas, err := filepath.Glob(filepath.Join(data, "*", "meta.json"))
	if err != nil {
		return now, err
	}
	for _, file := range metas {
		var block struct {
			MinTime int64 `json:"minTime"`
		}
		content, err := os.ReadFile(file)
		if errors.Is(err, os.ErrNotExist) {
			continue // compacted away this moment
		}
		if err != nil {
			return now, err
		}
		if err := json.Unmarshal(content, &block); err != nil {
			return now, fmt.Errorf("%s: %w", file, err)
		}
		oldest = min(oldest, block.MinTime)
	}
	if oldest == math.MaxInt64 || oldest > now.UnixMilli() {
		return now, nil
	}
	return time.UnixMilli(oldest), nil
}

// rule is a recording rule of an SLO.
type rule struct {
	Name, Query string
	Labels      map[string]string
}

// sloRules are the recording rules that Sloth has made: the names and labels that a history must have.
func (s *server) sloRules(ctx context.Context) ([]rule, error) {
	answer, err := ask(ctx, s, func(ctx context.Context) (prometheus.RulesResult, error) { return s.api.Rules(ctx, nil) })
	if err != nil {
		return nil, err
	}
	var rules []rule
	for _, group := range answer.Groups {
		for _, each := range group.Rules {
			recording, ok := each.(prometheus.RecordingRule)
			if !ok || recording.Labels["sloth_id"] == "" {
				continue
			}
			labels := map[string]string{}
			for name, value := range recording.Labels {
				labels[string(name)] = string(value)
			}
			rules = append(rules, rule{recording.Name, recording.Query, labels})
		}
	}
	return rules, nil
}

// history is the history that Prometheus has, nil when it has none.
func (s *server) history(ctx context.Context, now time.Time) (*Summary, error) {
	when := prometheus.Range{Start: now.Add(-lookBack), End: now, Step: time.Hour}
	answer, err := ask(ctx, s, func(ctx context.Context) (model.Value, error) {
		value, _, _, err := s.api.QueryRange(ctx, "timestamp("+mark+")", when)
		return value, err
	})
	if err != nil {
		return nil, err
	}
	series, _ := answer.(model.Matrix)
	if len(series) == 0 || len(series[0].Values) == 0 {
		return nil, nil
	}
	values := series[0].Values
	return &Summary{Existing: true, From: moment(values[0]), Until: moment(values[len(values)-1])}, nil
}

// moment is the value of a sample that is a timestamp.
func moment(sample model.SamplePair) time.Time { return time.Unix(int64(sample.Value), 0).UTC() }

// awaitHistory asks until Prometheus has the history. It may be too busy with reading to answer: only the last failure counts.
func (s *server) awaitHistory(ctx context.Context, now time.Time, wait time.Duration) (*Summary, error) {
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var last error
	for {
		there, err := s.history(waiting, now)
		if there != nil {
			return there, nil
		}
		// The end of the wait says nothing about Prometheus.
		if waiting.Err() == nil {
			last = err
		}
		select {
		case <-waiting.Done():
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, notRead(wait, last)
		case <-tick.C:
		}
	}
}

// notRead is what there is to say when Prometheus has taken too long; last may be nil.
func notRead(wait time.Duration, last error) error {
	err := fmt.Errorf("the running Prometheus has not read the history after %s: its log says why; run this once more to go on waiting", wait)
	if last != nil {
		return fmt.Errorf("%w; the last time it was asked: %w", err, last)
	}
	return err
}
