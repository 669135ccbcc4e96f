package history

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/prometheus/common/model"
)

const (
	// requestTimeout is for one question to Prometheus.
	requestTimeout = 15 * time.Second
	// reloadWait is how long Prometheus may take to find new blocks: it looks once a minute.
	reloadWait = 2 * time.Minute
	// lookBack is how far back an earlier history is looked for: farther than any --history.
	lookBack = 60 * 24 * time.Hour
)

// NotUpError says that Prometheus does not answer.
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
type server struct{ base string }

// ask puts the data of an answer into value. Error: *NotUpError.
func (s *server) ask(ctx context.Context, path string, query url.Values, value any) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+path+"?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		if ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return ctx.Err()
		}
		return &NotUpError{s.base}
	}
	defer func() { _ = response.Body.Close() }()
	answer := struct {
		Data  any    `json:"data"`
		Error string `json:"error"`
	}{Data: value}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return fmt.Errorf("%s answers %s with what is not its JSON: %w", s.base, path, err)
	}
	if answer.Error != "" {
		return fmt.Errorf("the answer of Prometheus: %s", answer.Error)
	}
	return nil
}

func (s *server) flag(ctx context.Context, name string) (string, error) {
	var flags map[string]string
	err := s.ask(ctx, "/api/v1/status/flags", nil, &flags)
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
	var status struct {
		HeadStats struct {
			MinTime int64 `json:"minTime"`
		} `json:"headStats"`
	}
	if err := s.ask(ctx, "/api/v1/status/tsdb", nil, &status); err != nil {
		return now, err
	}
	oldest := status.HeadStats.MinTime
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
	Name   string            `json:"name"`
	Query  string            `json:"query"`
	Labels map[string]string `json:"labels"`
}

// sloRules are the recording rules that Sloth has made: the names and labels that a history must have.
func (s *server) sloRules(ctx context.Context) ([]rule, error) {
	var answer struct {
		Groups []struct {
			Rules []rule `json:"rules"`
		} `json:"groups"`
	}
	if err := s.ask(ctx, "/api/v1/rules", url.Values{"type": {"record"}}, &answer); err != nil {
		return nil, err
	}
	var rules []rule
	for _, group := range answer.Groups {
		for _, r := range group.Rules {
			if r.Labels["sloth_id"] != "" {
				rules = append(rules, r)
			}
		}
	}
	return rules, nil
}

// history is the history that Prometheus has, nil when it has none.
func (s *server) history(ctx context.Context, now time.Time) (*Summary, error) {
	var answer struct {
		Result []struct {
			Values [][2]any `json:"values"`
		} `json:"result"`
	}
	err := s.ask(ctx, "/api/v1/query_range", url.Values{"query": {"timestamp(" + mark + ")"}, "step": {"1h"},
		"start": {unix(now.Add(-lookBack))}, "end": {unix(now)}}, &answer)
	if err != nil || len(answer.Result) == 0 || len(answer.Result[0].Values) == 0 {
		return nil, err
	}
	values := answer.Result[0].Values
	return &Summary{Existing: true, From: moment(values[0]), Until: moment(values[len(values)-1])}, nil
}

func unix(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }

// moment is the value of a sample that is a timestamp.
func moment(sample [2]any) time.Time {
	text, _ := sample[1].(string)
	seconds, _ := strconv.ParseFloat(text, 64)
	return time.Unix(int64(seconds), 0).UTC()
}

// awaitHistory asks until Prometheus has the history.
func (s *server) awaitHistory(ctx context.Context, now time.Time) (*Summary, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, reloadWait,
		fmt.Errorf("the running Prometheus has not read the history after %s: its log says why; run this once more to go on waiting", reloadWait))
	defer cancel()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		if there, err := s.history(ctx, now); err != nil || there != nil {
			return there, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-tick.C:
		}
	}
}
