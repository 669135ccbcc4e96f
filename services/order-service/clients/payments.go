package clients

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"oms-lab/order-service/order"
	"oms-lab/order-service/telemetry"
)

// ChargeTimeout is how long one attempt to charge may take: longer than payment-service waits
// for the card gateway, so that its answer is heard.
const ChargeTimeout = 4 * time.Second

// Payments is payment-service, which makes one payment per order however often it is asked.
type Payments struct{ peer *peer }

// PaymentStatus is where a payment stands.
type PaymentStatus string

// The statuses of a payment.
const (
	PaymentPending           PaymentStatus = "pending" // the card gateway has not said yet
	PaymentCaptured          PaymentStatus = "captured"
	PaymentDeclined          PaymentStatus = "declined"
	PaymentPartiallyRefunded PaymentStatus = "partially_refunded"
	PaymentRefunded          PaymentStatus = "refunded"
)

// Payment is the payment of an order.
type Payment struct {
	ID     string        `json:"id"`
	Status PaymentStatus `json:"status"`
}

// NewPayments makes a client of payment-service.
func NewPayments(url string, tokens *Tokens, metrics *telemetry.Metrics) *Payments {
	return &Payments{newPeer("payment-service", url, ChargeTimeout, tokens, metrics)}
}

// Charge captures the order's total, or learns what became of an earlier attempt. The order
// has to have its payment method still.
func (p *Payments) Charge(ctx context.Context, o *order.Order) (payment Payment, err error) {
	err = p.peer.do(ctx, call{
		method: http.MethodPost, path: "/api/v1/payments", template: "/api/v1/payments",
		in: struct {
			OrderID    uuid.UUID            `json:"order_id"`
			CustomerID uuid.UUID            `json:"customer_id"` // who may see the payment
			Amount     order.Money          `json:"amount"`
			Method     *order.PaymentMethod `json:"method"`
		}{o.ID, o.CustomerID, o.Total, o.PaymentMethod},
		out: &payment,
	})
	return payment, err
}

// OfOrder reads the order's payment.
func (p *Payments) OfOrder(ctx context.Context, orderID uuid.UUID) (payment Payment, err error) {
	err = p.peer.do(ctx, call{
		method: http.MethodGet, path: "/api/v1/payments/order/" + orderID.String(),
		template: "/api/v1/payments/order/{order_id}", out: &payment,
	})
	return payment, err
}

// Refund returns all that is left of a payment. The order's id makes the key under which
// payment-service recognises a repetition.
func (p *Payments) Refund(ctx context.Context, paymentID string, orderID uuid.UUID, reason string) error {
	return p.peer.do(ctx, call{
		method: http.MethodPost, path: "/api/v1/payments/" + paymentID + "/refund",
		template: "/api/v1/payments/{id}/refund", in: map[string]string{"reason": reason},
		idempotencyKey: "refund-" + orderID.String(),
	})
}
