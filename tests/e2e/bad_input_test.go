package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// TestBadInputIsNamedAndLeavesNothing sends everything that a form or a script may get wrong.
func TestBadInputIsNamedAndLeavesNothing(t *testing.T) {
	buyer := newCustomer(t)
	sku := newProduct(t, 1000, map[string]int{"BER": 10})
	before := stockOf(t, buyer, sku)

	item := func(quantity string) string { return fmt.Sprintf(`[{"sku":%q,"quantity":%s}]`, sku, quantity) }
	long := strings.Repeat("x", 10_000)
	for name, fault := range map[string]struct {
		member, value string // replaces a member of a good order
		field         string
	}{
		"quantity 0":                 {"items", item("0"), "items[0].quantity"},
		"quantity negative":          {"items", item("-1"), "items[0].quantity"},
		"quantity a billion":         {"items", item("1000000000"), "items[0].quantity"},
		"quantity beyond any number": {"items", item("1e400"), "items[0].quantity"},
		"quantity fractional":        {"items", item("1.5"), "items[0].quantity"},
		"quantity text":              {"items", item(`"1"`), "items[0].quantity"},
		"quantity null":              {"items", item("null"), "items[0].quantity"},
		"no items":                   {"items", "[]", "items"},
		"a thousand lines":           {"items", lines(1000), "items"},
		"unknown sku":                {"items", `[{"sku":"NO-SUCH-THING","quantity":1}]`, "items[0].sku"},
		"sku with NUL":               {"items", `[{"sku":"A\u0000B","quantity":1}]`, "items[0].sku"},
		"sku with emoji":             {"items", `[{"sku":"🎧","quantity":1}]`, "items[0].sku"},
		"price sent by the client":   {"items", fmt.Sprintf(`[{"sku":%q,"quantity":1,"unit_price":{"amount_minor":1,"currency":"EUR"}}]`, sku), "items[0].unit_price"},
		"currency sent by client":    {"currency", `"USD"`, "currency"},
		"total sent by the client":   {"total", `{"amount_minor":1,"currency":"EUR"}`, "total"},
		"name with NUL":              {"shipping_address.name", `"A\u0000B"`, "shipping_address.name"},
		"name with emoji":            {"shipping_address.name", `"Ada 🎉"`, "shipping_address.name"},
		"name turned right to left":  {"shipping_address.name", `"Ada \u202egnp.exe"`, "shipping_address.name"},
		"name of 10 kB":              {"shipping_address.name", `"` + long + `"`, "shipping_address.name"},
		"name of blanks":             {"shipping_address.name", `"   "`, "shipping_address.name"},
		"street of two lines":        {"shipping_address.line1", `"a\nb"`, "shipping_address.line1"},
		"city of 10 kB":              {"shipping_address.city", `"` + long + `"`, "shipping_address.city"},
		"a country that is none":     {"shipping_address.country", `"XX"`, "shipping_address.country"},
		"a country in small letters": {"shipping_address.country", `"de"`, "shipping_address.country"},
		"a country by name":          {"shipping_address.country", `"Germany"`, "shipping_address.country"},
		"note with NUL":              {"note", `"a\u0000b"`, "note"},
		"note of 10 kB":              {"note", `"` + long + `"`, "note"},
		"half a surrogate pair":      {"note", `"\ud800"`, "note"},
		"payment by barter":          {"payment_method.type", `"barter"`, "payment_method.type"},
		"card token with NUL":        {"payment_method.token", `"tok\u0000"`, "payment_method.token"},
	} {
		t.Run(name, func(t *testing.T) {
			a := call{method: http.MethodPost, url: gateway() + "/api/v1/orders", token: buyer.token,
				body: badOrder(sku, fault.member, fault.value)}.do(t)
			refusedFor(t, a, fault.field, "/api/v1/orders")
		})
	}

	// Whoever is refused for bad input has no order, and nothing is held. An unknown sku is only known to
	// inventory-service: that order exists, and is rejected.
	for _, o := range allOrders(t, buyer) {
		require.Equal(t, "rejected", o.Status, o.Number)
		require.Nil(t, o.PaymentID)
	}
	require.Equal(t, before, stockOf(t, buyer, sku))
}

