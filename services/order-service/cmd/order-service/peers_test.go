package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
)

// peers stands for user-service, inventory-service and payment-service: idempotent by order
// as they are, and each can be made not to answer.
type peers struct {
	url string

	mu           sync.Mutex
	down         map[string]bool   // by service
	crash        map[string]bool   // does its work once, then dies before it answers
	hung         map[string]bool   // takes requests and never answers
	stock        map[string]int    // by SKU
	reservations map[string]string // status by order
	held         map[string][]line // by order
	payments     map[string]*payment
	charges      map[string]int // how often money moved, by order
	refunds      map[string]int
	shipTo       map[string]string // country by order
	traceparents []string
}

type line struct {
	SKU      string `json:"sku"`
	Quantity int    `json:"quantity"`
}

type payment struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

var declines = map[string]string{"tok_declined": "card_declined", "tok_insufficient_funds": "insufficient_funds"}

func newPeers(t *testing.T) *peers {
	t.Helper()
	p := &peers{
		down: map[string]bool{}, crash: map[string]bool{}, hung: map[string]bool{},
		stock:        map[string]int{"LAP-1001": 50, "MON-2001": 50, "RARE-1": 1},
		reservations: map[string]string{}, held: map[string][]line{},
		payments: map[string]*payment{}, charges: map[string]int{}, refunds: map[string]int{}, shipTo: map[string]string{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/users/token", p.serve("user", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 200, map[string]any{"access_token": "service-token", "token_type": "Bearer", "expires_in": 900})
	}))
	mux.HandleFunc("GET /api/v1/users/{id}", p.serve("user", func(w http.ResponseWriter, r *http.Request) {
		reply(w, 200, map[string]any{"id": r.PathValue("id"), "email": "ada@oms.example", "name": "Ada Lovelace", "phone": "+447700900123", "active": true})
	}))
	mux.HandleFunc("POST /api/v1/inventory/reserve", p.serve("inventory", p.reserve))
	mux.HandleFunc("POST /api/v1/inventory/commit", p.serve("inventory", p.commit))
	mux.HandleFunc("POST /api/v1/inventory/release", p.serve("inventory", p.release))
	mux.HandleFunc("POST /api/v1/payments", p.serve("payment", p.charge))
	mux.HandleFunc("GET /api/v1/payments/order/{order}", p.serve("payment", p.ofOrder))
	mux.HandleFunc("POST /api/v1/payments/{id}/refund", p.serve("payment", p.refund))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

