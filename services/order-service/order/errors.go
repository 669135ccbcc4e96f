package order

import (
	"errors"
	"fmt"
	"strings"
)

// The errors that callers tell apart; every other one is internal.
var (
	// ErrNotFound: there is no such order, or not for this caller.
	ErrNotFound = errors.New("order not found")
	// ErrBusy: another process works on the order and did not finish in time.
	ErrBusy = errors.New("the order is being worked on")
	// ErrLeaseLost: the right to work on the order went to another process.
	ErrLeaseLost = errors.New("the lease on the order was lost")
	// ErrUnavailable: the database does not answer.
	ErrUnavailable = errors.New("the database does not answer")
	// ErrKeyReused: the idempotency key belongs to another request.
	ErrKeyReused = errors.New("the idempotency key belongs to another request")
	// ErrOtherCurrency: an amount is in another currency than the order.
	ErrOtherCurrency = errors.New("the order is in another currency")
)

// FieldError names one field of a request and what is wrong with it.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// InvalidError is a request that breaks the rules of its fields.
type InvalidError struct{ Fields []FieldError }

func (e *InvalidError) Error() string {
	names := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		names[i] = f.Field
	}
	return "invalid: " + strings.Join(names, ", ")
}

// Invalid is an InvalidError of one field.
func Invalid(field, message string) error {
	return &InvalidError{Fields: []FieldError{{Field: field, Message: message}}}
}

// TransitionError is a change that the state machine does not know.
type TransitionError struct{ From, To Status }

func (e *TransitionError) Error() string {
	return fmt.Sprintf("an order that is %s cannot become %s", e.From, e.To)
}

// ConflictError is a change that the order is in no state for; its text is for people.
type ConflictError struct{ Detail string }

func (e *ConflictError) Error() string { return e.Detail }

// StaleError is a change that was based on another version than the current one.
type StaleError struct{ Version int }

func (e *StaleError) Error() string { return fmt.Sprintf("the order has version %d now", e.Version) }
