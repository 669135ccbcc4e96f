package main

import (
	"net/http"
	"sync"
	"testing"
)

func TestParallelRequestsWithOneKeyMakeOneOrder(t *testing.T) {
	l := startLab(t)
	ada := l.issuer.person("customer")
	answers := make([]answer, 20)
	var group sync.WaitGroup
	for i := range answers {
		group.Go(func() {
			answers[i] = l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, "tok_visa"), "Idempotency-Key", "one-and-only")
		})
	}
	group.Wait()
	for _, a := range answers {
		expect(t, "status", a.status, http.StatusCreated)
		expect(t, "body", string(a.body), string(answers[0].body))
	}
	expect(t, "orders", l.count(`SELECT count(*) FROM orders`), 1)
	expect(t, "stock", l.peers.stockOf("LAP-1001"), 49)
}

func TestIdempotencyKey(t *testing.T) {
	l := startLab(t)
	ada, eve := l.issuer.person("customer"), l.issuer.person("customer")
	place := func(who person, body any) answer {
		return l.call("POST", "/api/v1/orders", who.token, body, "Idempotency-Key", "k1")
	}
	first := place(ada, orderOf("LAP-1001", 1, "tok_declined"))
	expect(t, "first", first.status, http.StatusPaymentRequired)
	again := place(ada, orderOf("LAP-1001", 1, "tok_declined"))
	expect(t, "again", string(again.body), string(first.body))
	expect(t, "again", again.header.Get("Content-Type"), "application/problem+json")

	other := place(ada, orderOf("LAP-1001", 2, "tok_declined"))
	expect(t, "other body", other.status, http.StatusUnprocessableEntity)
	expect(t, "other body", other.text("code"), "idempotency_key_reused")
	expect(t, "another customer", place(eve, orderOf("LAP-1001", 2, "tok_visa")).status, http.StatusCreated)
	expect(t, "orders", l.count(`SELECT count(*) FROM orders`), 2)

	bad := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, "tok_visa"), "Idempotency-Key", "a b")
	expect(t, "malformed key", bad.status, http.StatusBadRequest)
}
