package order

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestTransitions(t *testing.T) {
	allowed := map[Status]string{
		Pending: "confirmed rejected cancelled", Confirmed: "processing cancelled", Processing: "shipped cancelled",
		Shipped: "delivered", Delivered: "refunded", Rejected: "", Cancelled: "", Refunded: "",
	}
	for _, from := range Statuses {
		for _, to := range Statuses {
			want := slices.Contains(strings.Fields(allowed[from]), string(to))
			if got := from.CanBecome(to); got != want {
				t.Errorf("%s → %s: got %v, want %v", from, to, got, want)
			}
		}
	}
}

func placed() *Order {
	return Place(Customer{ID: uuid.New(), Email: "ada@oms.example"}, Request{
		Items: []RequestItem{{"A", 1}, {"B", 2}, {"A", 3}}, ShippingAddress: Address{Country: "DE"},
		PaymentMethod: PaymentMethod{Type: "card", Token: "tok_visa"},
	}, Trace{ID: "t"}, time.Now())
}

func TestPlaceMergesLinesOfOneSKU(t *testing.T) {
	o := placed()
	if len(o.Items) != 2 || o.Items[0].Quantity != 4 || o.Items[1].Quantity != 2 {
		t.Errorf("items: %+v", o.Items)
	}
	if o.Version != 1 || len(o.Changes()) != 1 || o.Changes()[0].From != nil {
		t.Errorf("version %d, changes %+v", o.Version, o.Changes())
	}
}

func TestEndOfTheSagaForgetsTheCard(t *testing.T) {
	for name, end := range map[string]func(*Order) error{
		"confirmed": func(o *Order) error { return o.Confirm(time.Now()) },
		"rejected":  func(o *Order) error { return o.Reject("out_of_stock", Rejection{}, time.Now()) },
		"cancelled": func(o *Order) error { return o.Cancel(System, "", time.Now()) },
	} {
		o := placed()
		if err := end(o); err != nil {
			t.Fatal(err)
		}
		if string(o.Status) != name || o.PaymentMethod != nil || o.Step != StepDone || o.Version != 2 {
			t.Errorf("%s: %+v", name, o)
		}
		var transition *TransitionError
		if err := o.Confirm(time.Now()); name != "confirmed" && !errors.As(err, &transition) {
			t.Errorf("%s can be confirmed: %v", name, err)
		}
	}
}

func TestCancelKeepsTheCardWhileAChargeMayBeUnderWay(t *testing.T) {
	o := placed()
	o.Step = StepCharging
	if err := o.Cancel(System, "", time.Now()); err != nil {
		t.Fatal(err)
	}
	if o.PaymentMethod == nil {
		t.Error("the charge cannot be settled any more")
	}
}

func TestPrice(t *testing.T) {
	quotes := func(a, b int64) map[string]Quote {
		return map[string]Quote{"A": {"Thing A", Money{a, "EUR"}}, "B": {"Thing B", Money{b, "EUR"}}}
	}
	for name, c := range map[string]struct{ a, b, subtotal, tax, shipping, total int64 }{
		"shipping":      {100, 50, 500, 95, 490, 1085},
		"rounds half":   {1, 73, 150, 29, 490, 669}, // 28.5
		"just below":    {2499, 1, 9998, 1900, 490, 12388},
		"free shipping": {2500, 0, 10000, 1900, 0, 11900},
	} {
		o := placed()
		if !o.Price(quotes(c.a, c.b)) {
			t.Fatal("no price")
		}
		got := []int64{o.Subtotal.AmountMinor, o.Tax.AmountMinor, o.Shipping.AmountMinor, o.Total.AmountMinor}
		if want := []int64{c.subtotal, c.tax, c.shipping, c.total}; !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	if placed().Price(map[string]Quote{"A": {}}) {
		t.Error("priced without a quote for each item")
	}
}

func TestValidateNamesTheFields(t *testing.T) {
	line2 := strings.Repeat("x", 201)
	err := Request{
		Items:           []RequestItem{{"A", 1}, {"-", 0}},
		ShippingAddress: Address{Name: "Ada", Line1: "1", Line2: &line2, City: "London", PostalCode: "1", Country: "gb"},
		PaymentMethod:   PaymentMethod{Type: "cash", Token: "t"},
	}.Validate()
	var invalid *InvalidError
	if !errors.As(err, &invalid) {
		t.Fatal(err)
	}
	var names []string
	for _, f := range invalid.Fields {
		names = append(names, f.Field)
	}
	want := "items[1].sku items[1].quantity shipping_address.line2 shipping_address.country payment_method.type"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTimestampHasThreeDigits(t *testing.T) {
	at := time.Date(2026, 11, 22, 21, 36, 0, 120_000_000, time.FixedZone("CET", 3600))
	b, err := json.Marshal(Timestamp{at})
	if err != nil || string(b) != `"2026-11-22T20:36:00.120Z"` {
		t.Errorf("got %s, %v", b, err)
	}
}

func TestFormatNumber(t *testing.T) {
	at := time.Date(2026, 12, 31, 23, 59, 0, 0, time.UTC)
	for n, want := range map[int64]string{123: "ORD-2026-000123", 1234567: "ORD-2026-1234567"} {
		if got := FormatNumber(at, n); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestAnAddressCanBePrinted(t *testing.T) {
	address := func(name string) error {
		return Request{Items: []RequestItem{{"A", 1}}, PaymentMethod: PaymentMethod{Type: "card", Token: "t"},
			ShippingAddress: Address{Name: name, Line1: "1", City: "London", PostalCode: "1", Country: "GB"}}.Validate()
	}
	for _, name := range []string{"Ada Lovelace", "Åse Þórsdóttir", "أحمد علي", "משה כהן", "田中 太郎", "N° 5 — O’Neill", "می\u200cخواهم"} {
		if err := address(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"Ada 🎉", "Ada \u202egnp.exe", "Ada\u2066x", "☎ Ada", "Ada\u0085", "\ufeffAda", "Ada ⭐", "⏰ Ada", "Ada\u061c"} {
		var invalid *InvalidError
		if err := address(name); !errors.As(err, &invalid) || invalid.Fields[0].Field != "shipping_address.name" {
			t.Errorf("%q was accepted: %v", name, err)
		}
	}
}
