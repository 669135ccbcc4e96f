package reconcile

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// transitions is the state machine of orders, as order-service has it.
var transitions = map[string][]string{
	"":           {"pending"},
	"pending":    {"confirmed", "rejected", "cancelled"},
	"confirmed":  {"processing", "cancelled"},
	"processing": {"shipped", "cancelled"},
	"shipped":    {"delivered"},
	"delivered":  {"refunded"},
}

// sold are the statuses of orders that were paid and whose goods have left.
var sold = []string{"confirmed", "processing", "shipped", "delivered", "refunded"}

// judge holds the rules about single orders. Whatever it cannot fault in one look may still be on its way: orders are
// read first, and the other services only afterwards.
type judge struct {
	// now is the moment at which the orders were read.
	now time.Time
	// budget is how long an order may be pending.
	budget time.Duration
	// since limits the confirmation mails that are checked.
	since time.Time
	// noMail are the customers who want none.
	noMail map[string]bool
	totals Totals
	// announced are the confirmation events whose mails must be in the inbox, with their orders.
	announced map[uuid.UUID]string

	settled, history, paid, soldStock, unsoldStock, unsoldMoney, refundedOrders, sameRefunds,
	knownOrders, paymentLedger, refundBound, cardGateway, mails Invariant
}

func newJudge(now time.Time, budget time.Duration, since time.Time, noMail map[string]bool) *judge {
	return &judge{now: now, budget: budget, since: since, noMail: noMail,
		totals: Totals{Orders: map[string]int{}}, announced: map[uuid.UUID]string{},
		settled:        Invariant{Name: "orders_settled", Rule: "no order is pending for longer than its budget"},
		history:        Invariant{Name: "order_history", Rule: "an order's history is a path of the state machine, to its status"},
		paid:           Invariant{Name: "sold_is_paid", Rule: "a confirmed order, and what becomes of it, has a captured payment of exactly its total"},
		soldStock:      Invariant{Name: "sold_has_left", Rule: "a confirmed order, and what becomes of it, has a committed reservation of exactly its items"},
		unsoldStock:    Invariant{Name: "unsold_holds_nothing", Rule: "a rejected or cancelled order holds no stock"},
		unsoldMoney:    Invariant{Name: "unsold_is_not_paid", Rule: "a rejected or cancelled order has captured - refunded = 0, and no charge under way"},
		refundedOrders: Invariant{Name: "refunded_in_full", Rule: "a refunded order has got its whole total back"},
		sameRefunds:    Invariant{Name: "refunds_agree", Rule: "what an order says was refunded is what payment-service refunded"},
		knownOrders:    Invariant{Name: "orders_are_known", Rule: "every reservation and payment belongs to an order, which names it"},
		paymentLedger:  Invariant{Name: "payment_ledger", Rule: "a payment's ledger adds up to its row"},
		refundBound:    Invariant{Name: "refunds_within_captured", Rule: "refunds never exceed what was captured, and add up to the payment's row"},
		cardGateway:    Invariant{Name: "card_gateway", Rule: "the card gateway's books say what the payment says"},
		mails:          Invariant{Name: "confirmation_mails", Rule: "each confirmed order has exactly one confirmation mail, sent"},
	}
}

// invariants are the rules in the order in which a report shows them.
func (j *judge) invariants() []Invariant {
	return []Invariant{j.settled, j.history, j.paid, j.soldStock, j.unsoldStock, j.unsoldMoney, j.refundedOrders, j.sameRefunds,
		j.knownOrders, j.paymentLedger, j.refundBound, j.cardGateway, j.mails}
}

// visit judges one order with what the other services know of it.
func (j *judge) visit(o *order, r *reservation, p *payment, m *mail) {
	if p != nil {
		j.payment(p)
	}
	if o == nil {
		j.orphans(r, p)
		return
	}
	j.totals.Orders[o.Status]++
	j.settled.check(o.Status != "pending" || j.now.Sub(o.CreatedAt) <= j.budget, "%s is pending for %s", o.Number, j.now.Sub(o.CreatedAt).Round(time.Second))
	fault := pathFault(o.Path, o.Status)
	j.history.check(fault == "", "%s: %s", o.Number, fault)
	j.confirmation(o, m)
	if o.Status == "pending" {
		return
	}
	j.references(o, r, p)
	if p != nil {
		j.totals.Captured += p.Captured
		j.totals.Refunded += p.Refunded
	}
	if p != nil || o.Refunded != 0 {
		got := int64(0)
		if p != nil {
			got = p.Refunded
		}
		j.sameRefunds.check(o.Refunded == got, "%s says %d, payment-service %d", o.Number, o.Refunded, got)
	}
	if slices.Contains(sold, o.Status) {
		j.sold(o, r, p)
	} else {
		j.unsold(o, r, p)
	}
}

