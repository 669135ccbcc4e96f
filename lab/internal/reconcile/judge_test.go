package reconcile

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"oms-lab/contracts/client/orders"
	"oms-lab/lab/internal/seed/history"
)

var until = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// world is the views that the services would have of a made-up history, by the order's id.
type world struct {
	orders       []order
	reservations []reservation
	payments     []payment
	mails        []mail
}

func newWorld(t testing.TB, orders int) *world {
	t.Helper()
	h, err := history.Make(shape(orders))
	require.NoError(t, err)
	w := &world{}
	for i := range h.Orders {
		w.add(&h.Orders[i])
	}
	slices.SortFunc(w.orders, func(a, b order) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	slices.SortFunc(w.reservations, func(a, b reservation) int { return bytes.Compare(a.OrderID[:], b.OrderID[:]) })
	slices.SortFunc(w.payments, func(a, b payment) int { return bytes.Compare(a.OrderID[:], b.OrderID[:]) })
	slices.SortFunc(w.mails, func(a, b mail) int { return bytes.Compare(a.OrderID[:], b.OrderID[:]) })
	return w
}

func shape(count int) history.Shape {
	everywhere := map[string]history.Point{}
	for _, country := range []string{"AT", "BE", "CH", "DE", "DK", "ES", "FR", "GB", "IE", "IT", "NL", "PL", "PT"} {
		everywhere[country] = history.Point{Latitude: 50, Longitude: 8}
	}
	return history.Shape{Orders: count, Customers: 50, From: until.AddDate(0, 0, -7), Until: until, Seed: 7, Operator: uuid.New(),
		Warehouses: []history.Warehouse{{Code: "BER"}, {Code: "RTM"}}, Countries: everywhere,
		Catalogue: []history.Product{{SKU: "A-1", Name: "A", PriceMinor: 1000}, {SKU: "A-10", Name: "B", PriceMinor: 90_000}, {SKU: "B-1", Name: "C", PriceMinor: 250}},
		Pricing:   orders.Pricing{Currency: "EUR", ShippingZones: []orders.ShippingZone{{Shipping: orders.Amount{AmountMinor: 990}}}, DefaultTaxPercent: 19}}
}

func (w *world) add(o *history.Order) {
	v := order{ID: o.ID, Number: o.ID.String(), Status: string(o.Status), CustomerID: o.Customer.ID, Total: o.Total,
		Refunded: o.Refunded(), CreatedAt: o.CreatedAt}
	var items, path []string
	for _, line := range o.Lines {
		items = append(items, fmt.Sprintf("%s=%d", line.SKU, line.Quantity))
	}
	slices.Sort(items)
	v.Items = strings.Join(items, ",")
	from := ""
	for _, c := range o.Changes {
		path = append(path, from+">"+string(c.Status))
		if from = string(c.Status); c.Status == history.Confirmed {
			v.ConfirmedAt = &c.At
			w.mails = append(w.mails, mail{OrderID: o.ID, Sent: 1, Events: []uuid.UUID{uuid.New()}})
		}
	}
	v.Path = strings.Join(path, ",")
	if r := o.Reservation; r != nil {
		v.ReservationID = r.ID.String()
		w.reservations = append(w.reservations, reservation{OrderID: o.ID, ID: r.ID, Status: r.Status, CreatedAt: r.At, Items: v.Items})
	}
	if p := o.Payment; p != nil {
		row := payment{OrderID: o.ID, ID: p.ID, Status: p.Status, Amount: o.Total, Captured: o.Captured(), Refunded: o.Refunded(), CreatedAt: p.At,
			LedgerAuthorized: o.Captured(), LedgerCaptured: o.Captured(), LedgerRefunded: o.Refunded(), RefundsDone: o.Refunded(),
			GatewayOutcome: "approved", GatewayCharged: o.Captured(), GatewayRefunded: o.Refunded()}
		if p.Status == "declined" {
			row.LedgerDeclined, row.GatewayOutcome = o.Total, "declined"
		} else {
			v.PaymentID = p.ID.String()
		}
		w.payments = append(w.payments, row)
	}
	w.orders = append(w.orders, v)
}

func listed[T any](all []T) stream[T] {
	return func(yield func(*T, error) bool) {
		for i := range all {
			if !yield(&all[i], nil) {
				return
			}
		}
	}
}

func (w *world) judged(t testing.TB) []Invariant {
	t.Helper()
	j := newJudge(until, 5*time.Second, time.Time{}, map[string]bool{})
	require.NoError(t, books{listed(w.orders), listed(w.reservations), listed(w.payments), listed(w.mails)}.each(j.visit))
	return append(j.invariants(), j.sums())
}

func TestAMadeUpHistoryIsConsistent(t *testing.T) {
	for _, i := range newWorld(t, 4000).judged(t) {
		require.Zero(t, i.Broken, "%s: %v", i.Name, i.Offenders)
		require.Positive(t, i.Checked, i.Name)
	}
}

// Each spoils one thing in a consistent world, and names the rules that must be broken then, and no others.
func TestEveryRuleCanBeBroken(t *testing.T) {
	of := func(w *world, status string) (o *order, r *reservation, p *payment, m *mail) {
		for i := range w.orders {
			if w.orders[i].Status != status || (status == "rejected" && w.orders[i].ReservationID == "") {
				continue
			}
			o = &w.orders[i]
			if k := slices.IndexFunc(w.reservations, func(r reservation) bool { return r.OrderID == o.ID }); k >= 0 {
				r = &w.reservations[k]
			}
			if k := slices.IndexFunc(w.payments, func(p payment) bool { return p.OrderID == o.ID }); k >= 0 {
				p = &w.payments[k]
			}
			if k := slices.IndexFunc(w.mails, func(m mail) bool { return m.OrderID == o.ID }); k >= 0 {
				m = &w.mails[k]
			}
			return o, r, p, m
		}
		return nil, nil, nil, nil
	}
	tests := map[string]struct {
		status string
		spoil  func(w *world, o *order, r *reservation, p *payment, m *mail)
		broken string
	}{
		"forgotten": {"delivered", func(_ *world, o *order, _ *reservation, _ *payment, _ *mail) {
			o.Status, o.Path, o.ConfirmedAt = "pending", ">pending", nil
		}, "orders_settled"},
		"skipped a status": {"delivered", func(_ *world, o *order, _ *reservation, _ *payment, _ *mail) {
			o.Path = ">pending,pending>confirmed,confirmed>delivered"
		}, "order_history"},
		"another status": {"shipped", func(_ *world, o *order, _ *reservation, _ *payment, _ *mail) { o.Status = "delivered" }, "order_history"},
		"captured too little": {"delivered", func(_ *world, _ *order, _ *reservation, p *payment, _ *mail) {
			p.Captured--
			p.LedgerAuthorized, p.LedgerCaptured, p.GatewayCharged = p.Captured, p.Captured, p.Captured
		}, "sold_is_paid sums_agree"},
		"payment lost": {"delivered", func(w *world, o *order, _ *reservation, _ *payment, _ *mail) {
			w.payments = slices.DeleteFunc(w.payments, func(p payment) bool { return p.OrderID == o.ID })
		}, "sold_is_paid orders_are_known sums_agree"},
		"goods still here": {"confirmed", func(_ *world, _ *order, r *reservation, _ *payment, _ *mail) { r.Status = "reserved" }, "sold_has_left"},
		"other goods":      {"confirmed", func(_ *world, _ *order, r *reservation, _ *payment, _ *mail) { r.Items += "0" }, "sold_has_left"},
		"held for nothing": {"rejected", func(_ *world, _ *order, r *reservation, _ *payment, _ *mail) { r.Status = "reserved" }, "unsold_holds_nothing"},
		"money kept": {"cancelled", func(_ *world, o *order, _ *reservation, p *payment, _ *mail) {
			o.Refunded--
			p.Refunded, p.LedgerRefunded, p.RefundsDone, p.GatewayRefunded = o.Refunded, o.Refunded, o.Refunded, o.Refunded
		}, "unsold_is_not_paid sums_agree"},
		"charge under way": {"cancelled", func(_ *world, _ *order, _ *reservation, p *payment, _ *mail) { p.Status = "pending" }, "unsold_is_not_paid"},
		"refunded by half": {"refunded", func(_ *world, o *order, _ *reservation, p *payment, _ *mail) {
			o.Refunded /= 2
			p.Refunded, p.LedgerRefunded, p.RefundsDone, p.GatewayRefunded = o.Refunded, o.Refunded, o.Refunded, o.Refunded
		}, "refunded_in_full"},
		"refund not heard of": {"delivered", func(_ *world, _ *order, _ *reservation, p *payment, _ *mail) {
			p.Refunded, p.LedgerRefunded, p.RefundsDone, p.GatewayRefunded = 1, 1, 1, 1
		}, "refunds_agree sums_agree"},
		"order lost": {"rejected", func(w *world, o *order, _ *reservation, _ *payment, _ *mail) {
			id := o.ID
			w.orders = slices.DeleteFunc(w.orders, func(o order) bool { return o.ID == id })
		}, "orders_are_known"},
		"ledger": {"delivered", func(_ *world, _ *order, _ *reservation, p *payment, _ *mail) { p.LedgerCaptured++ }, "payment_ledger"},
		"refunded more than captured": {"delivered", func(_ *world, _ *order, _ *reservation, p *payment, _ *mail) {
			p.RefundPending, p.RefundsOpen = p.Captured+1, p.Captured+1
		}, "refunds_within_captured"},
		"charged twice": {"delivered", func(_ *world, _ *order, _ *reservation, p *payment, _ *mail) { p.GatewayCharged *= 2 }, "card_gateway"},
		"two mails":     {"delivered", func(_ *world, _ *order, _ *reservation, _ *payment, m *mail) { m.Sent++ }, "confirmation_mails"},
		"no mail yet":   {"delivered", func(_ *world, _ *order, _ *reservation, _ *payment, m *mail) { m.Sent, m.Other = 0, 1 }, "confirmation_mails"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 1500)
			// An order with a refund of its own would spoil two things.
			w.orders = slices.DeleteFunc(w.orders, func(o order) bool { return o.Status == "delivered" && o.Refunded > 0 })
			known := map[uuid.UUID]bool{}
			for _, o := range w.orders {
				known[o.ID] = true
			}
			w.payments = slices.DeleteFunc(w.payments, func(p payment) bool { return !known[p.OrderID] })
			w.reservations = slices.DeleteFunc(w.reservations, func(r reservation) bool { return !known[r.OrderID] })
			o, r, p, m := of(w, test.status)
			require.NotNil(t, o, "no order is %s", test.status)
			test.spoil(w, o, r, p, m)
			var broken []string
			for _, i := range w.judged(t) {
				if i.Broken > 0 {
					broken = append(broken, i.Name)
					require.NotEmpty(t, i.Offenders)
				}
			}
			require.Equal(t, test.broken, strings.Join(broken, " "))
		})
	}
}

