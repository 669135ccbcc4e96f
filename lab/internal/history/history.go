// Package history fills a new lab's Prometheus with a past that never was: a month of objectives and of business, so
// that 30-day panels and error budgets have something to show from the first minute. All of it is made up, the same for
// the same seed, and marked: business series carry the instance `synthetic-history`, and the series
// lab_synthetic_history is 1 for as long as the past lasts. It ends where the first real sample is.
package history

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

// Options say where a history goes and what makes it.
type Options struct {
	// Prometheus is its base URL, State the state folder of the native lab that it belongs to.
	Prometheus, State string
	// Length is how far back from now the history begins.
	Length time.Duration
	Seed   uint64
	Now    time.Time
	// Say is told what happens.
	Say func(format string, args ...any)
}

// Summary is what there is now.
type Summary struct {
	// Seed, and all that counts, is 0 when this run has not made the history.
	Seed  uint64    `json:"seed,omitempty"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	// Existing means that nothing was written.
	Existing bool    `json:"existing"`
	Series   int     `json:"series,omitempty"`
	Samples  int     `json:"samples,omitempty"`
	Bytes    int64   `json:"bytes,omitempty"`
	Seconds  float64 `json:"seconds,omitempty"`
}

// NoRoomError says that real samples reach back to where a history would begin.
type NoRoomError struct{ Oldest time.Time }

func (e *NoRoomError) Error() string {
	return "there is no room for a history: Prometheus has real samples since " + e.Oldest.UTC().Format(time.RFC3339)
}

// Write makes the history up and hands it to the running Prometheus, which reads it within about a minute. A second call
// finds the history and changes nothing; one that follows a call that was killed finishes or repeats its work. Errors:
// *NotUpError, *NotNativeError, *NoRoomError.
func Write(ctx context.Context, o Options) (summary *Summary, err error) {
	started := time.Now()
	prometheus, err := newServer(o.Prometheus)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(o.State, "data", "prometheus")
	if err := prometheus.keepsDataIn(ctx, data); err != nil {
		return nil, err
	}
	draft, err := openDraft(o.State, data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, draft.close()) }()
	if draft.complete() {
		o.Say("finishing what an earlier run has begun")
		there, err := adopt(ctx, o, prometheus, draft)
		if err != nil {
			return nil, err
		}
		there.Existing = false
		return there, nil
	}
	if there, err := prometheus.history(ctx, o.Now); err != nil || there != nil {
		return there, err
	}
	made, err := plan(ctx, o, prometheus)
	if err != nil {
		return nil, err
	}
	o.Say("writing %d series from %s to %s", len(made.series), day(made.from), day(made.until))
	if err := draft.make(ctx, made); err != nil {
		return nil, err
	}
	s, err := adopt(ctx, o, prometheus, draft)
	if err != nil {
		return nil, err
	}
	s.Seed, s.Existing = o.Seed, false
	s.Series, s.Samples, s.Bytes = len(made.series), made.samples(), draft.bytes
	s.Seconds = time.Since(started).Round(100 * time.Millisecond).Seconds()
	return s, nil
}

// plan finds out how long the history is and what series it has.
func plan(ctx context.Context, o Options, prometheus *server) (*past, error) {
	if err := prometheus.keepsFor(ctx, o.Length); err != nil {
		return nil, err
	}
	oldest, err := prometheus.oldestSample(ctx, filepath.Join(o.State, "data", "prometheus"), o.Now)
	if err != nil {
		return nil, err
	}
	from, until := o.Now.Add(-o.Length).Truncate(time.Hour), oldest.Truncate(fine)
	if until.Sub(from) < time.Hour {
		return nil, &NoRoomError{oldest}
	}
	rules, err := prometheus.sloRules(ctx)
	if err != nil {
		return nil, err
	}
	if len(rules) == 0 {
		return nil, errors.New("the running Prometheus has no rules of SLOs yet: start it with the current configuration (make down, make up)")
	}
	made := &past{from: from, until: until}
	if err := made.addObjectives(o.Seed, rules); err != nil {
		return nil, err
	}
	made.addBusiness(o.Seed)
	made.addMark()
	return made, nil
}

// adopt moves the blocks to Prometheus and waits until it answers with them.
func adopt(ctx context.Context, o Options, prometheus *server, draft *draft) (*Summary, error) {
	if err := draft.move(); err != nil {
		return nil, err
	}
	o.Say("waiting for Prometheus to read it, which it does once a minute")
	there, err := prometheus.awaitHistory(ctx, o.Now, reloadWait)
	if err != nil {
		return nil, err
	}
	return there, draft.remove()
}

func day(at time.Time) string { return at.UTC().Format(time.DateOnly) }

// String is for a reader.
func (s *Summary) String() string {
	if s.Existing {
		return fmt.Sprintf("there already, from %s to %s: nothing was written", day(s.From), day(s.Until))
	}
	if s.Series == 0 {
		return fmt.Sprintf("what an earlier run has begun is finished: synthetic series from %s to %s", day(s.From), day(s.Until))
	}
	return fmt.Sprintf("%d synthetic series from %s to %s (--seed %d)\n%d samples, %.1f MB, in %.1f s", s.Series, day(s.From), day(s.Until),
		s.Seed, s.Samples, float64(s.Bytes)/1e6, s.Seconds)
}
