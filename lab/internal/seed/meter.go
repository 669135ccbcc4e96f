package seed

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"oms-lab/lab/internal/terminal"
)

// How often the meter shows where things stand: one line that is written over on a terminal, a line now and then
// elsewhere.
const (
	onTerminal = 200 * time.Millisecond
	elsewhere  = 15 * time.Second
)

// meter shows what is being written, and since when. It implements bulk.Progress.
type meter struct {
	out     io.Writer
	started time.Time
	rows    atomic.Int64
	overlay bool
	done    chan struct{}
	ended   sync.WaitGroup

	mu   sync.Mutex
	now  string
	open []string
}

func newMeter(out io.Writer) *meter {
	m := &meter{out: out, started: time.Now(), overlay: terminal.Is(out), done: make(chan struct{})}
	m.ended.Go(m.show)
	return m
}

// say tells what happens between two tables.
func (m *meter) say(format string, args ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = fmt.Sprintf(format, args...)
}

// warn tells of something that went wrong but changes nothing.
func (m *meter) warn(format string, args ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear := ""
	if m.overlay {
		clear = "\r\x1b[K"
	}
	_, _ = fmt.Fprintf(m.out, clear+"lab: "+format+"\n", args...)
}

// Begin says that rows of a table follow.
func (m *meter) Begin(table string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open = append(m.open, table)
}

// Row counts one row.
func (m *meter) Row() { m.rows.Add(1) }

// End says that a table is complete.
func (m *meter) End(table string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open = slices.DeleteFunc(m.open, func(other string) bool { return other == table })
}

func (m *meter) show() {
	every := elsewhere
	if m.overlay {
		every = onTerminal
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-m.done:
			return
		case <-tick.C:
			m.line()
		}
	}
}

func (m *meter) line() {
	m.mu.Lock()
	text := m.now
	if len(m.open) > 0 {
		text = fmt.Sprintf("%d rows, writing %s", m.rows.Load(), m.open[0])
		if more := len(m.open) - 1; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
	}
	m.mu.Unlock()
	text = fmt.Sprintf("[%6.1fs] %s", time.Since(m.started).Seconds(), text)
	if m.overlay {
		text = "\r\x1b[K" + text
	} else {
		text += "\n"
	}
	_, _ = io.WriteString(m.out, text)
}

// stop ends the line.
func (m *meter) stop() {
	close(m.done)
	m.ended.Wait()
	if m.overlay {
		_, _ = io.WriteString(m.out, "\r\x1b[K")
	}
}