func TestWhatIsStillUnderWayIsNoFault(t *testing.T) {
	w := &world{}
	now := order{ID: uuid.New(), Number: "now", Status: "pending", Path: ">pending", CreatedAt: until.Add(-time.Second), Total: 100}
	w.orders = []order{now}
	w.reservations = []reservation{{OrderID: now.ID, ID: uuid.New(), Status: "reserved", CreatedAt: until}}
	w.payments = []payment{{OrderID: now.ID, ID: uuid.New(), Status: "captured", Amount: 100, Captured: 100, CreatedAt: until,
		LedgerAuthorized: 100, LedgerCaptured: 100, GatewayOutcome: "approved", GatewayCharged: 100}}
	later := uuid.Max
	w.reservations = append(w.reservations, reservation{OrderID: later, ID: uuid.New(), Status: "reserved", CreatedAt: until.Add(time.Second)})
	for _, i := range w.judged(t) {
		require.Zero(t, i.Broken, "%s: %v", i.Name, i.Offenders)
	}
}

func TestCustomersWhoWantNoMail(t *testing.T) {
	confirmed := until.Add(-time.Minute)
	o := order{ID: uuid.New(), Number: "quiet", CustomerID: uuid.New(), ConfirmedAt: &confirmed}
	j := newJudge(until, 0, time.Time{}, map[string]bool{o.CustomerID.String(): true})
	j.confirmation(&o, nil)
	require.Zero(t, j.mails.Broken)
	j.confirmation(&o, &mail{Sent: 2})
	require.Equal(t, 1, j.mails.Broken)

	j = newJudge(until, 0, until, nil)
	j.confirmation(&o, nil)
	require.Zero(t, j.mails.Checked, "it was confirmed before --since")
}

