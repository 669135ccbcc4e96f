package saga

import (
	"context"
	"time"

	"github.com/google/uuid"

	"oms-lab/order-service/order"
)

// PaymentRefunded learns from payment-service how much of an order's money went back in all. It
// may be told twice and in any order: the greatest amount counts.
// Errors: order.ErrNotFound, order.ErrOtherCurrency, order.ErrUnavailable.
func (s *Saga) PaymentRefunded(ctx context.Context, id uuid.UUID, inAll order.Money, reason string) error {
	o, err := s.DB.Note(ctx, id, func(o *order.Order) error {
		if inAll.Currency != o.Currency {
			return order.ErrOtherCurrency
		}
		o.NoteRefund(inAll, reason, time.Now())
		return nil
	})
	if err == nil && len(o.Changes()) > 0 {
		s.Log.InfoContext(ctx, "order "+o.Number+" is "+string(o.Status), "order_id", o.ID, "customer_id", o.CustomerID, "reason", reason)
	}
	return err
}
