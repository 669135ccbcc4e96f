package inbox

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
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

// receive stores a message, counts it and tells the open web pages, and returns the message's id. traced says whether
// the sender sent a traceparent: without one the span in the context stands alone and the message names no trace.
//
// A sender that does not know whether its message arrived sends it again. Like the duplicate delivery suppression of a
// mail server (Cyrus IMAP's, by Message-ID and mailbox), this accepts the repetition and keeps one message.
func (in *Inbox) receive(ctx context.Context, m Message, traced bool) (uuid.UUID, error) {
	span := trace.SpanFromContext(ctx)
	if traced && span.SpanContext().IsValid() {
		m.TraceID = span.SpanContext().TraceID().String()
	}
	id, err := in.store.Put(m)
	if err != nil {
		return uuid.Nil, fmt.Errorf("store a %s: %w", m.Kind, err)
	}
	repeated := id != m.ID
	span.SetAttributes(attribute.String("oms.message.id", id.String()), attribute.String("oms.message.kind", string(m.Kind)),
		attribute.Bool("oms.message.repeated", repeated))
	if repeated {
		in.metrics.suppressed.WithLabelValues(string(m.Kind)).Inc()
		in.log.InfoContext(ctx, "Suppressed a repeated "+string(m.Kind), "message_id", id.String(), "kind", string(m.Kind))
		return id, nil
	}
	in.metrics.received.WithLabelValues(string(m.Kind)).Inc()
	in.stream.announce()
	in.log.InfoContext(ctx, "Received a "+string(m.Kind), "message_id", id.String(), "kind", string(m.Kind),
		"recipients", len(m.To), "duration_ms", milliseconds(in.now().Sub(m.ReceivedAt.Time)))
	return id, nil
}
