package order

import (
	"slices"
	"time"
)

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

// transitions is the whole state machine: what is not here is not allowed.
var transitions = map[Status][]Status{
	Pending:    {Confirmed, Rejected, Cancelled},
	Confirmed:  {Processing, Cancelled},
	Processing: {Shipped, Cancelled},
	Shipped:    {Delivered},
	Delivered:  {Refunded},
}

// Valid says whether s is one of Statuses.
func (s Status) Valid() bool { return slices.Contains(Statuses, s) }

// CanBecome says whether an order in s may change to next.
func (s Status) CanBecome(next Status) bool { return slices.Contains(transitions[s], next) }

// Actor is who changed an order: a person by role and id, or the system itself.
type Actor struct {
	Role string
	ID   string
}

// The actors that are no people: the saga, the simulated warehouse, and payment-service, whose
// refunds can end an order.
var (
	System         = Actor{Role: "system", ID: "order-service"}
	Warehouse      = Actor{Role: "system", ID: "warehouse"}
	PaymentService = Actor{Role: "service", ID: "payment-service"}
)

func (a Actor) String() string { return a.Role + ":" + a.ID }

// Change is one entry of an order's history.
type Change struct {
	// ID numbers the entries of all histories in the order in which they were written.
	ID     int64     `json:"-"`
	Status Status    `json:"status"`
	From   *Status   `json:"from"`
	Actor  string    `json:"actor"`
	Reason *string   `json:"reason"`
	At     Timestamp `json:"at"`

	version int // of the order after the change
}

// SameStatus says that something else than the status changed: a matter for the history, but no event.
func (c Change) SameStatus() bool { return c.From != nil && *c.From == c.Status }

// Changes returns what happened to the order since it was loaded: each is one row of its
// history.
func (o *Order) Changes() []Change { return o.changes }

// Confirm ends the saga well: stock is committed and money captured.
func (o *Order) Confirm(now time.Time) error {
	if err := o.become(Confirmed, System, "", now); err != nil {
		return err
	}
	o.finish()
	return nil
}

// Reject ends the saga without an order; reason is a short code.
func (o *Order) Reject(reason string, why Rejection, now time.Time) error {
	if err := o.become(Rejected, System, reason, now); err != nil {
		return err
	}
	o.Rejection = &why
	o.finish()
	return nil
}

// Cancel ends the order on somebody's wish. The payment method of an order whose charge may
// still be in flight is kept: settling that charge takes it.
func (o *Order) Cancel(actor Actor, reason string, now time.Time) error {
	keep, step := o.PaymentMethod, o.Step
	if err := o.become(Cancelled, actor, reason, now); err != nil {
		return err
	}
	o.finish()
	if step == StepCharging {
		o.PaymentMethod = keep
	}
	return nil
}

// Pick says that the warehouse has begun.
func (o *Order) Pick(actor Actor, reason string, now time.Time) error {
	return o.become(Processing, actor, reason, now)
}

// Ship says that the order has left; trackingNumber is nil for a parcel that nobody follows.
func (o *Order) Ship(trackingNumber *string, actor Actor, reason string, now time.Time) error {
	if err := o.become(Shipped, actor, reason, now); err != nil {
		return err
	}
	o.TrackingNumber = trackingNumber
	return nil
}

// Deliver says that the order has arrived. If all of its money went back on the way it is
// refunded at once.
func (o *Order) Deliver(actor Actor, reason string, now time.Time) error {
	if err := o.become(Delivered, actor, reason, now); err != nil {
		return err
	}
	o.closeIfRefunded("payment_refunded", now)
	return nil
}

// Refund says that the customer of a delivered order gets back what is left of the payment.
func (o *Order) Refund(actor Actor, reason string, now time.Time) error {
	return o.become(Refunded, actor, reason, now)
}

// NoteRefund learns how much went back in all. Hearing of it twice, or late, changes nothing.
func (o *Order) NoteRefund(inAll Money, reason string, now time.Time) {
	if inAll.AmountMinor <= o.Refunded.AmountMinor {
		return
	}
	o.Refunded.AmountMinor = inAll.AmountMinor
	o.Touch(now)
	o.closeIfRefunded(reason, now)
}

func (o *Order) closeIfRefunded(reason string, now time.Time) {
	if o.Status == Delivered && o.Total.AmountMinor > 0 && o.Refunded.AmountMinor >= o.Total.AmountMinor {
		o.enter(Refunded, PaymentService, reason, now)
	}
}

func (o *Order) finish() {
	o.Step = StepDone
	o.PaymentMethod = nil
}

func (o *Order) become(next Status, actor Actor, reason string, now time.Time) error {
	if !o.Status.CanBecome(next) {
		return &TransitionError{From: o.Status, To: next}
	}
	o.enter(next, actor, reason, now)
	return nil
}

func (o *Order) enter(next Status, actor Actor, reason string, now time.Time) {
	c := o.change(next, actor, reason, now)
	o.Status, o.StatusReason, o.StatusSince = next, c.Reason, c.At.Time
	if next == Confirmed || next == Rejected {
		o.DecidedAt = &c.At.Time
	}
	o.changes = append(o.changes, c)
}

// change is the next entry of the order's history, which is a new version of the order.
func (o *Order) change(next Status, actor Actor, reason string, now time.Time) Change {
	o.Touch(now)
	c := Change{Status: next, Actor: actor.String(), At: stamp(now), version: o.Version}
	if o.Status != "" {
		from := o.Status
		c.From = &from
	}
	if reason != "" {
		c.Reason = &reason
	}
	return c
}

// Touch marks the public representation as changed.
func (o *Order) Touch(now time.Time) {
	o.Version++
	o.UpdatedAt = stamp(now)
}
