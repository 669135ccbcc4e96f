package saga

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"

	"oms-lab/contracts/client/payments"
	"oms-lab/contracts/client/users"

	"oms-lab/order-service/clients"
	"oms-lab/order-service/order"
	"oms-lab/order-service/postgres"
)

// patience says how often a service that does not answer is asked in one run.
type patience uint

const (
	persistent patience = 0 // until the run's time is over: somebody waits
	once       patience = 1 // the next run comes soon enough
)

// step takes the next step of a pending order and stores its outcome.
func (s *Saga) step(ctx context.Context, o *order.Order, lease postgres.Lease, patience patience) (*order.Order, error) {
	switch o.Step {
	case order.StepCreated:
		return s.readCustomer(ctx, o, lease, patience)
	case order.StepCustomer:
		return s.reserve(ctx, o, lease, patience)
	case order.StepReserved:
		// Stored before the first attempt: from here on a charge may exist that we do not know of.
		return s.store(ctx, o, lease, func(o *order.Order) error { o.Step = order.StepCharging; return nil })
	case order.StepCharging:
		return s.charge(ctx, o, lease, patience)
	case order.StepCharged:
		return s.commit(ctx, o, lease, patience)
	default:
		return nil, fmt.Errorf("a pending order cannot be at step %q", o.Step)
	}
}

func (s *Saga) readCustomer(ctx context.Context, o *order.Order, lease postgres.Lease, patience patience) (*order.Order, error) {
	user, err := ask(ctx, patience, func() (users.User, error) { return s.Users.Get(ctx, o.CustomerID) })
	switch refusal := clients.Refused(err); {
	case refusal != nil:
		return s.reject(ctx, o, lease, "customer_unknown", order.Rejection{Code: "conflict", Detail: "The account does not exist any more."})
	case err != nil:
		return nil, err
	case !user.Active:
		return s.reject(ctx, o, lease, "customer_inactive", order.Rejection{Code: "conflict", Detail: "The account is not active."})
	}
	return s.store(ctx, o, lease, func(o *order.Order) error {
		o.Customer.Name, o.Customer.Email, o.Customer.Phone = user.Name, user.Email, user.Phone
		o.Step = order.StepCustomer
		return nil
	})
}

func (s *Saga) reserve(ctx context.Context, o *order.Order, lease postgres.Lease, patience patience) (*order.Order, error) {
	reservation, err := ask(ctx, patience, func() (clients.Reservation, error) { return s.Inventory.Reserve(ctx, o) })
	if refusal := clients.Refused(err); refusal != nil {
		reason, why := reserveRefused(refusal)
		return s.reject(ctx, o, lease, reason, why)
	}
	if err != nil {
		return nil, err
	}
	return s.store(ctx, o, lease, func(o *order.Order) error {
		if !o.Price(reservation.Quotes()) {
			return errors.New("inventory-service reserved without naming a usable price for each SKU")
		}
		id := reservation.ReservationID.String()
		o.ReservationID = &id
		o.Step = order.StepReserved
		o.Touch(time.Now())
		return nil
	})
}

func reserveRefused(r *clients.Refusal) (reason string, why order.Rejection) {
	if r.Code == "out_of_stock" {
		return "out_of_stock", order.Rejection{Code: "out_of_stock", SKUs: r.SKUs}
	}
	return "invalid_items", order.Rejection{Code: "invalid_request", Detail: r.Detail, Errors: r.Errors}
}