func TestBadParametersAreNamed(t *testing.T) {
	staff := operator(t)
	for path, field := range map[string]string{
		"/api/v1/orders?limit=0":                               "limit",
		"/api/v1/orders?limit=201":                             "limit",
		"/api/v1/orders?limit=ten":                             "limit",
		"/api/v1/orders?cursor=forged":                         "cursor",
		"/api/v1/orders?cursor=eyJjcmVhdGVkX2F0IjoibmV2ZXIifQ": "cursor",
		"/api/v1/orders?status=lost":                           "status",
		"/api/v1/orders?customer_id=me":                        "customer_id",
		"/api/v1/orders?from=2026-02-30":                       "from",
		"/api/v1/orders?to=yesterday":                          "to",
		"/api/v1/orders?sort=random":                           "sort",
		"/api/v1/orders?q=%00":                                 "q",
		"/api/v1/orders/stats?interval=fortnight":              "interval",
		"/api/v1/orders/stats?from=2026-13-01":                 "from",
		"/api/v1/inventory?cursor=forged":                      "cursor",
		"/api/v1/inventory?low_stock=perhaps":                  "low_stock",
		"/api/v1/payments?cursor=forged":                       "cursor",
		"/api/v1/payments?order_id=1":                          "order_id",
		"/api/v1/payments?status=lost":                         "status",
		"/api/v1/notifications?cursor=forged":                  "cursor",
		"/api/v1/notifications?channel=pigeon":                 "channel",
	} {
		t.Run(path, func(t *testing.T) {
			bare, _, _ := strings.Cut(path, "?")
			refusedFor(t, call{method: http.MethodGet, url: gateway() + path, token: staff.token}.do(t), field, bare)
		})
	}
}

// An id that is no UUID cannot belong to anything.
func TestAnIDThatIsNoneIsNotFound(t *testing.T) {
	boss := admin(t)
	for _, path := range []string{"/api/v1/orders/1", "/api/v1/orders/not-a-uuid/events", "/api/v1/payments/1",
		"/api/v1/payments/order/1", "/api/v1/users/1", "/api/v1/notifications/1", "/api/v1/inventory/no%20such%20sku"} {
		t.Run(path, func(t *testing.T) {
			a := call{method: http.MethodGet, url: gateway() + path, token: boss.token}.do(t)
			require.Equal(t, http.StatusNotFound, a.status, string(a.body))
			require.Equal(t, "application/problem+json", a.header.Get("Content-Type"))
		})
	}
}

func TestMoneyInAnotherCurrencyIsRefused(t *testing.T) {
	buyer, staff := newCustomer(t), operator(t)
	bought := buy(t, buyer, newProduct(t, 5000, map[string]int{"MAD": 1}), 1)
	path := "/api/v1/payments/" + *bought.PaymentID + "/refund"
	refund := func(value string) answer {
		return call{method: http.MethodPost, url: gateway() + path, token: staff.token, body: `{"reason":"r","amount":` + value + `}`,
			header: map[string]string{"Idempotency-Key": uuid.NewString()}}.do(t)
	}
	refusedFor(t, refund(`{"amount_minor":100,"currency":"USD"}`), "amount.currency", path)
	refusedFor(t, refund(`{"amount_minor":0,"currency":"EUR"}`), "amount.amount_minor", path)
	refusedFor(t, refund(`{"amount_minor":1.5,"currency":"EUR"}`), "amount.amount_minor", path)
	require.Equal(t, "captured", get[payment](t, staff.token, gateway()+"/api/v1/payments/"+*bought.PaymentID).Status)

	boss := admin(t)
	products := "/api/v1/inventory/products"
	refusedFor(t, call{method: http.MethodPost, url: gateway() + products, token: boss.token,
		body: `{"sku":"TST-USD","name":"n","category":"audio","price":{"amount_minor":1,"currency":"USD"},"reorder_level":0}`}.do(t),
		"price.currency", products)
}

// refusedFor checks that an answer is an invalid_request that names the field.
func refusedFor(t *testing.T, a answer, field, path string) {
	t.Helper()
	p := problemOf(t, a, "invalid_request", path)
	var fields []string
	for _, e := range p.Errors {
		fields = append(fields, e.Field)
	}
	require.Contains(t, fields, field)
}

// badOrder is the text of a good order with one member, named by its path, set to some JSON.
func badOrder(sku, member, value string) string {
	members := map[string]string{
		"items":                        fmt.Sprintf(`[{"sku":%q,"quantity":1}]`, sku),
		"shipping_address.name":        `"Ada Lovelace"`,
		"shipping_address.line1":       `"Torstraße 1"`,
		"shipping_address.city":        `"Berlin"`,
		"shipping_address.postal_code": `"10119"`,
		"shipping_address.country":     `"DE"`,
		"payment_method.type":          `"card"`,
		"payment_method.token":         `"tok_visa"`,
	}
	members[member] = value
	object := func(prefix string) string {
		var parts []string
		for name := range maps.Keys(members) {
			if rest, ok := strings.CutPrefix(name, prefix); ok && !strings.Contains(rest, ".") {
				parts = append(parts, fmt.Sprintf("%q:%s", rest, members[name]))
			}
		}
		return strings.Join(parts, ",")
	}
	return fmt.Sprintf(`{%s,"shipping_address":{%s},"payment_method":{%s}}`, object(""), object("shipping_address."), object("payment_method."))
}

// lines is a list of n order lines.
func lines(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`{"sku":"LAP-%d","quantity":1}`, i)
	}
	return "[" + strings.Join(all, ",") + "]"
}