func TestHistories(t *testing.T) {
	for path, want := range map[string]string{
		">pending,pending>confirmed,confirmed>processing":                     "",
		">pending,pending>confirmed,confirmed>confirmed,confirmed>processing": "",
		">pending,pending>confirmed,confirmed>shipped,shipped>processing":     "confirmed became shipped",
		">pending,pending>confirmed,processing>processing":                    "it was confirmed, then processing became processing",
		"pending>processing":         "it was nothing, then pending became processing",
		">pending,pending>confirmed": "its history ends with confirmed, it is processing",
		"":                           "it has no history",
		">pending,pending>confirmed,confirmed>processing,processing>shipped,shipped>processing": "shipped became processing",
	} {
		require.Equal(t, want, pathFault(path, "processing"), path)
	}
}

func TestStockRows(t *testing.T) {
	invariants := stock([]level{
		{"A", "BER", 10, 2, 10, 2, 2}, {"B", "BER", 10, 2, 9, 2, 2}, {"C", "BER", 10, 2, 10, 2, 3}, {"D", "BER", 10, 2, 10, 1, 2}})
	require.Equal(t, 4, invariants[0].Checked)
	require.Equal(t, []string{"B in BER: on hand 10, ledger 9; reserved 2, ledger 2", "D in BER: on hand 10, ledger 10; reserved 2, ledger 1"},
		invariants[0].Offenders)
	require.Equal(t, []string{"C in BER: reserved 2, reservations 3"}, invariants[1].Offenders)
}

func TestMailsInTheInbox(t *testing.T) {
	once, twice, never := uuid.New(), uuid.New(), uuid.New()
	i := delivered(map[uuid.UUID]string{once: "1", twice: "2", never: "3"}, map[uuid.UUID]int{once: 1, twice: 2, uuid.New(): 5})
	require.Equal(t, 3, i.Checked)
	require.Equal(t, []string{"2: 2 mails arrived", "3: 0 mails arrived"}, i.Offenders)
}

func TestAReportNamesTheFirstFew(t *testing.T) {
	var i Invariant
	for n := range 8 {
		i.check(false, "%d", n)
	}
	require.Equal(t, "0; 1; 2; 3; 4; and 3 more", i.text())
}
