package rabbitmq

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"oms-lab/order-service/order"
)

// PaymentRefunded is the type of the event by which payment-service tells of a refund.
const PaymentRefunded = "payment.refunded"

// Refunds makes a handler of payment.refunded out of what an order does about it. Payments of
// orders that are not known here are none of our business.
func Refunds(note func(ctx context.Context, orderID uuid.UUID, inAll order.Money, reason string) error) func(context.Context, []byte) error {
	return func(ctx context.Context, body []byte) error {
		var event struct {
			Type string `json:"type"`
			Data struct {
				OrderID  uuid.UUID   `json:"order_id"`
				Refunded order.Money `json:"refunded"`
				Reason   string      `json:"reason"`
			} `json:"data"`
		}
		if err := json.Unmarshal(body, &event); err != nil {
			return fmt.Errorf("%w: %w", ErrMalformed, err)
		}
		data := event.Data
		if event.Type != PaymentRefunded || data.OrderID == uuid.Nil || data.Refunded.AmountMinor <= 0 {
			return fmt.Errorf("%w: no order or no amount", ErrMalformed)
		}
		switch err := note(ctx, data.OrderID, data.Refunded, data.Reason); {
		case errors.Is(err, order.ErrNotFound):
			return nil
		case errors.Is(err, order.ErrOtherCurrency):
			return fmt.Errorf("%w: %w", ErrMalformed, err)
		default:
			return err
		}
	}
}
