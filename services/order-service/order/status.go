package order

import (
	"fmt"
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

// System is the actor of everything that the saga decides.
var System = Actor{Role: "system", ID: "order-service"}

func (a Actor) String() string { return a.Role + ":" + a.ID }

// Change is one entry of an order's history.
type Change struct {
	Status Status    `json:"status"`
	From   *Status   `json:"from"`
	Actor  string    `json:"actor"`
	Reason *string   `json:"reason"`
	At     Timestamp `json:"at"`
}

// Changes returns what happened to the order since it was loaded: each is one row of its
// history and one event.
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
	c := Change{Status: next, Actor: actor.String(), At: stamp(now)}
	if o.Status != "" {
		from := o.Status
		c.From = &from
	}
	o.Status, o.StatusReason = next, nil
	if reason != "" {
		c.Reason, o.StatusReason = &reason, &reason
	}
	o.Touch(now)
	o.changes = append(o.changes, c)
}

// Touch marks the public representation as changed.
func (o *Order) Touch(now time.Time) {
	o.Version++
	o.UpdatedAt = stamp(now)
}

// TransitionError is a change that the state machine does not know.
type TransitionError struct{ From, To Status }

func (e *TransitionError) Error() string {
	return fmt.Sprintf("an order that is %s cannot become %s", e.From, e.To)
}
