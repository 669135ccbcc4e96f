package saga

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"golang.org/x/sync/errgroup"

	"oms-lab/order-service/telemetry"
)

const (
	recoveryWorkers = 4
	// runTime ends a run, so that its metrics move and that the workers which found nothing look again: else one of
	// them would be left with all that comes up while it waits for a service that hangs.
	runTime = 2 * time.Second
)

// Recover is one run of the job saga_recovery: it takes up the pending orders on which nobody
// works and the open compensations. An item that cannot be finished yet makes the run an
// error, and waits for its next attempt.
func (s *Saga) Recover(ctx context.Context) (items int, err error) {
	var done, failed atomic.Int64
	var first atomic.Pointer[error]
	end := time.Now().Add(runTime)
	group, groupCtx := errgroup.WithContext(ctx)
	for worker := range recoveryWorkers {
		group.Go(func() error {
			// Half of the workers look for compensations first: orders that wait for a hung service must not
			// keep the stock of cancelled ones from coming back.
			tasks := []task{s.recoverOrder, s.recoverCompensation}
			if worker%2 == 1 {
				slices.Reverse(tasks)
			}
			for time.Now().Before(end) {
				worked, err := recoverNext(groupCtx, tasks)
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

// task works on one order or one compensation. Nothing worked on and no error means that none is due.
type task func(ctx context.Context) (worked bool, err error)

// recoverNext does the first of the tasks that is due.
func recoverNext(ctx context.Context, tasks []task) (worked bool, err error) {
	for _, do := range tasks {
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if worked, err = do(ctx); worked || err != nil {
			return worked, err
		}
	}
	return false, nil
}

// recoverCompensation makes up for something in the trace of the order's change.
func (s *Saga) recoverCompensation(ctx context.Context) (worked bool, err error) {
	lease := NewLease()
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
func (s *Saga) recoverOrder(ctx context.Context) (worked bool, err error) {
	lease := NewLease()
	o, err := s.DB.ClaimOrder(ctx, lease)
	if err != nil || o == nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(telemetry.WithTraceparent(ctx, o.Traceparent), MaxBudget)
	defer cancel()
	ctx, span := telemetry.Tracer().Start(ctx, "saga recover", trace.WithAttributes(
		append(spanAttributes(o), attribute.Int("oms.saga.attempt", o.Attempts))...))
	defer span.End()

	o, err = s.advance(ctx, o, lease, once)
	describe(span, o, err)
	if err != nil {
		s.Log.DebugContext(ctx, "order "+o.Number+" still cannot be finished",
			"order_id", o.ID, "step", o.Step, "attempts", o.Attempts, "error", err.Error())
		s.giveBack(ctx, o, lease)
	}
	return true, err
}
