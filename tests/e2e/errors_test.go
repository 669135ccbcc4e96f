package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// endpoint is where a service takes a body. sample is what a request with one wrong thing in it looks like.
type endpoint struct {
	path, token  string
	unknownField string // a body with the unknown field "surprise"
	wrongType    string // a body with a value of the wrong type
	wrongField   string // the name of that field
}

// suspect is one service and where to knock.
type suspect struct {
	service string
	unknown string // a path below the service's prefix that no route has
	// wrong is a method that the path after it does not have.
	wrongMethod, wrongPath string
	// secured is a GET that needs a token.
	secured string
	direct  endpoint
	// viaGateway is the zero value where the service has no endpoint with a body that the gateway lets through.
	viaGateway endpoint
}

func suspects(t *testing.T) []suspect {
	customer, staff, service := newCustomer(t), operator(t), serviceToken(t)
	orders := endpoint{path: "/api/v1/orders", token: customer.token, unknownField: `{"surprise":1}`,
		wrongType: `{"items":[{"sku":"LAP-1001","quantity":"two"}]}`, wrongField: "items[0].quantity"}
	login := endpoint{path: "/api/v1/users/login",
		unknownField: `{"email":"a@oms.example","password":"observe-me-1","surprise":1}`,
		wrongType:    `{"email":["a@oms.example"],"password":"observe-me-1"}`, wrongField: "email"}
	notify := endpoint{path: "/api/v1/notifications/send", token: staff.token,
		unknownField: `{"channel":"email","recipient":"a@oms.example","subject":"s","text":"t","surprise":1}`,
		wrongType:    `{"channel":"email","recipient":"a@oms.example","subject":1,"text":"t"}`, wrongField: "subject"}
	return []suspect{
		{"order-service", "/api/v1/orders/a/b/c", "PATCH", "/api/v1/orders", "/api/v1/orders", orders, orders},
		{"inventory-service", "/api/v1/inventory/a/b/c", "DELETE", "/api/v1/inventory", "/api/v1/inventory",
			endpoint{path: "/api/v1/inventory/reserve", token: service,
				unknownField: `{"order_id":"` + uuid.NewString() + `","items":[],"surprise":1}`,
				wrongType:    `{"order_id":1,"items":[]}`, wrongField: "order_id"},
			endpoint{}},
		{"payment-service", "/api/v1/payments/a/b/c", "PATCH", "/api/v1/payments", "/api/v1/payments",
			endpoint{path: "/api/v1/payments", token: service,
				unknownField: `{"order_id":"` + uuid.NewString() + `","amount":{"amount_minor":1,"currency":"EUR"},"method":{"type":"card","token":"tok_visa"},"surprise":1}`,
				wrongType:    `{"order_id":"` + uuid.NewString() + `","amount":{"amount_minor":"1","currency":"EUR"},"method":{"type":"card","token":"tok_visa"}}`,
				wrongField:   "amount.amount_minor"},
			endpoint{path: "/api/v1/payments/" + uuid.NewString() + "/refund", token: staff.token,
				unknownField: `{"reason":"r","surprise":1}`, wrongType: `{"reason":1}`, wrongField: "reason"}},
		{"user-service", "/api/v1/users/a/b/c", "DELETE", "/api/v1/users/login", "/api/v1/users/me", login, login},
		{"notification-service", "/api/v1/notifications/a/b/c", "PUT", "/api/v1/notifications", "/api/v1/notifications", notify, notify},
	}
}

// Every service answers every fault with the same kind of document, asked directly or through the gateway.
func TestEveryFaultIsAProblemOfTheRegistry(t *testing.T) {
	forge := newForger(t)
	for _, s := range suspects(t) {
		t.Run(s.service, func(t *testing.T) {
			t.Run("direct", func(t *testing.T) { s.check(t, at(services[s.service]), s.direct, forge) })
			t.Run("gateway", func(t *testing.T) { s.check(t, gateway(), s.viaGateway, forge) })
		})
	}
}

func (s suspect) check(t *testing.T, base string, e endpoint, forge forger) {
	t.Run("unknown route", func(t *testing.T) {
		problemOf(t, call{method: http.MethodGet, url: base + s.unknown}.do(t), "not_found", s.unknown)
	})
	t.Run("wrong method", func(t *testing.T) {
		a := call{method: s.wrongMethod, url: base + s.wrongPath}.do(t)
		problemOf(t, a, "method_not_allowed", s.wrongPath)
		require.NotContains(t, a.header.Get("Allow"), s.wrongMethod)
	})
	s.checkTokens(t, base, forge)
	if e.path != "" {
		e.check(t, base)
	}
}

func (s suspect) checkTokens(t *testing.T, base string, forge forger) {
	ask := func(token string) answer {
		return call{method: http.MethodGet, url: base + s.secured, token: token}.do(t)
	}
	// /users/me knows the forged subject as little as any other: an answer about the account is as good.
	require.Contains(t, []int{http.StatusOK, http.StatusNotFound}, ask(forge.genuine(t)).status,
		"a token with the lab's key and date is accepted")
	for name, token := range map[string]string{
		"no token":                       "",
		"no JWT":                         "abc",
		"expired token":                  forge.expired(t),
		"token signed by another key":    forge.stolenName(t),
		"token with the algorithm none":  forge.unsigned(t),
		"token with a changed signature": forge.genuine(t) + "x",
	} {
		t.Run(name, func(t *testing.T) { problemOf(t, ask(token), "unauthorized", s.secured) })
	}
}

func (e endpoint) check(t *testing.T, base string) {
	post := func(body string) answer {
		return call{method: http.MethodPost, url: base + e.path, token: e.token, body: body}.do(t)
	}
	if e.token != "" {
		t.Run("no token comes before a bad body", func(t *testing.T) {
			problemOf(t, call{method: http.MethodPost, url: base + e.path, body: "{"}.do(t), "unauthorized", e.path)
		})
	}
	for name, fault := range map[string]struct{ body, field string }{
		"malformed JSON": {`{"`, "body"},
		"unknown field":  {e.unknownField, "surprise"},
		"wrong type":     {e.wrongType, e.wrongField},
	} {
		t.Run(name, func(t *testing.T) {
			p := problemOf(t, post(fault.body), "invalid_request", e.path)
			var fields []string
			for _, fault := range p.Errors {
				require.NotEmpty(t, fault.Message)
				fields = append(fields, fault.Field)
			}
			require.Contains(t, fields, fault.field)
		})
	}
	t.Run("body over 1 MiB", func(t *testing.T) {
		problemOf(t, post(`{"surprise":"`+strings.Repeat("x", 1<<20)+`"}`), "payload_too_large", e.path)
	})
	t.Run("not JSON", func(t *testing.T) {
		a := call{method: http.MethodPost, url: base + e.path, token: e.token, body: "a=b",
			header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}.do(t)
		problemOf(t, a, "unsupported_media_type", e.path)
	})
}