func (j *judge) sold(o *order, r *reservation, p *payment) {
	j.totals.Sold += o.Total - o.Refunded
	switch {
	case p == nil:
		j.paid.check(false, "%s is %s without a payment", o.Number, o.Status)
	case p.Captured != o.Total || p.Amount != o.Total:
		j.paid.check(false, "%s: total %d, captured %d", o.Number, o.Total, p.Captured)
	default:
		j.paid.check(slices.Contains([]string{"captured", "partially_refunded", "refunded"}, p.Status), "%s is %s, its payment %s", o.Number, o.Status, p.Status)
	}
	switch {
	case r == nil:
		j.soldStock.check(false, "%s is %s without a reservation", o.Number, o.Status)
	case r.Status != "committed":
		j.soldStock.check(false, "%s is %s, its reservation %s", o.Number, o.Status, r.Status)
	default:
		j.soldStock.check(r.Items == o.Items, "%s has the items %s, its reservation %s", o.Number, o.Items, r.Items)
	}
	if o.Status == "refunded" {
		j.refundedOrders.check(p != nil && p.Refunded == o.Total, "%s: total %d, refunded %d", o.Number, o.Total, o.Refunded)
	}
}

func (j *judge) unsold(o *order, r *reservation, p *payment) {
	j.unsoldStock.check(r == nil || !r.holds(), "%s is %s, its reservation %s", o.Number, o.Status, statusOf(r))
	kept := int64(0)
	if p != nil {
		kept = p.Captured - p.Refunded
	}
	j.unsoldMoney.check(kept == 0 && (p == nil || p.Status != "pending"), "%s is %s, its payment %s with %d kept", o.Number, o.Status, paymentStatus(p), kept)
}

func statusOf(r *reservation) string {
	if r == nil {
		return "none"
	}
	return r.Status
}

func paymentStatus(p *payment) string {
	if p == nil {
		return "none"
	}
	return p.Status
}

// references checks that the order names the reservation and the captured payment that exist for it. A declined payment
// is none that an order would name.
func (j *judge) references(o *order, r *reservation, p *payment) {
	if o.ReservationID != "" {
		j.knownOrders.check(r != nil && r.ID.String() == o.ReservationID, "%s names a reservation %s that is not its", o.Number, o.ReservationID)
	}
	if o.PaymentID != "" {
		j.knownOrders.check(p != nil && p.ID.String() == o.PaymentID, "%s names a payment %s that is not its", o.Number, o.PaymentID)
	}
}

// orphans judges what belongs to an order that nobody knows. An order is stored before anything is done for it, so only
// what came after the orders were read may be without one.
func (j *judge) orphans(r *reservation, p *payment) {
	if r != nil && r.CreatedAt.Before(j.now) {
		j.knownOrders.check(false, "reservation %s is for an unknown order", r.ID)
	}
	if p != nil && p.CreatedAt.Before(j.now) {
		j.knownOrders.check(false, "payment %s is for an unknown order", p.ID)
	}
}

// payment checks the books of payment-service against each other.
func (j *judge) payment(p *payment) {
	declined := int64(0)
	if p.Status == "declined" {
		declined = p.Amount
	}
	j.paymentLedger.check(p.LedgerAuthorized == p.Captured && p.LedgerCaptured == p.Captured && p.LedgerRefunded == p.Refunded && p.LedgerDeclined == declined,
		"payment %s is %s: captured %d, ledger %d; refunded %d, ledger %d", p.ID, p.Status, p.Captured, p.LedgerCaptured, p.Refunded, p.LedgerRefunded)
	j.refundBound.check(p.Refunded+p.RefundPending <= p.Captured && p.RefundsDone == p.Refunded && p.RefundsOpen == p.RefundPending,
		"payment %s: captured %d, refunded %d, its refunds %d", p.ID, p.Captured, p.Refunded, p.RefundsDone)
	fault := gatewayFault(p)
	j.cardGateway.check(fault == "", "payment %s is %s: %s", p.ID, p.Status, fault)
}

