// Package outbox moves events from the database to the broker: what was committed is
// published at least once, in the order of its commit, well within a second.
package outbox

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"oms-lab/order-service/job"
	"oms-lab/order-service/order"
	"oms-lab/order-service/postgres"
	"oms-lab/order-service/rabbitmq"
	"oms-lab/order-service/telemetry"
)

const (
	batchSize      = 100 // events in flight at a time: sent, but not confirmed
	confirmTimeout = 5 * time.Second
	batchTimeout   = 8 * time.Second
	lastTimeout    = time.Second
)

// Relay publishes the outbox.
type Relay struct {
	db        *postgres.DB
	publisher *rabbitmq.Publisher
	wake      chan struct{}
	job       job.Job
}

// New makes a relay that looks into the outbox when this process has committed an event, and
// at each interval for what others left behind.
func New(db *postgres.DB, publisher *rabbitmq.Publisher, exchange string, interval time.Duration, metrics *telemetry.Metrics, log *slog.Logger) *Relay {
	r := &Relay{db: db, publisher: publisher, wake: make(chan struct{}, 1)}
	r.job = job.Job{Name: "outbox_relay", Interval: interval, Wake: r.wake, Do: r.publish, Metrics: metrics, Log: log}
	db.Committed, publisher.Available = r.Wake, r.Wake
	for _, t := range order.EventTypes() {
		metrics.MessagesSent.WithLabelValues(exchange+":"+t, "success")
		metrics.MessagesSent.WithLabelValues(exchange+":"+t, "error")
	}
	return r
}

// Wake starts a run soon; it never blocks.
func (r *Relay) Wake() {
	select {
	case r.wake <- struct{}{}:
	default: // a run is due anyway
	}
}

// Run publishes until the context ends, and then once more what was committed last.
func (r *Relay) Run(ctx context.Context) {
	r.job.Run(ctx)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastTimeout)
	defer cancel()
	if _, err := r.publish(ctx); err != nil {
		r.job.Log.Warn("events stay in the outbox until the next start", "error", err.Error())
	}
}

// publish empties the outbox batch by batch.
func (r *Relay) publish(ctx context.Context) (total int, err error) {
	// Without a broker that takes messages there is no reason to lock rows; that is an error only
	// if events wait.
	if away := r.publisher.Ready(); away != nil {
		waiting, err := r.db.OutboxWaiting(ctx)
		if err == nil && waiting {
			err = away
		}
		return 0, err
	}
	for {
		n, err := r.batch(ctx)
		total += n
		if err != nil || n < batchSize || ctx.Err() != nil {
			return total, err
		}
	}
}

// batch is not cut off in the middle when the service stops: what the broker has confirmed
// must be marked, or it is published again.
func (r *Relay) batch(ctx context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), batchTimeout)
	defer cancel()
	return r.db.Relay(ctx, batchSize, r.send)
}

func (r *Relay) send(ctx context.Context, events []postgres.OutboxEvent) ([]uuid.UUID, error) {
	messages := make([]rabbitmq.Message, len(events))
	for i, e := range events {
		messages[i] = rabbitmq.Message{ID: e.ID, RoutingKey: e.Type, OrderID: e.OrderID.String(), Body: e.Body, Trace: e.Trace}
	}
	ctx, cancel := context.WithTimeout(ctx, confirmTimeout)
	defer cancel()
	return r.publisher.Publish(ctx, messages)
}
