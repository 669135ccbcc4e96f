package clients

import (
	"context"
	"time"

	"github.com/google/uuid"

	"oms-lab/contracts/client/payments"

	"oms-lab/order-service/order"
	"oms-lab/order-service/telemetry"
)

// ChargeTimeout is how long one attempt to charge may take: longer than payment-service waits
// for the card gateway, so that its answer is heard.
const ChargeTimeout = 4 * time.Second

// Payments is payment-service, which makes one payment per order however often it is asked.
type Payments struct {
	peer *peer
	api  *payments.Client
}

// NewPayments makes a client of payment-service.
func NewPayments(url string, tokens *Tokens, metrics *telemetry.Metrics) *Payments {
	p := newPeer("payment-service", ChargeTimeout, tokens, metrics)
	return &Payments{peer: p, api: &payments.Client{Server: url + "/", Client: p}}
}

// Charge captures the order's total, or learns what became of an earlier attempt. The order
// has to have its payment method still.
func (p *Payments) Charge(ctx context.Context, o *order.Order) (payment payments.Payment, err error) {
	resp, err := p.api.CreatePayment(ctx, nil, payments.NewPayment{
		OrderID: o.ID, CustomerID: &o.CustomerID, // who may see the payment
		Amount: payments.SettledAmount{
			AmountMinor: o.Total.AmountMinor, Currency: payments.SettledAmountCurrency(o.Total.Currency),
		},
		Method: payments.CardToken{Type: payments.CardTokenType(o.PaymentMethod.Type), Token: o.PaymentMethod.Token},
	}, route("/api/v1/payments"))
	return payment, p.peer.understand(resp, err, &payment)
}

// OfOrder reads the order's payment.
func (p *Payments) OfOrder(ctx context.Context, orderID uuid.UUID) (payment payments.Payment, err error) {
	resp, err := p.api.GetPaymentOfOrder(ctx, orderID, route("/api/v1/payments/order/{order_id}"))
	return payment, p.peer.understand(resp, err, &payment)
}

// Refund returns all that is left of a payment. The order's id makes the key under which
// payment-service recognises a repetition.
func (p *Payments) Refund(ctx context.Context, paymentID, orderID uuid.UUID, reason string) error {
	key := "refund-" + orderID.String()
	resp, err := p.api.RefundPayment(ctx, paymentID, &payments.RefundPaymentParams{IdempotencyKey: &key},
		payments.NewRefund{Reason: reason}, route("/api/v1/payments/{id}/refund"))
	return p.peer.understand(resp, err, nil)
}
