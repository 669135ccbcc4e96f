package order

import (
	"errors"
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
