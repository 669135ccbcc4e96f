package problem

import (
	"context"
	"errors"
	"net/http"

	"oms-lab/order-service/auth"
	"oms-lab/order-service/order"
)

// From finds the problem for an error. What is not known here is internal and its text hidden.
func From(err error) *Problem {
	var (
		problem    *Problem
		invalid    *order.InvalidError
		transition *order.TransitionError
		conflict   *order.ConflictError
		stale      *order.StaleError
		tooLarge   *http.MaxBytesError
	)
	switch {
	case errors.As(err, &problem):
		return problem
	case errors.As(err, &invalid):
		p := New(InvalidRequest, "Some fields are not valid.").because(err)
		p.Errors = invalid.Fields
		return p
	case errors.As(err, &transition):
		return New(InvalidTransition, upperFirst(transition.Error())+".").because(err).
			With("from", transition.From).With("to", transition.To)
	case errors.As(err, &conflict):
		return New(Conflict, conflict.Detail).because(err)
	case errors.As(err, &stale):
		return New(PreconditionFailed, upperFirst(stale.Error())+".").because(err)
	case errors.As(err, &tooLarge):
		return New(PayloadTooLarge, "The body has more than 1048576 bytes.").because(err)
	case errors.Is(err, order.ErrNotFound):
		return New(NotFound, "There is no such order.").because(err)
	case errors.Is(err, order.ErrBusy):
		return New(Conflict, "The order is being worked on; try again in a moment.").because(err)
	case errors.Is(err, order.ErrKeyReused):
		return New(IdempotencyKeyReused, "This Idempotency-Key came before with a different body.").because(err)
	case errors.Is(err, auth.ErrUnauthorized):
		return New(Unauthorized, "The bearer token is missing, expired or not valid.").because(err)
	case errors.Is(err, auth.ErrNoKeys):
		return New(DependencyUnavailable, "Tokens cannot be checked at the moment.").because(err)
	case errors.Is(err, order.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		return New(DependencyUnavailable, "The database does not answer at the moment.").because(err)
	default:
		return New(InternalError, "The request could not be completed. The trace id leads to the cause.").because(err)
	}
}

// FromRejected tells why an order was rejected.
func FromRejected(o *order.Order) *Problem {
	why := o.Rejection
	if why == nil {
		why = &order.Rejection{Code: string(Conflict)}
	}
	var p *Problem
	switch Code(why.Code) {
	case OutOfStock:
		p = New(OutOfStock, "Order "+o.Number+" was rejected: not all items are in stock.").With("skus", nonNil(why.SKUs))
	case PaymentDeclined:
		p = New(PaymentDeclined, "Order "+o.Number+" was rejected: the payment was declined.").With("decline_code", why.DeclineCode)
	case InvalidRequest:
		p = New(InvalidRequest, "Order "+o.Number+" was rejected. "+why.Detail)
		p.Errors = why.Errors
	default:
		p = New(Conflict, "Order "+o.Number+" was rejected. "+why.Detail)
	}
	return p.With("order_id", o.ID)
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func upperFirst(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