// serve handles one call at a time, unless the service is down: then the connection breaks.
func (p *peers) serve(service string, handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		if p.hung[service] && r.URL.Path != "/api/v1/users/token" {
			p.mu.Unlock()
			<-r.Context().Done()
			return
		}
		defer p.mu.Unlock()
		p.traceparents = append(p.traceparents, r.Header.Get("traceparent"))
		if p.down[service] {
			panic(http.ErrAbortHandler)
		}
		if r.URL.Path != "/api/v1/users/token" && r.Header.Get("Authorization") != "Bearer service-token" {
			reply(w, 401, map[string]any{"code": "unauthorized"})
			return
		}
		if p.crash[service] {
			p.down[service], p.crash[service] = true, false
			handle(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
		handle(w, r)
	}
}

func (p *peers) set(service string, down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down[service] = down
}

// hang makes a service take requests and never answer them.
func (p *peers) hang(service string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hung[service] = true
}

func (p *peers) crashOnNext(service string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.crash[service] = true
}

func (p *peers) reserve(w http.ResponseWriter, r *http.Request) {
	var in struct {
		OrderID string `json:"order_id"`
		Items   []line `json:"items"`
		ShipTo  struct {
			Country string `json:"country"`
		} `json:"ship_to"`
	}
	read(r, &in)
	p.shipTo[in.OrderID] = in.ShipTo.Country
	if s := p.reservations[in.OrderID]; s == "" || s == "expired" {
		var short []string
		for _, l := range in.Items {
			if p.stock[l.SKU] < l.Quantity {
				short = append(short, l.SKU)
			}
		}
		if short != nil {
			reply(w, 409, map[string]any{"code": "out_of_stock", "skus": short})
			return
		}
		for _, l := range in.Items {
			p.stock[l.SKU] -= l.Quantity
		}
		p.reservations[in.OrderID], p.held[in.OrderID] = "reserved", in.Items
	}
	items := []map[string]any{}
	for _, l := range in.Items {
		items = append(items, map[string]any{"sku": l.SKU, "name": "Thing " + l.SKU, "quantity": l.Quantity,
			"unit_price": map[string]any{"amount_minor": 1999, "currency": "EUR"}})
	}
	reply(w, 200, map[string]any{"reservation_id": in.OrderID, "order_id": in.OrderID, "items": items})
}

func (p *peers) commit(w http.ResponseWriter, r *http.Request) {
	id := orderID(r)
	if s := p.reservations[id]; s != "reserved" && s != "committed" {
		reply(w, 409, map[string]any{"code": "conflict"})
		return
	}
	p.reservations[id] = "committed"
	reply(w, 200, map[string]any{"order_id": id, "status": "committed"})
}

func (p *peers) release(w http.ResponseWriter, r *http.Request) {
	id := orderID(r)
	p.giveBack(id)
	p.reservations[id] = "released"
	reply(w, 200, map[string]any{"order_id": id, "status": "released"})
}

// expire is what inventory-service does with a reservation that nobody commits.
func (p *peers) expire(order string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.giveBack(order)
	p.reservations[order] = "expired"
}

func (p *peers) giveBack(order string) {
	if s := p.reservations[order]; s == "reserved" || s == "committed" {
		for _, l := range p.held[order] {
			p.stock[l.SKU] += l.Quantity
		}
	}
}

func (p *peers) charge(w http.ResponseWriter, r *http.Request) {
	var in struct {
		OrderID string `json:"order_id"`
		Amount  struct {
			AmountMinor int64 `json:"amount_minor"`
		} `json:"amount"`
		Method struct {
			Token string `json:"token"`
		} `json:"method"`
	}
	read(r, &in)
	known := p.payments[in.OrderID]
	switch code := declines[in.Method.Token]; {
	case known != nil && slices.Contains([]string{"captured", "partially_refunded", "refunded"}, known.Status):
		reply(w, 200, known)
	case known != nil && known.Status == "declined":
		reply(w, 402, map[string]any{"code": "payment_declined", "decline_code": "gateway_timeout"})
	case known != nil: // asked again, the card gateway knows nothing
		known.Status = "declined"
		reply(w, 402, map[string]any{"code": "payment_declined", "decline_code": "gateway_timeout"})
	case code != "":
		p.payments[in.OrderID] = &payment{uuid.NewString(), "declined"}
		reply(w, 402, map[string]any{"code": "payment_declined", "decline_code": code})
	case in.Method.Token == "tok_timeout":
		p.payments[in.OrderID] = &payment{uuid.NewString(), "pending"}
		reply(w, 504, map[string]any{"code": "payment_gateway_timeout"})
	default:
		p.charges[in.OrderID]++
		p.payments[in.OrderID] = &payment{uuid.NewString(), "captured"}
		reply(w, 201, p.payments[in.OrderID])
	}
}

func (p *peers) ofOrder(w http.ResponseWriter, r *http.Request) {
	if known := p.payments[r.PathValue("order")]; known != nil {
		reply(w, 200, known)
		return
	}
	reply(w, 404, map[string]any{"code": "not_found"})
}

func (p *peers) refund(w http.ResponseWriter, r *http.Request) {
	for order, known := range p.payments {
		if known.ID == r.PathValue("id") {
			if known.Status != "captured" || r.Header.Get("Idempotency-Key") == "" {
				reply(w, 422, map[string]any{"code": "refund_exceeds_captured"})
				return
			}
			known.Status = "refunded"
			p.refunds[order]++
			reply(w, 201, map[string]any{"id": uuid.NewString()})
			return
		}
	}
	reply(w, 404, map[string]any{"code": "not_found"})
}

// state is what the peers hold of an order.
func (p *peers) state(id uuid.UUID) (reservation, paymentStatus string, charges, refunds int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.payments[id.String()]; known != nil {
		paymentStatus = known.Status
	}
	return p.reservations[id.String()], paymentStatus, p.charges[id.String()], p.refunds[id.String()]
}

func (p *peers) stockOf(sku string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stock[sku]
}

func orderID(r *http.Request) string {
	var in struct {
		OrderID string `json:"order_id"`
	}
	read(r, &in)
	return in.OrderID
}

func read(r *http.Request, v any) {
	if err := json.NewDecoder(r.Body).Decode(v); err != nil {
		panic(http.ErrAbortHandler)
	}
}

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
