// Package proof runs every query that the project shows to people against running backends: those of all panels, variables
// and annotations of the dashboards, and those of the documentation. A query that fails, or that finds nothing where
// there should be something, is named with its place.
package proof

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

// Language is the language of a query, which decides who is asked.
type Language string

// The languages, named as the fenced blocks of the documentation name them.
const (
	PromQL  Language = "promql"
	LogQL   Language = "logql"
	TraceQL Language = "traceql"
)

// Query is one query and its place.
type Query struct {
	// Source says where people meet the query: a dashboard's panel, a document's line.
	Source string `json:"source"`
	// Language decides who is asked: Prometheus, Loki or Tempo.
	Language Language `json:"language"`
	// Text is the query with its variables put in.
	Text string `json:"query"`
	// Instant asks for one moment instead of a range.
	Instant bool `json:"-"`
	// MayBeEmpty marks what is well when it finds nothing: the queries of annotations and runbooks.
	MayBeEmpty bool `json:"-"`
}

// Verdict is what came of a query.
type Verdict string

// The verdicts.
const (
	Good   Verdict = "good"
	Empty  Verdict = "empty"
	Failed Verdict = "failed"
)

// Result is a query with its verdict; Detail says what the backend answered when it failed.
type Result struct {
	Query
	Verdict Verdict `json:"verdict"`
	Detail  string  `json:"detail,omitempty"`
}

// Backends answer the queries.
type Backends interface {
	// Run reports how many series, streams or traces a query finds between two times.
	Run(ctx context.Context, query Query, from, to time.Time) (found int, err error)
}

// parallel is how many queries run at the same time: backends on a small machine are to answer others, too.
const parallel = 4

// Run runs the queries over the time span that ends now, each with a timeout of its own, and returns a result for each.
func Run(ctx context.Context, backends Backends, queries []Query, span, timeout time.Duration) []Result {
	results := make([]Result, len(queries))
	to := time.Now()
	var group errgroup.Group
	group.SetLimit(parallel)
	for i, query := range queries {
		group.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, timeout)
			defer cancel()
			found, err := backends.Run(ctx, query, to.Add(-span), to)
			results[i] = judge(query, found, err)
			return nil
		})
	}
	_ = group.Wait() // the functions never fail
	return results
}

func judge(query Query, found int, err error) Result {
	switch {
	case err != nil:
		return Result{query, Failed, err.Error()}
	case found == 0 && !query.MayBeEmpty:
		return Result{query, Empty, ""}
	}
	return Result{query, Good, ""}
}

// Summary counts the verdicts.
type Summary struct {
	Run    int `json:"run"`
	Empty  int `json:"empty"`
	Failed int `json:"failed"`
}

// Summarize counts the verdicts of results.
func Summarize(results []Result) Summary {
	s := Summary{Run: len(results)}
	for _, r := range results {
		switch r.Verdict {
		case Empty:
			s.Empty++
		case Failed:
			s.Failed++
		}
	}
	return s
}

// String reads like "512 queries run, 0 empty, 0 failed".
func (s Summary) String() string {
	return fmt.Sprintf("%d queries run, %d empty, %d failed", s.Run, s.Empty, s.Failed)
}
