package saga

import (
	"context"
	"fmt"
	"sync/atomic"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"golang.org/x/sync/errgroup"

	"oms-lab/order-service/order"
	"oms-lab/order-service/postgres"
	"oms-lab/order-service/telemetry"
)

const (
	recoveryWorkers = 4
	perWorker       = 25 // items in one run, so that runs end and their metrics move
)

// Recover is one run of the job saga_recovery: it takes up the pending orders on which nobody
// works and the open compensations. An item that cannot be finished yet makes the run an
// error, and waits for its next attempt.
func (s *Saga) Recover(ctx context.Context) (items int, err error) {
	var done, failed atomic.Int64
	var first atomic.Pointer[error]
	group, groupCtx := errgroup.WithContext(ctx)
	for range recoveryWorkers {
		group.Go(func() error {
			for range perWorker {
				worked, err := s.recoverNext(groupCtx)
				switch {
				case err != nil && !worked:
					return err // the database
				case !worked:
					return nil
				case err != nil:
					failed.Add(1)
					first.CompareAndSwap(nil, &err)
				default:
					done.Add(1)
				}
			}
			return nil
		})
	}
	err = group.Wait()
	if n := failed.Load(); err == nil && n > 0 {
		err = fmt.Errorf("%d could not be finished yet, the first because: %w", n, *first.Load())
	}
	return int(done.Load()), err
}

// recoverNext works on one order or one compensation. Nothing worked on and no error means
// that nothing is due.
func (s *Saga) recoverNext(ctx context.Context) (worked bool, err error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	lease := NewLease()
	o, err := s.DB.ClaimOrder(ctx, lease)
	if err != nil {
		return false, err
	}
	if o != nil {
		return true, s.recoverOrder(ctx, o, lease)
	}
	c, err := s.DB.ClaimCompensation(ctx, lease)
	if err != nil || c == nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(telemetry.WithTraceparent(ctx, c.Traceparent), MaxBudget)
	defer cancel()
	if err = s.compensate(ctx, c, lease); err == nil {
		s.Log.InfoContext(ctx, fmt.Sprintf("%s of an order was made up for", c.Kind),
			"order_id", c.OrderID, "compensation", c.Kind, "attempts", c.Attempts)
	}
	return true, err
}

// recoverOrder goes on with an order in the trace that created it.
func (s *Saga) recoverOrder(ctx context.Context, o *order.Order, lease postgres.Lease) error {
	ctx, cancel := context.WithTimeout(telemetry.WithTraceparent(ctx, o.Traceparent), MaxBudget)
	defer cancel()
	ctx, span := telemetry.Tracer().Start(ctx, "saga recover", trace.WithAttributes(
		append(spanAttributes(o), attribute.Int("oms.saga.attempt", o.Attempts))...))
	defer span.End()

	o, err := s.advance(ctx, o, lease, once)
	describe(span, o, err)
	if err != nil {
		s.Log.DebugContext(ctx, "order "+o.Number+" still cannot be finished",
			"order_id", o.ID, "step", o.Step, "attempts", o.Attempts, "error", err.Error())
		s.giveBack(ctx, o, lease)
	}
	return err
}
