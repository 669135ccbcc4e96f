package saga

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"oms-lab/order-service/order"
)

// Cancel cancels an order and undoes what was done for it; what cannot be undone at once the
// recovery worker undoes later. Cancelling a cancelled order changes nothing.
// Errors: *order.TransitionError, order.ErrBusy, order.ErrNotFound, order.ErrUnavailable.
func (s *Saga) Cancel(ctx context.Context, id uuid.UUID, actor order.Actor, reason string) (*order.Order, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Budget)
	defer cancel()
	lease := NewLease()
	var undo []order.Compensation
	for {
		o, err := s.DB.Change(ctx, id, lease, func(o *order.Order) ([]order.Compensation, error) {
			if o.Status == order.Cancelled {
				undo = nil
				return nil, nil
			}
			undo = cancellationUndoes(o)
			return undo, o.Cancel(actor, reason, time.Now())
		})
		if errors.Is(err, order.ErrBusy) && waitForTurn(ctx) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(o.Changes()) > 0 {
			s.Log.InfoContext(ctx, "order "+o.Number+" is cancelled", "order_id", o.ID, "customer_id", o.CustomerID)
			s.undo(ctx, o, lease, undo)
		}
		return o, nil
	}
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
