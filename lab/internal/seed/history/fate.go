package history

import (
	"fmt"
	"math"
	"time"
)

// The shares of orders that do not go the straight way. Those of refunds are of the delivered orders.
const (
	outOfStock    = 0.012
	declined      = 0.055
	cancelled     = 0.03
	fullRefund    = 0.022
	partialRefund = 0.016
	withNote      = 1.0 / 12
)

// The warehouse's pace is that of the lab's simulated one at speed 1, a quarter more or less: what is on its way when
// the history ends is carried on by it.
const (
	pickAfter    = time.Minute
	shipAfter    = 3 * time.Minute
	deliverAfter = 10 * time.Minute
)

const (
	system    = "system:order-service"
	warehouse = "system:warehouse"
	payments  = "service:payment-service"
)

var (
	// brands and declines are what cards do, with their weights in a hundred.
	brands         = []string{"visa", "mastercard"}
	brandWeights   = []float64{62, 38}
	declines       = []string{"insufficient_funds", "card_declined", "suspected_fraud", "gateway_timeout"}
	declineWeights = []float64{52, 33, 10, 5}
	refundReasons  = []string{"Returned by the customer", "Arrived damaged", "Arrived too late", "Goodwill"}
)

// teller tells what becomes of orders.
type teller struct {
	random  random
	shape   Shape
	baskets *baskets
}

// order makes up one order from its beginning to where it stands when the history ends.
func (t *teller) order(at time.Time, customer *Account) Order {
	o := Order{ID: t.random.id(at), Customer: customer, CreatedAt: at, TraceID: t.random.hex(16)}
	o.Traceparent = "00-" + o.TraceID + "-" + t.random.hex(8) + "-01"
	if t.random.chance(withNote) {
		o.Note = &Notes[t.random.IntN(len(Notes))]
	}
	o.enter(Pending, "customer:"+customer.ID.String(), "", at)
	if t.random.chance(outOfStock) {
		t.runOut(&o)
		return o
	}
	o.Lines = t.baskets.fill(customer.Address.Country)
	for _, line := range o.Lines {
		o.Subtotal += line.PriceMinor * int64(line.Quantity)
	}
	o.Tax, o.Shipping, o.Total = addUp(t.shape.Pricing, o.Subtotal, customer.Address.Country)
	o.reserve(t.random, at.Add(t.random.between(15*time.Millisecond, 60*time.Millisecond)))
	o.Version++
	if t.random.chance(declined) {
		t.decline(&o)
		return o
	}
	t.confirm(&o)
	t.fulfil(&o)
	return o
}

// enter notes a change of status.
func (o *Order) enter(status Status, actor, reason string, at time.Time) {
	o.Status, o.Reason = status, reason
	o.Changes = append(o.Changes, Change{status, actor, reason, at})
	o.Version++
}

// runOut rejects an order of something scarce: nothing was reserved, so nothing has a price.
func (t *teller) runOut(o *Order) {
	scarce := t.baskets.scarce()
	o.Lines = []Line{{SKU: scarce.SKU, Quantity: 5 + t.random.IntN(20)}}
	o.Rejection = &Rejection{Code: "out_of_stock", SKUs: []string{scarce.SKU}}
	o.enter(Rejected, system, "out_of_stock", o.CreatedAt.Add(t.random.between(30*time.Millisecond, 90*time.Millisecond)))
}

// decline rejects an order whose card the gateway did not take.
func (t *teller) decline(o *Order) {
	code := declines[t.random.weighted(declineWeights)]
	p := t.charge(o)
	p.Status, p.DeclineCode = "declined", code
	if code == "gateway_timeout" {
		p.DecidedAt = p.At.Add(t.random.between(2*time.Second, 4*time.Second))
	}
	p.Authorize = t.random.id(p.DecidedAt)
	rejectedAt := p.DecidedAt.Add(t.random.between(5*time.Millisecond, 20*time.Millisecond))
	o.Rejection = &Rejection{Code: "payment_declined", DeclineCode: code}
	o.enter(Rejected, system, "payment_declined", rejectedAt)
	o.giveBack(t.random, rejectedAt.Add(t.random.between(5*time.Millisecond, 30*time.Millisecond)))
}

