// Package order is the domain: what an order is, how it may change and what it costs.
// It imports no framework, no database and no HTTP.
package order

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Order is one customer's order. The exported JSON is the public representation; whatever
// only the saga needs is not part of it.
type Order struct {
	ID              uuid.UUID `json:"id"`
	Number          string    `json:"number"`
	CustomerID      uuid.UUID `json:"customer_id"`
	Status          Status    `json:"status"`
	StatusReason    *string   `json:"status_reason"`
	Currency        string    `json:"currency"`
	Items           []Item    `json:"items"`
	Subtotal        Money     `json:"subtotal"`
	Tax             Money     `json:"tax"`
	Shipping        Money     `json:"shipping"`
	Total           Money     `json:"total"`
	Refunded        Money     `json:"refunded"`
	ShippingAddress Address   `json:"shipping_address"`
	Note            *string   `json:"note"`
	PaymentID       *string   `json:"payment_id"`
	ReservationID   *string   `json:"reservation_id"`
	TrackingNumber  *string   `json:"tracking_number"`
	CreatedAt       Timestamp `json:"created_at"`
	UpdatedAt       Timestamp `json:"updated_at"`
	Version         int       `json:"version"`
	TraceID         string    `json:"trace_id"`

	Customer      Customer       `json:"-"`
	PaymentMethod *PaymentMethod `json:"-"` // gone once nothing is left to charge
	Rejection     *Rejection     `json:"-"`
	Step          Step           `json:"-"`
	Attempts      int            `json:"-"`
	Traceparent   string         `json:"-"` // of the request that created the order
	DecidedAt     *time.Time     `json:"-"` // when it was confirmed or rejected
	StatusSince   time.Time      `json:"-"`

	changes []Change
}

// Item is one line of an order. Name and prices are those of the catalogue at the time of the
// reservation; until then they are empty and zero.
type Item struct {
	SKU       string `json:"sku"`
	Name      string `json:"name"`
	Quantity  int64  `json:"quantity"`
	UnitPrice Money  `json:"unit_price"`
	LineTotal Money  `json:"line_total"`
}

// Address is where the order goes; Country is ISO 3166-1 alpha-2.
type Address struct {
	Name       string  `json:"name" validate:"required,max=200,line,printable"`
	Line1      string  `json:"line1" validate:"required,max=200,line,printable"`
	Line2      *string `json:"line2,omitempty" validate:"omitempty,max=200,no_line,printable"` // "" is as good as absent
	City       string  `json:"city" validate:"required,max=120,line,printable"`
	PostalCode string  `json:"postal_code" validate:"required,max=20,line,printable"`
	Country    string  `json:"country" validate:"required,iso3166_1_alpha2"`
}

// Customer is what the order keeps of the account, as it was when the order was placed.
type Customer struct {
	ID    uuid.UUID
	Name  string
	Email string
	Phone string
}

// PaymentMethod names a card by the gateway's token; a card number never comes here.
type PaymentMethod struct {
	Type  string `json:"type" validate:"required,oneof=card"`
	Token string `json:"token" validate:"required,max=128,card_token"`
}

// Rejection says why an order was rejected, in the terms of the service that said no.
type Rejection struct {
	Code        string       `json:"code"` // a code of contracts/problems.yaml
	DeclineCode string       `json:"decline_code,omitempty"`
	SKUs        []string     `json:"skus,omitempty"`
	Detail      string       `json:"detail,omitempty"`
	Errors      []FieldError `json:"errors,omitempty"`
}

// Place makes a pending order of a valid request. Lines of the same SKU become one.
func Place(customer Customer, req Request, trace Trace, now time.Time) *Order {
	o := &Order{
		ID:              NewID(),
		CustomerID:      customer.ID,
		Currency:        Currency,
		ShippingAddress: req.ShippingAddress.tidy(),
		Note:            req.Note,
		CreatedAt:       stamp(now),
		TraceID:         trace.ID,
		Traceparent:     trace.Parent,
		Customer:        customer,
		PaymentMethod:   &req.PaymentMethod,
		Step:            StepCreated,
	}
	zero := Money{Currency: Currency}
	o.Subtotal, o.Tax, o.Shipping, o.Total, o.Refunded = zero, zero, zero, zero, zero
	for _, r := range req.Items {
		i := slices.IndexFunc(o.Items, func(item Item) bool { return item.SKU == r.SKU })
		if i >= 0 {
			o.Items[i].Quantity += r.Quantity
			continue
		}
		o.Items = append(o.Items, Item{SKU: r.SKU, Quantity: r.Quantity, UnitPrice: zero, LineTotal: zero})
	}
	o.enter(Pending, Actor{Role: "customer", ID: customer.ID.String()}, "", now)
	return o
}

// Trace is where an order came from: the trace id for people, the W3C traceparent for programs.
type Trace struct {
	ID     string
	Parent string
}

// FormatNumber makes the number that people use: ORD-2026-000123.
func FormatNumber(at time.Time, sequence int64) string {
	return fmt.Sprintf("ORD-%d-%06d", at.UTC().Year(), sequence)
}

// NewID returns a UUIDv7: time-ordered, so that indexes grow at one end.
func NewID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// Timestamp is a time whose JSON is RFC 3339 in UTC with milliseconds, always three digits.
type Timestamp struct{ time.Time }

// stamp has the precision of the database, so that an order reads the same before and after.
func stamp(t time.Time) Timestamp { return Timestamp{t.UTC().Truncate(time.Microsecond)} }

// MarshalJSON implements json.Marshaler.
func (t Timestamp) MarshalJSON() ([]byte, error) {
	return []byte(t.UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *Timestamp) UnmarshalJSON(b []byte) error { return t.Time.UnmarshalJSON(b) }
