// Package saga drives an order from placed to confirmed or rejected over three services, and
// undoes what was done for an order that came to nothing. Every step is idempotent by order
// id and its outcome is stored, so another process can go on where one died.
package saga

import (
	"context"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"oms-lab/order-service/clients"
	"oms-lab/order-service/order"
	"oms-lab/order-service/postgres"
	"oms-lab/order-service/telemetry"
)

const (
	// MaxBudget is the longest that one run may take. Leases last longer than any run, so two
	// runs for one order never overlap; a crash frees the order after leaseFor.
	MaxBudget = 7 * time.Second
	leaseFor  = MaxBudget + 3*time.Second

	undoBudget   = 2 * time.Second // for compensating while somebody waits for the answer
	storeTimeout = 3 * time.Second // for the last writes of a run whose time is over
)

// Saga has all that an order needs.
type Saga struct {
	DB        *postgres.DB
	Users     *clients.Users
	Inventory *clients.Inventory
	Payments  *clients.Payments
	Metrics   *telemetry.Metrics
	Log       *slog.Logger
	// Budget is how long a customer waits for an order to be confirmed or rejected.
	Budget time.Duration
}

// NewLease is a lease long enough for any run.
func NewLease() postgres.Lease { return postgres.NewLease(leaseFor) }

// Fulfil works on a new order, under the lease with which it was stored, until it is
// confirmed or rejected or the budget is spent; then it is still pending and the recovery
// worker goes on. A customer who hangs up does not stop it.
func (s *Saga) Fulfil(ctx context.Context, o *order.Order, lease postgres.Lease) *order.Order {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Budget)
	defer cancel()
	ctx, span := telemetry.Tracer().Start(ctx, "saga fulfil", trace.WithAttributes(spanAttributes(o)...))
	defer span.End()

	o, err := s.advance(ctx, o, lease, persistent)
	describe(span, o, err)
	if err != nil {
		s.Log.WarnContext(ctx, "order "+o.Number+" could not be finished in time and stays pending",
			"order_id", o.ID, "step", o.Step, "error", err.Error())
		s.giveBack(ctx, o, lease)
	}
	return o
}

// advance takes step after step until the order is no longer pending. It answers the order as
// far as it came.
func (s *Saga) advance(ctx context.Context, o *order.Order, lease postgres.Lease, patience patience) (*order.Order, error) {
	for o.Status == order.Pending {
		next, err := s.step(ctx, o, lease, patience)
		if err != nil {
			return o, err
		}
		o = next
	}
	s.finished(ctx, o)
	if o.Status == order.Rejected {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoBudget)
		defer cancel()
		s.undo(ctx, o, lease, rejectionUndoes(o))
	}
	return o, nil
}

// giveBack lets go of an order that could not be finished.
func (s *Saga) giveBack(ctx context.Context, o *order.Order, lease postgres.Lease) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
	defer cancel()
	if err := s.DB.ReleaseOrder(ctx, o.ID, lease, retryDelay(o.Attempts)); err != nil {
		s.Log.WarnContext(ctx, "the lease on order "+o.Number+" could not be given back and will end by itself",
			"order_id", o.ID, "error", err.Error())
	}
}

// finished counts and tells the end of a saga.
func (s *Saga) finished(ctx context.Context, o *order.Order) {
	took := time.Since(o.CreatedAt.Time)
	telemetry.ObserveWithTrace(ctx, s.Metrics.OrderProcessing, took.Seconds())
	if o.Status == order.Confirmed {
		s.Metrics.OrderValue.WithLabelValues(o.Currency).Add(float64(o.Total.AmountMinor))
		s.Log.InfoContext(ctx, "order "+o.Number+" is confirmed", "order_id", o.ID, "customer_id", o.CustomerID,
			"payment_id", o.PaymentID, "duration_ms", took.Milliseconds())
		return
	}
	s.Log.InfoContext(ctx, "order "+o.Number+" is "+string(o.Status), "order_id", o.ID, "customer_id", o.CustomerID,
		"reason", o.StatusReason, "duration_ms", took.Milliseconds())
}

// retryDelay is how long an order waits for its next attempt: 1, 2, 4, then 5 seconds.
func retryDelay(attempts int) time.Duration {
	return min(time.Second<<min(attempts, 10), 5*time.Second)
}

func spanAttributes(o *order.Order) []attribute.KeyValue {
	return []attribute.KeyValue{
		attribute.String("oms.order.id", o.ID.String()),
		attribute.Int("oms.sku.count", len(o.Items)),
	}
}

func describe(span trace.Span, o *order.Order, err error) {
	span.SetAttributes(attribute.String("oms.order.status", string(o.Status)))
	if err != nil {
		span.SetAttributes(attribute.String("oms.saga.step", string(o.Step)))
		span.SetStatus(codes.Error, err.Error())
	}
}