func (s *Saga) charge(ctx context.Context, o *order.Order, lease postgres.Lease, patience patience) (*order.Order, error) {
	if o.PaymentMethod == nil {
		return nil, errors.New("the order has no payment method")
	}
	payment, err := ask(ctx, patience, func() (payments.Payment, error) { return s.capture(ctx, o) })
	switch refusal := clients.Refused(err); {
	case refusal != nil && refusal.Status == http.StatusPaymentRequired:
		return s.reject(ctx, o, lease, "payment_declined",
			order.Rejection{Code: "payment_declined", DeclineCode: refusal.DeclineCode}, order.ReleaseStock)
	case refusal != nil:
		return s.reject(ctx, o, lease, "payment_refused", order.Rejection{
			Code: "invalid_request", Detail: refusal.Detail,
			Errors: []order.FieldError{{Field: "payment_method.token", Message: "is not accepted"}},
		}, order.ReleaseStock)
	case err != nil:
		return nil, err
	case payment.Status == payments.PaymentStatusRefunded:
		// An operator gave all of it back before we knew of the charge: there is nothing to confirm any more.
		return s.reject(ctx, o, lease, "payment_refunded",
			order.Rejection{Code: "conflict", Detail: "The payment was refunded."}, order.ReleaseStock)
	}
	return s.store(ctx, o, lease, func(o *order.Order) error {
		id := payment.ID.String()
		o.PaymentID = &id
		o.Step = order.StepCharged
		o.Touch(time.Now())
		return nil
	})
}

// capture charges and accepts only a payment that was captured, of which somebody may have given money back since:
// while payment-service does not know the outcome, or is busy with the same order, asking again is the way to learn it.
func (s *Saga) capture(ctx context.Context, o *order.Order) (payments.Payment, error) {
	payment, err := s.Payments.Charge(ctx, o)
	if refusal := clients.Refused(err); refusal != nil && refusal.Status == http.StatusConflict {
		return payment, errors.New(refusal.Error())
	}
	if err != nil {
		return payment, err
	}
	switch payment.Status {
	case payments.PaymentStatusCaptured, payments.PaymentStatusPartiallyRefunded, payments.PaymentStatusRefunded:
		return payment, nil
	default:
		return payment, fmt.Errorf("the payment is %s", payment.Status)
	}
}

// commit makes the reserved stock leave and confirms the order. A reservation can have expired
// while the payment was not reachable: then the stock is reserved anew, and if there is none
// any more the order is rejected and the money goes back.
func (s *Saga) commit(ctx context.Context, o *order.Order, lease postgres.Lease, patience patience) (*order.Order, error) {
	_, err := ask(ctx, patience, func() (struct{}, error) { return struct{}{}, s.Inventory.Commit(ctx, o.ID) })
	if clients.Refused(err) != nil {
		_, err = ask(ctx, patience, func() (clients.Reservation, error) { return s.Inventory.Reserve(ctx, o) })
		if refusal := clients.Refused(err); refusal != nil {
			reason, why := reserveRefused(refusal)
			return s.reject(ctx, o, lease, reason, why, order.ReleaseStock, order.RefundPayment)
		}
		if err == nil {
			err = s.Inventory.Commit(ctx, o.ID)
		}
	}
	if err != nil {
		return nil, err
	}
	return s.store(ctx, o, lease, func(o *order.Order) error { return o.Confirm(time.Now()) })
}

func (s *Saga) store(ctx context.Context, o *order.Order, lease postgres.Lease, fn func(*order.Order) error) (*order.Order, error) {
	return s.DB.Advance(ctx, o.ID, lease, func(o *order.Order) ([]order.Compensation, error) { return nil, fn(o) })
}

func (s *Saga) reject(ctx context.Context, o *order.Order, lease postgres.Lease, reason string, why order.Rejection, undo ...order.Compensation) (*order.Order, error) {
	return s.DB.Advance(ctx, o.ID, lease, func(o *order.Order) ([]order.Compensation, error) {
		return undo, o.Reject(reason, why, time.Now())
	})
}

// ask repeats a question while there is no answer, and gives the last error when time is over.
func ask[T any](ctx context.Context, p patience, question func() (T, error)) (T, error) {
	var last error
	delay := backoff.NewExponentialBackOff()
	delay.InitialInterval, delay.MaxInterval = 100*time.Millisecond, time.Second
	answer, err := backoff.Retry(ctx, func() (T, error) {
		answer, err := question()
		last = err
		if clients.Refused(err) != nil {
			return answer, backoff.Permanent(err)
		}
		return answer, err
	}, backoff.WithBackOff(delay), backoff.WithMaxElapsedTime(0), backoff.WithMaxTries(uint(p)))
	if err != nil && last != nil {
		err = last
	}
	return answer, err
}
