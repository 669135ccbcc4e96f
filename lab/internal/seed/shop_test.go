package seed

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"oms-lab/contracts/client/inventory"
	"oms-lab/contracts/client/orders"
	"oms-lab/contracts/client/users"
)

// shop is a gateway with just enough behind it: accounts, two products, and orders whose card decides.
type shop struct {
	mu       sync.Mutex
	accounts map[string]bool
	orders   []orders.NewOrder
	keys     map[string]bool
	// busy is how many orders are turned away with 503 before the first is taken.
	busy int
}

var rules = orders.Pricing{Currency: "EUR", ShippingZones: []orders.ShippingZone{{Shipping: orders.Amount{AmountMinor: 490, Currency: "EUR"}}}}

func newShop(t *testing.T) (*shop, string) {
	s := &shop{accounts: map[string]bool{}, keys: map[string]bool{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/users/register", s.register)
	mux.HandleFunc("POST /api/v1/users/login", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 200, map[string]any{"access_token": "token"})
	})
	mux.HandleFunc("GET /api/v1/inventory", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("cursor") == "" {
			reply(w, 200, map[string]any{"items": []inventory.Item{{SKU: "LAP-1001", Available: 5}, {SKU: "LAP-1002"}}, "next_cursor": "next"})
			return
		}
		reply(w, 200, map[string]any{"items": []inventory.Item{{SKU: "LAP-1003", Available: 5}}, "next_cursor": nil})
	})
	mux.HandleFunc("POST /api/v1/orders", s.place)
	mux.HandleFunc("GET /api/v1/orders/pricing", func(w http.ResponseWriter, _ *http.Request) { reply(w, 200, rules) })
	// A shop of an older kind, which tells nobody its rules.
	mux.Handle("/old/", http.StripPrefix("/old", mux))
	mux.Handle("GET /old/api/v1/orders/pricing", http.NotFoundHandler())
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return s, server.URL
}

func (s *shop) register(w http.ResponseWriter, r *http.Request) {
	var account users.NewUser
	_ = json.NewDecoder(r.Body).Decode(&account)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.accounts[account.Email] {
		reply(w, 409, orders.Problem{Status: 409, Code: "email_taken"})
		return
	}
	s.accounts[account.Email] = true
	reply(w, 201, map[string]any{})
}

func (s *shop) place(w http.ResponseWriter, r *http.Request) {
	var request orders.NewOrder
	_ = json.NewDecoder(r.Body).Decode(&request)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy > 0 {
		s.busy--
		reply(w, 503, orders.Problem{Status: 503, Code: "dependency_unavailable"})
		return
	}
	s.orders = append(s.orders, request)
	s.keys[r.Header.Get("Idempotency-Key")] = true
	switch {
	case r.Header.Get("Authorization") != "Bearer token":
		reply(w, 401, orders.Problem{Status: 401, Title: "Sign in first"})
	case strings.Contains("tok_declined tok_fraud tok_insufficient_funds", request.PaymentMethod.Token):
		reply(w, 402, orders.Problem{Status: 402, Code: "payment_declined"})
	default:
		reply(w, 201, orders.Order{Number: fmt.Sprintf("ORD-2026-%06d", len(s.orders)), Status: "confirmed",
			Total: orders.Amount{AmountMinor: 1000, Currency: "EUR"}, TraceID: "0af7651916cd43dd8448eb211c80319c"})
	}
}

func reply(w http.ResponseWriter, status int, body any) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
