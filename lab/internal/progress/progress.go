// Package progress prints what a long command is doing, one line an event, each with the time
// since the start, and a reminder of what is still under way so that no terminal stays silent.
package progress

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// heartbeat is the longest silence while something is under way.
const heartbeat = 15 * time.Second

// Log prints progress lines. It is safe for concurrent use.
type Log struct {
	mu      sync.Mutex
	out     io.Writer
	start   time.Time
	last    time.Time
	running map[string]time.Time
}

// New starts the clock of a log that prints to out.
func New(out io.Writer) *Log {
	now := time.Now()
	return &Log{out: out, start: now, last: now, running: map[string]time.Time{}}
}

// Printf prints one line with the elapsed time in front.
func (l *Log) Printf(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.line(fmt.Sprintf(format, args...))
}

// Elapsed is the time since New.
func (l *Log) Elapsed() time.Duration { return time.Since(l.start) }

// Task announces a piece of work and returns the function that ends it and says how long it took.
func (l *Log) Task(verb, subject string) (done func(err error)) {
	started := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.running[subject] = started
	l.line(verb + " " + subject)
	return func(err error) {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.running, subject)
		outcome := "done"
		if err != nil {
			outcome = "FAILED"
		}
		l.line(fmt.Sprintf("%s %s (%s)", outcome, subject, round(time.Since(started))))
	}
}

// Watch prints a reminder of the running tasks whenever nothing was printed for a while,
// until the context ends.
func (l *Log) Watch(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			l.remind()
		}
	}
}

func (l *Log) remind() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.running) == 0 || time.Since(l.last) < heartbeat {
		return
	}
	var parts []string
	for subject, started := range l.running {
		parts = append(parts, fmt.Sprintf("%s (%s)", subject, round(time.Since(started))))
	}
	slices.Sort(parts)
	l.line("still at it: " + strings.Join(parts, ", "))
}

func (l *Log) line(text string) {
	l.last = time.Now()
	_, _ = fmt.Fprintf(l.out, "[%6.1fs] %s\n", time.Since(l.start).Seconds(), text)
}

func round(d time.Duration) time.Duration { return d.Round(100 * time.Millisecond) }
