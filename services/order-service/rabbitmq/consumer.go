package rabbitmq

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/cenkalti/backoff/v5"
	amqp "github.com/rabbitmq/amqp091-go"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"

	"oms-lab/order-service/telemetry"
)

// prefetch is how many messages the broker hands over before the first is dealt with.
const prefetch = 20

// Consumer hears some types of events by a durable queue of its own. Messages are dealt with one
// by one; what cannot be dealt with ever goes to the queue <name>.dead.
type Consumer struct {
	URL      string
	Exchange string
	Queue    string
	Types    []string
	// Handle deals with one event, perhaps not for the first time. ErrMalformed: never again;
	// any other error: later, before all that follow.
	Handle  func(ctx context.Context, body []byte) error
	Metrics *telemetry.Metrics
	Log     *slog.Logger
}

// What became of a delivery: the outcomes of messaging_process_duration_seconds, as notification-service has them.
const (
	processed    = "processed"
	retried      = "retried"
	deadLettered = "dead_lettered"
)

// ErrMalformed is an event that will never be understood.
var ErrMalformed = errors.New("the event cannot be understood")

// Run consumes until the context ends.
func (c *Consumer) Run(ctx context.Context) {
	for _, t := range c.Types {
		for _, outcome := range []string{processed, retried, deadLettered} {
			c.Metrics.Processed.WithLabelValues(c.Exchange+":"+t, outcome)
		}
	}
	keepConnected(ctx, c.URL, "consumer", c.Log, c.session)
}

func (c *Consumer) session(ctx context.Context, conn *amqp.Connection, established func()) error {
	channel, err := conn.Channel()
	if err != nil {
		return err
	}
	closed := channel.NotifyClose(make(chan *amqp.Error, 1))
	deliveries, err := c.open(channel)
	if err != nil {
		return err
	}
	established()
	c.Log.Info("events are heard", "messaging_destination_name", c.Queue)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case d, open := <-deliveries:
			if !open {
				return closeError(<-closed)
			}
			if err := c.process(ctx, d, closed); err != nil {
				return err
			}
		}
	}
}

func (c *Consumer) open(channel *amqp.Channel) (<-chan amqp.Delivery, error) {
	if err := declareExchange(channel, c.Exchange); err != nil {
		return nil, err
	}
	dead := c.Queue + ".dead"
	quorum := amqp.Table{amqp.QueueTypeArg: amqp.QueueTypeQuorum}
	if _, err := channel.QueueDeclare(dead, true, false, false, false, quorum); err != nil {
		return nil, fmt.Errorf("declare queue %s: %w", dead, err)
	}
	withDead := amqp.Table{amqp.QueueTypeArg: amqp.QueueTypeQuorum, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": dead}
	if _, err := channel.QueueDeclare(c.Queue, true, false, false, false, withDead); err != nil {
		return nil, fmt.Errorf("declare queue %s: %w", c.Queue, err)
	}
	for _, t := range c.Types {
		if err := channel.QueueBind(c.Queue, t, c.Exchange, false, nil); err != nil {
			return nil, fmt.Errorf("bind queue %s: %w", c.Queue, err)
		}
	}
	if err := channel.Qos(prefetch, 0, false); err != nil {
		return nil, err
	}
	return channel.Consume(c.Queue, "", false, false, false, false, nil)
}

// process deals with one message in the trace that it brings. While that fails for a passing
// reason the message stays unacknowledged and is tried again; so nothing is lost, and the
// broker counts no deliveries. Error: the connection ended.
func (c *Consumer) process(ctx context.Context, d amqp.Delivery, closed <-chan *amqp.Error) error {
	delay := backoff.NewExponentialBackOff()
	delay.InitialInterval, delay.MaxInterval = 100*time.Millisecond, 5*time.Second
	for {
		err := c.handle(ctx, d)
		switch {
		case err == nil:
			return d.Ack(false)
		case errors.Is(err, ErrMalformed):
			c.Log.ErrorContext(ctx, "an event cannot be understood and goes to the dead letters",
				"event_id", d.MessageId, "messaging_destination_name", c.Queue, "error", err.Error())
			return d.Reject(false)
		}
		c.Log.WarnContext(ctx, "an event could not be dealt with and will be tried again", "event_id", d.MessageId, "error", err.Error())
		select {
		case <-ctx.Done():
			return ctx.Err()
		case reason := <-closed:
			return closeError(reason)
		case <-time.After(delay.NextBackOff()):
		}
	}
}

func (c *Consumer) handle(ctx context.Context, d amqp.Delivery) error {
	destination := c.Exchange + ":" + d.RoutingKey
	ctx, span := telemetry.Tracer().Start(otel.GetTextMapPropagator().Extract(ctx, headers(d.Headers)), "process "+destination,
		trace.WithSpanKind(trace.SpanKindConsumer),
		trace.WithAttributes(
			semconv.MessagingSystemRabbitMQ,
			semconv.MessagingOperationTypeProcess,
			semconv.MessagingOperationName("process"),
			semconv.MessagingDestinationName(destination),
			semconv.MessagingRabbitMQDestinationRoutingKey(d.RoutingKey),
			semconv.MessagingMessageID(d.MessageId),
			semconv.MessagingMessageBodySize(len(d.Body)),
		))
	defer span.End()
	start, outcome := time.Now(), processed
	err := c.Handle(ctx, d.Body)
	if err != nil {
		outcome = retried
		if errors.Is(err, ErrMalformed) {
			outcome = deadLettered
		}
		span.SetStatus(codes.Error, err.Error())
	}
	telemetry.ObserveWithTrace(ctx, c.Metrics.Processed.WithLabelValues(destination, outcome), time.Since(start).Seconds())
	return err
}
