package inbox

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// maxBody bounds a request body and a mail: 1 MiB.
const maxBody = 1 << 20

// maxMessages is how many messages the store keeps.
const maxMessages = 10_000

// Inbox is what both servers, SMTP and HTTP, hand their messages to.
type Inbox struct {
	store      *Store
	metrics    *metrics
	log        *slog.Logger
	stream     *stream
	grafanaURL string
	now        func() time.Time
	// smtpUp turns true when the SMTP server listens.
	smtpUp atomic.Bool
}

func newInbox(store *Store, log *slog.Logger, grafanaURL string) *Inbox {
	return &Inbox{store: store, metrics: newMetrics(), log: log, stream: newStream(), grafanaURL: grafanaURL, now: time.Now}
}

// receive stores a message, counts it and tells the open web pages. traced says whether the sender sent a
// traceparent: without one the span in the context stands alone and the message names no trace.
func (in *Inbox) receive(ctx context.Context, m Message, traced bool) error {
	span := trace.SpanFromContext(ctx)
	if traced && span.SpanContext().IsValid() {
		m.TraceID = span.SpanContext().TraceID().String()
	}
	span.SetAttributes(attribute.String("oms.message.id", m.ID.String()), attribute.String("oms.message.kind", string(m.Kind)))
	if err := in.store.Put(m); err != nil {
		return fmt.Errorf("store a %s: %w", m.Kind, err)
	}
	in.metrics.received.WithLabelValues(string(m.Kind)).Inc()
	in.stream.announce()
	in.log.InfoContext(ctx, "Received a "+string(m.Kind), "message_id", m.ID.String(), "kind", string(m.Kind),
		"recipients", len(m.To), "duration_ms", milliseconds(in.now().Sub(m.ReceivedAt.Time)))
	return nil
}