// gatewayFault compares a payment with the card gateway, which may be ahead of a payment or refund that is under way.
func gatewayFault(p *payment) string {
	switch {
	case p.Status == "pending":
		return ""
	case p.Status == "declined" && p.GatewayOutcome != "declined" && p.GatewayOutcome != "cancelled":
		return "the gateway says " + named(p.GatewayOutcome)
	case p.Status != "declined" && (p.GatewayOutcome != "approved" || p.GatewayCharged != p.Captured):
		return fmt.Sprintf("captured %d, the gateway %s %d", p.Captured, named(p.GatewayOutcome), p.GatewayCharged)
	case p.GatewayRefunded < p.Refunded || p.GatewayRefunded > p.Refunded+p.RefundPending:
		return fmt.Sprintf("refunded %d, the gateway %d", p.Refunded, p.GatewayRefunded)
	}
	return ""
}

func named(outcome string) string {
	if outcome == "" {
		return "nothing"
	}
	return outcome
}

// confirmation checks the confirmation mail of an order that was ever confirmed.
func (j *judge) confirmation(o *order, m *mail) {
	if o.ConfirmedAt == nil || o.ConfirmedAt.Before(j.since) {
		return
	}
	sent, other := 0, 0
	if m != nil {
		sent, other = m.Sent, m.Other
	}
	if j.noMail[o.CustomerID.String()] && sent+other == 0 {
		return
	}
	j.mails.check(sent == 1 && other == 0, "%s: %d sent, %d not", o.Number, sent, other)
	if m != nil {
		for _, event := range m.Events {
			j.announced[event] = o.Number
		}
	}
}

// pathFault says what is wrong with an order's history; empty when nothing is. A change that keeps the status, such as
// of the address, is part of a history too.
func pathFault(path, status string) string {
	if path == "" {
		return "it has no history"
	}
	at := ""
	for step := range strings.SplitSeq(path, ",") {
		from, to, _ := strings.Cut(step, ">")
		switch {
		case from != at:
			return fmt.Sprintf("it was %s, then %s became %s", named(at), named(from), to)
		case from != to && !slices.Contains(transitions[from], to):
			return fmt.Sprintf("%s became %s", named(from), to)
		}
		at = to
	}
	if at != status {
		return fmt.Sprintf("its history ends with %s, it is %s", at, status)
	}
	return ""
}

// sums is the rule about all orders together.
func (j *judge) sums() Invariant {
	i := Invariant{Name: "sums_agree", Rule: "captured - refunded of all payments is what the orders add up to (pending orders aside)"}
	kept := j.totals.Captured - j.totals.Refunded
	i.check(kept == j.totals.Sold, "the orders say %d, payment-service %d", j.totals.Sold, kept)
	return i
}

// stock judges the stock rows.
func stock(levels []level) []Invariant {
	ledger := Invariant{Name: "stock_ledger", Rule: "the movements of a product in a warehouse add up to its stock row"}
	held := Invariant{Name: "reserved_stock", Rule: "what is reserved is what open reservations hold"}
	for _, l := range levels {
		ledger.check(l.OnHand == l.LedgerOnHand && l.Reserved == l.LedgerReserved, "%s in %s: on hand %d, ledger %d; reserved %d, ledger %d",
			l.SKU, l.Warehouse, l.OnHand, l.LedgerOnHand, l.Reserved, l.LedgerReserved)
		held.check(l.Reserved == l.HeldByReservations, "%s in %s: reserved %d, reservations %d", l.SKU, l.Warehouse, l.Reserved, l.HeldByReservations)
	}
	return []Invariant{ledger, held}
}

// counted judges things of which there must be none, by where they are.
func counted(name, rule, what string, found map[string]int) Invariant {
	i := Invariant{Name: name, Rule: rule}
	for _, place := range slices.Sorted(maps.Keys(found)) {
		i.check(found[place] == 0, "%s: %d %s", place, found[place], what)
	}
	return i
}
