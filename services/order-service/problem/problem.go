// Package problem turns domain errors into RFC 9457 problem documents. It is the only place
// that knows which error has which HTTP status.
package problem

import (
	"encoding/json"
	"maps"
	"net/http"

	"oms-lab/order-service/order"
)

// ContentType is that of a problem document.
const ContentType = "application/problem+json"

// Code is an entry of contracts/problems.yaml.
type Code string

// The codes that this service uses.
const (
	InvalidRequest        Code = "invalid_request"
	Unauthorized          Code = "unauthorized"
	PaymentDeclined       Code = "payment_declined"
	Forbidden             Code = "forbidden"
	NotFound              Code = "not_found"
	MethodNotAllowed      Code = "method_not_allowed"
	OutOfStock            Code = "out_of_stock"
	InvalidTransition     Code = "invalid_transition"
	Conflict              Code = "conflict"
	PreconditionFailed    Code = "precondition_failed"
	PayloadTooLarge       Code = "payload_too_large"
	UnsupportedMediaType  Code = "unsupported_media_type"
	IdempotencyKeyReused  Code = "idempotency_key_reused"
	InternalError         Code = "internal_error"
	DependencyUnavailable Code = "dependency_unavailable"
)

// kinds has the status and title of each code, as in contracts/problems.yaml.
var kinds = map[Code]struct {
	status int
	title  string
}{
	InvalidRequest:        {http.StatusBadRequest, "The request is not valid"},
	Unauthorized:          {http.StatusUnauthorized, "Sign in first"},
	PaymentDeclined:       {http.StatusPaymentRequired, "The payment was declined"},
	Forbidden:             {http.StatusForbidden, "Not allowed"},
	NotFound:              {http.StatusNotFound, "Not found"},
	MethodNotAllowed:      {http.StatusMethodNotAllowed, "Method not allowed"},
	OutOfStock:            {http.StatusConflict, "Out of stock"},
	InvalidTransition:     {http.StatusConflict, "The order cannot change that way"},
	Conflict:              {http.StatusConflict, "The state does not allow it"},
	PreconditionFailed:    {http.StatusPreconditionFailed, "Somebody else was faster"},
	PayloadTooLarge:       {http.StatusRequestEntityTooLarge, "The body is too large"},
	UnsupportedMediaType:  {http.StatusUnsupportedMediaType, "Send JSON"},
	IdempotencyKeyReused:  {http.StatusUnprocessableEntity, "The idempotency key was used for another request"},
	InternalError:         {http.StatusInternalServerError, "Something went wrong on our side"},
	DependencyUnavailable: {http.StatusServiceUnavailable, "A part of the system does not answer"},
}

// Problem is one problem document on its way; as an error it can come out of any handler.
type Problem struct {
	Code   Code
	Detail string
	Errors []order.FieldError

	members map[string]any
	cause   error
}

// New makes a problem; the detail is for people and never shows internals.
func New(code Code, detail string) *Problem { return &Problem{Code: code, Detail: detail} }

// With adds one of the members that contracts/problems.yaml lists for the code.
func (p *Problem) With(member string, value any) *Problem {
	if p.members == nil {
		p.members = map[string]any{}
	}
	p.members[member] = value
	return p
}

func (p *Problem) because(err error) *Problem {
	p.cause = err
	return p
}

// Status is the HTTP status of the problem.
func (p *Problem) Status() int { return kinds[p.Code].status }

func (p *Problem) Error() string {
	if p.cause != nil {
		return p.cause.Error()
	}
	return string(p.Code) + ": " + p.Detail
}

func (p *Problem) Unwrap() error { return p.cause }

// Document renders the problem for one request.
func (p *Problem) Document(instance, traceID string) []byte {
	document := map[string]any{}
	maps.Copy(document, p.members)
	document["type"] = "urn:oms:problem:" + string(p.Code)
	document["title"] = kinds[p.Code].title
	document["status"] = p.Status()
	document["detail"] = p.Detail
	document["instance"] = instance
	document["code"] = p.Code
	document["trace_id"] = traceID
	if len(p.Errors) > 0 {
		document["errors"] = p.Errors
	}
	body, err := json.Marshal(document)
	if err != nil { // members are strings and lists of them
		return []byte(`{"type":"urn:oms:problem:internal_error","status":500,"code":"internal_error"}`)
	}
	return body
}
