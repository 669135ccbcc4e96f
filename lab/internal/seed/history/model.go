// Package history makes up what a month of business leaves behind: customers, orders with everything that happened to
// them, payments, reservations, and the deliveries that made them possible. It is pure: it reads no clock and
// no database, so one seed makes one history.
package history

import (
	"time"

	"github.com/google/uuid"

	"oms-lab/contracts/client/orders"
)

// Shape is what a history is made from.
type Shape struct {
	// Orders is how many are placed between From and Until, by at least Customers customers.
	Orders, Customers int
	From, Until       time.Time
	Seed              uint64
	Pricing           orders.Pricing
	Catalogue         []Product
	// Warehouses are those that every product is stocked in, Countries where each country is.
	Warehouses []Warehouse
	Countries  map[string]Point
	// Known are the demo customers of earlier runs.
	Known []Account
	// Operator is who serves the customers.
	Operator uuid.UUID
}

// Product is an item of the catalogue.
type Product struct {
	SKU, Name  string
	PriceMinor int64
	Available  int
}

// Point is a place on the globe, in degrees.
type Point struct{ Latitude, Longitude float64 }

// Warehouse is where goods lie.
type Warehouse struct {
	Code string
	Point
}

// Account is a customer.
type Account struct {
	Person
	// Number is the n of DemoPerson.
	Number    int
	ID        uuid.UUID
	Phone     string
	CreatedAt time.Time
}

// History is all that happened.
type History struct {
	Shape
	// Registered are the customers that no earlier run has made, oldest first.
	Registered []Account
	// Orders are in the order in which they were placed.
	Orders []Order
	// Deliveries filled the warehouses.
	Deliveries []Movement
}

// Status is where an order stands.
type Status string

// The statuses of an order.
const (
	Pending    Status = "pending"
	Confirmed  Status = "confirmed"
	Rejected   Status = "rejected"
	Processing Status = "processing"
	Shipped    Status = "shipped"
	Delivered  Status = "delivered"
	Cancelled  Status = "cancelled"
	Refunded   Status = "refunded"
)

// Statuses lists every status in the order in which an order may pass through them.
var Statuses = []Status{Pending, Confirmed, Rejected, Processing, Shipped, Delivered, Cancelled, Refunded}

// Order is one order with everything that the services know of it.
type Order struct {
	ID       uuid.UUID
	Customer *Account
	Lines    []Line
	Note     *string
	// Number is given by the order-service's own sequence.
	Number string

	Status                         Status
	Reason                         string
	Subtotal, Tax, Shipping, Total int64
	Rejection                      *Rejection
	Tracking                       string
	TraceID, Traceparent           string
	Version                        int
	CreatedAt                      time.Time
	// Changes are the order's history, oldest first.
	Changes []Change

	// Payment and Reservation are nil when it did not come to that.
	Payment     *Payment
	Reservation *Reservation
}

// Line is one product of an order; name and price stay empty when it was never reserved.
type Line struct {
	SKU, Name  string
	Quantity   int
	PriceMinor int64
	// Allocations say where the pieces came from.
	Allocations []Allocation
}

// Allocation is pieces from one warehouse.
type Allocation struct {
	Warehouse string
	Quantity  int
}

// Change is one entry of an order's history.
type Change struct {
	Status Status
	Actor  string
	Reason string
	At     time.Time
}

// Rejection says why an order was rejected, as order-service keeps it.
type Rejection struct {
	Code        string   `json:"code"`
	DeclineCode string   `json:"decline_code,omitempty"`
	SKUs        []string `json:"skus,omitempty"`
}

// Reservation is an order's hold on stock.
type Reservation struct {
	ID     uuid.UUID
	Status string
	// At is when the pieces were held, ChangedAt when the hold ended.
	At, ChangedAt time.Time
	Movements     []Movement
}

// Movement is a row of the stock ledger; its quantity is the change of what is available.
type Movement struct {
	ID             uuid.UUID
	SKU, Warehouse string
	Kind           string
	Quantity       int
	Reason         string
	At             time.Time
}

// Payment is the charge of an order.
type Payment struct {
	ID uuid.UUID
	// Status is captured, declined, partially_refunded or refunded.
	Status      string
	Brand       string
	DeclineCode string
	At          time.Time
	// DecidedAt is when the card gateway answered.
	DecidedAt time.Time
	Authorize uuid.UUID
	// Capture is the ledger's second row of an approved charge.
	Capture uuid.UUID
	Refunds []Refund
}

// Refund is money that went back.
type Refund struct {
	ID, Transaction uuid.UUID
	Minor           int64
	Reason          string
	RequestedBy     string
	At, DoneAt      time.Time
}

// Refunded is what has gone back in all.
func (p *Payment) Refunded() int64 {
	var sum int64
	for _, r := range p.Refunds {
		sum += r.Minor
	}
	return sum
}

// Captured is what was charged for the order.
func (o *Order) Captured() int64 {
	if o.Payment == nil || o.Payment.Status == "declined" {
		return 0
	}
	return o.Total
}

// Refunded is what went back of it.
func (o *Order) Refunded() int64 {
	if o.Payment == nil {
		return 0
	}
	return o.Payment.Refunded()
}

// DecidedAt is when the order was confirmed or rejected: every order of a history was.
func (o *Order) DecidedAt() time.Time { return o.Changes[1].At }

// StatusSince is when the order's status changed last.
func (o *Order) StatusSince() time.Time { return o.Changes[len(o.Changes)-1].At }

// UpdatedAt is when the order changed last.
func (o *Order) UpdatedAt() time.Time {
	at := o.StatusSince()
	if o.Payment != nil && len(o.Payment.Refunds) > 0 {
		if refunded := o.Payment.Refunds[len(o.Payment.Refunds)-1].DoneAt; refunded.After(at) {
			return refunded
		}
	}
	return at
}
