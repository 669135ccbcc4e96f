package main

import (
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

var traceIDPattern = regexp.MustCompile(`^[0-9a-f]{32}$`)

func (l *lab) expectProblem(what string, got answer, status int, code, field string) {
	l.t.Helper()
	expect(l.t, what+": status", got.status, status)
	expect(l.t, what+": content type", got.header.Get("Content-Type"), "application/problem+json")
	expect(l.t, what+": code", got.text("code"), code)
	expect(l.t, what+": type", got.text("type"), "urn:oms:problem:"+code)
	if !traceIDPattern.MatchString(got.text("trace_id")) {
		l.t.Errorf("%s: trace_id %q", what, got.text("trace_id"))
	}
	if got.header.Get("X-Request-Id") == "" {
		l.t.Errorf("%s: no X-Request-Id", what)
	}
	if field == "" {
		return
	}
	errors, _ := got.json["errors"].([]any)
	for _, e := range errors {
		if e.(map[string]any)["field"] == field {
			return
		}
	}
	l.t.Errorf("%s: errors %v do not name %s", what, errors, field)
}

func TestProblems(t *testing.T) {
	l := startLab(t)
	token := l.issuer.person("customer").token
	const orders = "/api/v1/orders"

	l.expectProblem("unknown route", l.call("GET", "/api/v1/nothing", "", nil), 404, "not_found", "")
	l.expectProblem("trailing slash", l.call("GET", orders+"/", token, nil), 404, "not_found", "")
	l.expectProblem("no UUID", l.call("GET", orders+"/1", token, nil), 404, "not_found", "id")
	l.expectProblem("no UUID's history", l.call("GET", orders+"/ORD-2026-000001/events", token, nil), 404, "not_found", "id")
	wrong := l.call("PATCH", orders, "", nil)
	l.expectProblem("wrong method", wrong, 405, "method_not_allowed", "")
	if allow := wrong.header.Get("Allow"); !strings.Contains(allow, "GET") || !strings.Contains(allow, "POST") {
		t.Errorf("Allow: %q", allow)
	}
	for what, c := range map[string]struct{ body, field string }{
		"malformed":            {`{"items":`, "body"},
		"empty":                {``, "body"},
		"no object":            {`[]`, "body"},
		"unknown field":        {`{"itens":[]}`, "itens"},
		"unknown inner field":  {`{"items":[{"sku":"A","quantity":1,"price":1}]}`, "items[0].price"},
		"wrong type":           {`{"items":[{"sku":"A","quantity":"two"}]}`, "items[0].quantity"},
		"wrong type of object": {`{"shipping_address":"here"}`, "shipping_address"},
		"fraction":             {`{"items":[{"sku":"A","quantity":1.5}]}`, "items[0].quantity"},
		"no items":             {`{}`, "items"},
		"quantity zero":        {`{"items":[{"sku":"A","quantity":0}]}`, "items[0].quantity"},
		"bad sku":              {`{"items":[{"sku":"A B","quantity":1}]}`, "items[0].sku"},
		"no country":           {`{"items":[{"sku":"A","quantity":1}]}`, "shipping_address.country"},
		"bad country":          {`{"shipping_address":{"country":"Mordor"}}`, "shipping_address.country"},
		"no payment":           {`{}`, "payment_method.token"},
		"blank name":           {`{"shipping_address":{"name":"  "}}`, "shipping_address.name"},
		"NUL in the note":      {`{"note":"a\u0000b"}`, "note"},
		"other case":           {`{"Items":[]}`, "Items"},
		"member twice":         {`{"note":"a","note":"b"}`, "note"},
		"lone surrogate":       {`{"shipping_address":{"name":"\ud800"}}`, "shipping_address.name"},
		"no UTF-8":             {"{\"note\":\"\xff\"}", "note"},
		"more after the end":   {`{} {}`, "body"},
		"whole as 1.0":         {`{"items":[{"sku":"A","quantity":1.0}]}`, "items[0].quantity"},
		"whole as a string":    {`{"items":[{"sku":"A","quantity":"1"}]}`, "items[0].quantity"},
		"whole as true":        {`{"items":[{"sku":"A","quantity":true}]}`, "items[0].quantity"},
		"whole with exponent":  {`{"items":[{"sku":"A","quantity":1e30}]}`, "items[0].quantity"},
		"huge":                 {`{"items":[{"sku":"A","quantity":1000000000000000000000000000000}]}`, "items[0].quantity"},
		"a milliard":           {`{"items":[{"sku":"A","quantity":1000000000}]}`, "items[0].quantity"},
		"negative":             {`{"items":[{"sku":"A","quantity":-1}]}`, "items[0].quantity"},
		"currency":             {`{"items":[{"sku":"A","quantity":1,"currency":"USD"}]}`, "items[0].currency"},
		"price of the order":   {`{"total":{"amount_minor":1,"currency":"EUR"}}`, "total"},
		"NUL in the sku":       {`{"items":[{"sku":"A\u0000","quantity":1}]}`, "items[0].sku"},
		"unknown country":      {`{"shipping_address":{"country":"QQ"}}`, "shipping_address.country"},
		"small letters":        {`{"shipping_address":{"country":"de"}}`, "shipping_address.country"},
		"1,000 lines":          {`{"items":[` + strings.Repeat(`{"sku":"A","quantity":1},`, 999) + `{"sku":"A","quantity":1}]}`, "items"},
		"10 kB":                {`{"shipping_address":{"city":"` + strings.Repeat("x", 10_000) + `"}}`, "shipping_address.city"},
		"null":                 {`null`, "items"},
	} {
		l.expectProblem(what, l.call("POST", orders, token, c.body), 400, "invalid_request", c.field)
	}
	expect(t, "half-written orders", l.count(`SELECT count(*) FROM orders`), 0)
	big := `{"note":"` + strings.Repeat("x", 1<<20) + `"}`
	l.expectProblem("over 1 MiB", l.call("POST", orders, token, big), 413, "payload_too_large", "")
	fits := `{"note":"` + strings.Repeat("x", 1<<20-len(`{"note":""}`)) + `"}`
	l.expectProblem("exactly 1 MiB", l.call("POST", orders, token, fits), 400, "invalid_request", "note")
	l.expectProblem("not JSON", l.call("POST", orders, token, "a=b", "Content-Type", "application/x-www-form-urlencoded"), 415, "unsupported_media_type", "")
}

func TestTokens(t *testing.T) {
	l := startLab(t)
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	claims := func(change func(jwt.MapClaims)) jwt.MapClaims {
		c := claimsOf(uuid.NewString(), "customer")
		change(c)
		return c
	}
	same := func(jwt.MapClaims) {}
	for what, token := range map[string]string{
		"none":           "",
		"garbage":        "abc",
		"expired":        l.issuer.token(claims(func(c jwt.MapClaims) { c["exp"] = time.Now().Add(-10 * time.Second).Unix() })),
		"no expiry":      l.issuer.token(claims(func(c jwt.MapClaims) { delete(c, "exp") })),
		"other issuer":   l.issuer.token(claims(func(c jwt.MapClaims) { c["iss"] = "evil" })),
		"other audience": l.issuer.token(claims(func(c jwt.MapClaims) { c["aud"] = "evil" })),
		"no subject":     l.issuer.token(claims(func(c jwt.MapClaims) { delete(c, "sub") })),
		"another key":    signed(jwt.SigningMethodRS256, claims(same), keyID, stranger),
		"unknown key":    signed(jwt.SigningMethodRS256, claims(same), "who", stranger),
		"alg none":       signed(jwt.SigningMethodNone, claims(same), keyID, jwt.UnsafeAllowNoneSignatureType),
		"alg HS256":      signed(jwt.SigningMethodHS256, claims(same), keyID, l.issuer.key.N.Bytes()),
		"alg RS512":      signed(jwt.SigningMethodRS512, claims(same), keyID, l.issuer.key),
	} {
		got := l.call("GET", "/api/v1/orders", token, nil)
		l.expectProblem(what, got, http.StatusUnauthorized, "unauthorized", "")
		expect(t, what+": WWW-Authenticate", got.header.Get("WWW-Authenticate"), "Bearer")
	}
	l.expectProblem("token before body", l.call("POST", "/api/v1/orders", "", "{"), 401, "unauthorized", "")
	l.expectProblem("role", l.call("GET", "/api/v1/orders", l.issuer.token(claimsOf(uuid.NewString(), "guest")), nil), 403, "forbidden", "")
	l.expectProblem("role before body", l.call("POST", "/api/v1/orders", l.issuer.token(claimsOf("x", "service")), "{"), 403, "forbidden", "")

	l.issuer.down.Store(true)
	expect(t, "known keys work while user-service is away", l.call("GET", "/api/v1/orders", l.issuer.person("customer").token, nil).status, 200)
}
