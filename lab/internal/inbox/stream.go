package inbox

import (
	"net/http"
	"sync"
	"time"
)

// stream tells open web pages that the list of messages has changed.
type stream struct {
	mu      sync.Mutex
	changed chan struct{}
	closed  bool
}

func newStream() *stream { return &stream{changed: make(chan struct{})} }

// announce wakes everyone who waits for a change.
func (s *stream) announce() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		close(s.changed)
		s.changed = make(chan struct{})
	}
}

// close ends all streams, or the stop of the server would wait for browsers.
func (s *stream) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.closed = true
		close(s.changed)
	}
}

// next is the channel that is closed at the next change; open is false once the stream has ended.
func (s *stream) next() (changed <-chan struct{}, open bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed, !s.closed
}

// keepAlive is the longest silence on a stream, so that proxies do not cut it.
const keepAlive = 20 * time.Second

// getStream sends a server-sent event whenever the list of messages changes.
func (in *Inbox) getStream(w http.ResponseWriter, r *http.Request) error {
	control := http.NewResponseController(w)
	if err := control.SetWriteDeadline(time.Time{}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	ticker := time.NewTicker(keepAlive)
	defer ticker.Stop()
	for text := ": connected\n\n"; ; {
		changed, open := in.stream.next()
		if !open {
			return nil
		}
		// A browser that went away is no fault.
		if _, err := w.Write([]byte(text)); err != nil {
			return nil
		}
		if err := control.Flush(); err != nil {
			return nil
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-changed:
			text = "event: change\ndata: {}\n\n"
		case <-ticker.C:
			text = ": still here\n\n"
		}
	}
}
