package saga

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"oms-lab/order-service/order"
)

// The changes that people make. Each waits for its turn while a saga works on the order, and each
// may expect a version. Errors: *order.StaleError, *order.TransitionError, *order.ConflictError,
// order.ErrBusy, order.ErrNotFound, order.ErrUnavailable.

// Cancel cancels an order and undoes what was done for it; what cannot be undone at once the
// recovery worker undoes later. Cancelling a cancelled order changes nothing.
func (s *Saga) Cancel(ctx context.Context, id uuid.UUID, expected order.Expectation, actor order.Actor, reason string) (*order.Order, error) {
	return s.change(ctx, id, expected, func(o *order.Order) ([]order.Compensation, error) {
		if o.Status == order.Cancelled {
			return nil, nil
		}
		return cancel(o, actor, reason)
	})
}

// Move takes an order to the status that the change asks for. Confirming and rejecting is the saga's, nobody else's.
func (s *Saga) Move(ctx context.Context, id uuid.UUID, expected order.Expectation, actor order.Actor, c order.StatusChange) (*order.Order, error) {
	reason := ""
	if c.Note != nil {
		reason = *c.Note
	}
	return s.change(ctx, id, expected, func(o *order.Order) ([]order.Compensation, error) {
		switch now := time.Now(); c.Status {
		case order.Processing:
			return nil, o.Pick(actor, reason, now)
		case order.Shipped:
			return nil, o.Ship(c.TrackingNumber, actor, reason, now)
		case order.Delivered:
			return nil, o.Deliver(actor, reason, now)
		case order.Refunded:
			return []order.Compensation{order.RefundPayment}, o.Refund(actor, reason, now)
		case order.Cancelled:
			return cancel(o, actor, reason)
		default:
			return nil, &order.TransitionError{From: o.Status, To: c.Status}
		}
	})
}

// Amend changes address and note.
func (s *Saga) Amend(ctx context.Context, id uuid.UUID, expected order.Expectation, actor order.Actor, u order.Update) (*order.Order, error) {
	return s.change(ctx, id, expected, func(o *order.Order) ([]order.Compensation, error) {
		return nil, o.Amend(u, actor, time.Now())
	})
}

func (s *Saga) change(ctx context.Context, id uuid.UUID, expected order.Expectation, fn func(*order.Order) ([]order.Compensation, error)) (*order.Order, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Budget)
	defer cancel()
	lease := NewLease()
	var undo []order.Compensation
	for {
		o, err := s.DB.Change(ctx, id, lease, func(o *order.Order) (_ []order.Compensation, err error) {
			if err := o.Check(expected); err != nil {
				return nil, err
			}
			undo, err = fn(o)
			return undo, err
		})
		if errors.Is(err, order.ErrBusy) && waitForTurn(ctx) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, c := range o.Changes() {
			s.Log.InfoContext(ctx, "order "+o.Number+" is "+string(c.Status), "order_id", o.ID, "customer_id", o.CustomerID,
				"actor", c.Actor, "reason", c.Reason)
		}
		s.undo(ctx, o, lease, undo)
		return o, nil
	}
}

func cancel(o *order.Order, actor order.Actor, reason string) ([]order.Compensation, error) {
	undo := cancellationUndoes(o)
	return undo, o.Cancel(actor, reason, time.Now())
}

// waitForTurn pauses between looks at an order whose saga is running; false when time is over.
func waitForTurn(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(50 * time.Millisecond):
		return true
	}
}

// cancellationUndoes says what an order has to have undone, as it stands before it is
// cancelled. Releasing stock that was never reserved does nothing.
func cancellationUndoes(o *order.Order) []order.Compensation {
	if o.Status == order.Pending && o.Step != order.StepCharging && o.Step != order.StepCharged {
		return []order.Compensation{order.ReleaseStock}
	}
	return []order.Compensation{order.ReleaseStock, order.RefundPayment}
}

// rejectionUndoes says what the saga did for an order that it has rejected.
func rejectionUndoes(o *order.Order) []order.Compensation {
	switch {
	case o.PaymentID != nil:
		return []order.Compensation{order.ReleaseStock, order.RefundPayment}
	case o.ReservationID != nil:
		return []order.Compensation{order.ReleaseStock}
	default:
		return nil
	}
}
