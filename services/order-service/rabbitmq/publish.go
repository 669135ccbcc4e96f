package rabbitmq

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	amqp "github.com/rabbitmq/amqp091-go"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"

	"oms-lab/order-service/telemetry"
)

// ContentType is that of CloudEvents in structured JSON mode.
const ContentType = "application/cloudevents+json"

// Message is one event with the trace context of the work that caused it.
type Message struct {
	ID         uuid.UUID
	RoutingKey string
	OrderID    string
	Body       []byte
	Trace      propagation.MapCarrier
}

// headers carries trace context in the headers of a message, which amqp091 does not do itself.
type headers amqp.Table

func (h headers) Get(key string) string { s, _ := h[key].(string); return s }
func (h headers) Set(key, value string) { h[key] = value }
func (h headers) Keys() []string {
	keys := make([]string, 0, len(h))
	for k := range h {
		keys = append(keys, k)
	}
	return keys
}

// Publish sends all messages, then waits for the broker to confirm them, and answers the ids
// of those it did. The error is about the others. So no more messages are in flight than the
// caller brings at a time, and none is sent to a broker that takes none.
func (p *Publisher) Publish(ctx context.Context, messages []Message) (confirmed []uuid.UUID, err error) {
	waiting := make([]*sent, 0, len(messages))
	for _, m := range messages {
		channel, e := p.current()
		if e != nil {
			err = e // was connected, and open, when the messages were picked
			break
		}
		s := p.send(ctx, channel, m)
		waiting = append(waiting, s)
		if s.err != nil {
			break // the order of events is kept: nothing overtakes one that failed
		}
	}
	for _, s := range waiting {
		if e := s.wait(ctx); e != nil {
			err = errors.Join(err, e)
		} else {
			confirmed = append(confirmed, s.id)
		}
		s.end(p.metrics)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		p.stall()
	}
	return confirmed, err
}

// sent is a message on its way.
type sent struct {
	id           uuid.UUID
	destination  string
	span         trace.Span
	confirmation *amqp.DeferredConfirmation
	err          error
}

func (p *Publisher) send(ctx context.Context, channel *amqp.Channel, m Message) *sent {
	destination := p.exchange + ":" + m.RoutingKey
	spanCtx, span := telemetry.Tracer().Start(telemetry.WithStoredTrace(ctx, m.Trace), "send "+destination,
		trace.WithSpanKind(trace.SpanKindProducer),
		trace.WithAttributes(
			semconv.MessagingSystemRabbitMQ,
			semconv.MessagingOperationTypeSend,
			semconv.MessagingOperationName("send"),
			semconv.MessagingDestinationName(destination),
			semconv.MessagingRabbitMQDestinationRoutingKey(m.RoutingKey),
			semconv.MessagingMessageID(m.ID.String()),
			semconv.MessagingMessageBodySize(len(m.Body)),
			attribute.String("oms.order.id", m.OrderID),
		))
	carrier := headers{}
	otel.GetTextMapPropagator().Inject(spanCtx, carrier)
	s := &sent{id: m.ID, destination: destination, span: span}
	s.confirmation, s.err = channel.PublishWithDeferredConfirm(p.exchange, m.RoutingKey, false, false, amqp.Publishing{
		Headers:      amqp.Table(carrier),
		ContentType:  ContentType,
		DeliveryMode: amqp.Persistent,
		MessageId:    m.ID.String(),
		Timestamp:    time.Now(),
		Type:         m.RoutingKey,
		AppId:        telemetry.Service,
		Body:         m.Body,
	})
	return s
}

func (s *sent) wait(ctx context.Context) error {
	if s.err == nil {
		var acked bool
		if acked, s.err = s.confirmation.WaitContext(ctx); s.err == nil && !acked {
			s.err = errors.New("the broker did not take the message")
		}
	}
	if s.err != nil {
		s.err = fmt.Errorf("publish %s: %w", s.id, s.err)
	}
	return s.err
}

func (s *sent) end(metrics *telemetry.Metrics) {
	outcome := "success"
	if s.err != nil {
		outcome = "error"
		s.span.SetStatus(codes.Error, s.err.Error())
	}
	s.span.End()
	metrics.MessagesSent.WithLabelValues(s.destination, outcome).Inc()
}
