package saga

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"oms-lab/contracts/client/payments"

	"oms-lab/order-service/clients"
	"oms-lab/order-service/order"
	"oms-lab/order-service/postgres"
	"oms-lab/order-service/telemetry"
)

// settleTime is how long a charge may still be on its way to payment-service after its order
// was cancelled: before that, "no payment" is not an answer to rely on.
const settleTime = clients.ChargeTimeout + time.Second

// undo tries each compensation once; the open ones wait for the recovery worker.
func (s *Saga) undo(ctx context.Context, o *order.Order, lease postgres.Lease, kinds []order.Compensation) {
	for _, kind := range kinds {
		c := &postgres.OpenCompensation{OrderID: o.ID, Kind: kind}
		if err := s.compensate(ctx, c, lease); err != nil {
			s.Log.WarnContext(ctx, fmt.Sprintf("%s of order %s failed and will be tried again", kind, o.Number),
				"order_id", o.ID, "compensation", kind, "error", err.Error())
		}
	}
}

// compensate does one compensation and closes it, or gives its lease back.
func (s *Saga) compensate(ctx context.Context, c *postgres.OpenCompensation, lease postgres.Lease) error {
	ctx, span := telemetry.Tracer().Start(ctx, "saga "+string(c.Kind),
		trace.WithAttributes(attribute.String("oms.order.id", c.OrderID.String())))
	defer span.End()

	var err error
	switch c.Kind {
	case order.ReleaseStock:
		err = s.releaseStock(ctx, c)
	case order.RefundPayment:
		err = s.refundPayment(ctx, c)
	}
	store, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
	defer cancel()
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
		return errors.Join(err, s.DB.ReleaseCompensation(store, c.OrderID, c.Kind, lease, retryDelay(c.Attempts)))
	}
	return s.DB.CloseCompensation(store, c.OrderID, c.Kind, lease)
}

func (s *Saga) releaseStock(ctx context.Context, c *postgres.OpenCompensation) error {
	err := s.Inventory.Release(ctx, c.OrderID)
	if refusal := clients.Refused(err); refusal != nil && refusal.Status == http.StatusNotFound {
		return nil // nothing was ever reserved
	}
	return err
}

func (s *Saga) refundPayment(ctx context.Context, c *postgres.OpenCompensation) error {
	payment, err := s.Payments.OfOrder(ctx, c.OrderID)
	if refusal := clients.Refused(err); refusal != nil && refusal.Status == http.StatusNotFound {
		return s.noPayment(ctx, c)
	}
	if err != nil {
		return err
	}
	if payment.Status == payments.PaymentStatusPending {
		if payment, err = s.settle(ctx, c); err != nil {
			return err
		}
	}
	switch payment.Status {
	case payments.PaymentStatusDeclined, payments.PaymentStatusRefunded:
		return nil
	case payments.PaymentStatusCaptured, payments.PaymentStatusPartiallyRefunded:
		o, err := s.DB.Get(ctx, c.OrderID)
		if err != nil {
			return err
		}
		err = s.Payments.Refund(ctx, payment.ID, c.OrderID, "order_"+string(o.Status))
		if refusal := clients.Refused(err); refusal != nil && refusal.Code == "refund_exceeds_captured" {
			return nil // everything went back before
		}
		return err
	default:
		return fmt.Errorf("the payment is %s", payment.Status)
	}
}

// noPayment is believed for an order whose money was never captured, as soon as no charge can
// be under way any more.
func (s *Saga) noPayment(ctx context.Context, c *postgres.OpenCompensation) error {
	o, err := s.DB.Get(ctx, c.OrderID)
	if err != nil {
		return err
	}
	if o.PaymentID != nil {
		return fmt.Errorf("payment-service does not know payment %s", *o.PaymentID)
	}
	if c.Age < settleTime {
		return errors.New("a charge may still be under way")
	}
	return nil
}

// settle makes payment-service ask the card gateway what became of a charge.
func (s *Saga) settle(ctx context.Context, c *postgres.OpenCompensation) (payments.Payment, error) {
	o, err := s.DB.Get(ctx, c.OrderID)
	if err != nil {
		return payments.Payment{}, err
	}
	if o.PaymentMethod == nil {
		return payments.Payment{}, errors.New("the payment is pending")
	}
	payment, err := s.Payments.Charge(ctx, o)
	if refusal := clients.Refused(err); refusal != nil && refusal.Status == http.StatusPaymentRequired {
		return payments.Payment{Status: payments.PaymentStatusDeclined}, nil
	}
	return payment, err
}