// charge opens the order's payment; the gateway takes a log-normal time.
func (t *teller) charge(o *Order) *Payment {
	at := o.Reservation.At.Add(t.random.between(5*time.Millisecond, 20*time.Millisecond))
	latency := time.Duration(math.Exp(t.random.NormFloat64()*0.5) * 0.12 * float64(time.Second)).Truncate(time.Microsecond)
	o.Payment = &Payment{ID: t.random.id(at), Brand: brands[t.random.weighted(brandWeights)], At: at, DecidedAt: at.Add(latency)}
	return o.Payment
}

func (t *teller) confirm(o *Order) {
	p := t.charge(o)
	p.Status = "captured"
	p.Authorize, p.Capture = t.random.id(p.DecidedAt), t.random.id(p.DecidedAt.Add(time.Microsecond))
	o.Version++
	o.commit(t.random, p.DecidedAt.Add(t.random.between(10*time.Millisecond, 40*time.Millisecond)))
	o.enter(Confirmed, system, "", o.Reservation.ChangedAt.Add(t.random.between(5*time.Millisecond, 20*time.Millisecond)))
}

// fulfil sends a confirmed order through the warehouse, as far as it comes before the history ends.
func (t *teller) fulfil(o *Order) {
	at := o.Changes[len(o.Changes)-1].At
	var cancelAt time.Time
	if t.random.chance(cancelled) {
		cancelAt = at.Add(t.random.between(15*time.Second, pickAfter+shipAfter-20*time.Second))
	}
	for _, next := range []struct {
		status Status
		after  time.Duration
	}{{Processing, pickAfter}, {Shipped, shipAfter}, {Delivered, deliverAfter}} {
		at = at.Add(t.random.between(next.after*3/4, next.after*5/4))
		// What has been shipped cannot be cancelled any more.
		if !cancelAt.IsZero() && cancelAt.Before(at) && next.status != Delivered {
			if cancelAt.Before(t.shape.Until) {
				t.cancel(o, cancelAt)
			}
			return
		}
		if !at.Before(t.shape.Until) {
			return
		}
		if next.status == Shipped {
			o.Tracking = trackingNumber(t.random)
		}
		o.enter(next.status, warehouse, "", at)
	}
	t.perhapsRefund(o, at)
}

// cancel brings goods and money back. Operators cancel what customers ask them to on the telephone.
func (t *teller) cancel(o *Order, at time.Time) {
	actor := "customer:" + o.Customer.ID.String()
	if t.random.chance(0.15) {
		actor = "operator:" + t.shape.Operator.String()
	}
	o.enter(Cancelled, actor, "cancelled_on_request", at)
	o.giveBack(t.random, at.Add(t.random.between(10*time.Millisecond, 40*time.Millisecond)))
	t.refund(o, at.Add(t.random.between(50*time.Millisecond, 90*time.Millisecond)), o.Total, "order_cancelled", "order-service")
}

// perhapsRefund lets some customers send their goods back, days after they came.
func (t *teller) perhapsRefund(o *Order, delivered time.Time) {
	full := t.random.chance(fullRefund)
	partial := !full && t.random.chance(partialRefund)
	wait := time.Hour + time.Duration(t.random.ExpFloat64()*float64(60*time.Hour)).Truncate(time.Microsecond)
	at := delivered.Add(wait)
	if !(full || partial) || !at.Add(time.Minute).Before(t.shape.Until) {
		return
	}
	reason := refundReasons[t.random.IntN(len(refundReasons))]
	if partial {
		part := max(1, o.Total*int64(10+t.random.IntN(50))/100)
		t.refund(o, at, part, reason, t.shape.Operator.String())
		return
	}
	t.refund(o, at, o.Total, reason, t.shape.Operator.String())
	o.enter(Refunded, payments, reason, o.Payment.Refunds[0].DoneAt.Add(t.random.between(20*time.Millisecond, 80*time.Millisecond)))
}

func (t *teller) refund(o *Order, at time.Time, minor int64, reason, requestedBy string) {
	done := at.Add(t.random.between(60*time.Millisecond, 400*time.Millisecond))
	o.Payment.Refunds = append(o.Payment.Refunds, Refund{ID: t.random.id(at), Transaction: t.random.id(done),
		Minor: minor, Reason: reason, RequestedBy: requestedBy, At: at, DoneAt: done})
	o.Payment.Status = "partially_refunded"
	if o.Payment.Refunded() == o.Total {
		o.Payment.Status = "refunded"
	}
	o.Version++
}

// trackingNumber is made up as the simulated warehouse makes up its own.
func trackingNumber(random random) string { return fmt.Sprintf("OMS%015d", random.Int64N(1e15)) }
