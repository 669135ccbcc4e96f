package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestOrderIsConfirmed(t *testing.T) {
	l := startLab(t)
	ada := l.issuer.person("customer")
	body := orderOf("LAP-1001", 2, "tok_visa")
	body["items"] = append(body["items"].([]map[string]any), map[string]any{"sku": "MON-2001", "quantity": 1}, map[string]any{"sku": "LAP-1001", "quantity": 1})
	traceID := "0af7651916cd43dd8448eb211c80319c"
	placed := l.call("POST", "/api/v1/orders", ada.token, body, "traceparent", "00-"+traceID+"-b7ad6b7169203331-01", "X-Request-Id", "my-request.1")
	expect(t, "status", placed.status, http.StatusCreated)
	expect(t, "order status", placed.text("status"), "confirmed")
	expect(t, "customer", placed.text("customer_id"), ada.id.String())
	expect(t, "trace", placed.text("trace_id"), traceID)
	expect(t, "request id", placed.header.Get("X-Request-Id"), "my-request.1")
	expect(t, "lines", len(placed.json["items"].([]any)), 2)
	// 4 × 19.99 net, 19 % tax rounded half up, and shipping below 100.00
	for field, want := range map[string]float64{"subtotal": 7996, "tax": 1519, "shipping": 490, "total": 10005} {
		expect(t, field, placed.json[field].(map[string]any)["amount_minor"].(float64), want)
	}
	if !strings.HasPrefix(placed.text("number"), "ORD-20") || !strings.HasSuffix(placed.text("number"), "-000001") {
		t.Errorf("number %q", placed.text("number"))
	}
	reservation, payment, charges, _ := l.peers.state(placed.id())
	expect(t, "reservation", reservation, "committed")
	expect(t, "payment", payment, "captured")
	expect(t, "charges", charges, 1)
	for _, parent := range l.peers.traceparents {
		if !strings.Contains(parent, traceID) {
			t.Errorf("a call to a peer left the trace: %q", parent)
		}
	}

	read := l.call("GET", "/api/v1/orders/"+placed.id().String(), ada.token, nil)
	expect(t, "read", read.status, http.StatusOK)
	expect(t, "same order", string(read.body), string(placed.body))
	expect(t, "etag", read.header.Get("ETag"), `"`+read.text("version")+`"`)
	unchanged := l.call("GET", "/api/v1/orders/"+placed.id().String(), ada.token, nil, "If-None-Match", read.header.Get("ETag"))
	expect(t, "unchanged", unchanged.status, http.StatusNotModified)

	history := l.call("GET", "/api/v1/orders/"+placed.id().String()+"/events", ada.token, nil).json["items"].([]any)
	expect(t, "history", len(history), 2)
	expect(t, "first", history[0].(map[string]any)["status"], any("pending"))
	expect(t, "first actor", history[0].(map[string]any)["actor"], any("customer:"+ada.id.String()))
	expect(t, "second", history[1].(map[string]any)["status"], any("confirmed"))
	expect(t, "second from", history[1].(map[string]any)["from"], any("pending"))

	expect(t, "card token kept", l.count(`SELECT count(*) FROM orders WHERE payment_method IS NOT NULL`), 0)
	for _, line := range []string{
		`orders_created_total{outcome="confirmed"} 1`, `orders{status="confirmed"} 1`,
		`order_value_minor_total{currency="EUR"} 10005`, `order_processing_duration_seconds_count 1`,
	} {
		if !l.metric(line) {
			t.Errorf("missing metric %s", line)
		}
	}
	if !l.exemplar("http_server_request_duration_seconds_bucket{", traceID) {
		t.Error("no exemplar with the order's trace")
	}
}

func TestOutOfStockIsRejected(t *testing.T) {
	l := startLab(t)
	ada := l.issuer.person("customer")
	got := l.call("POST", "/api/v1/orders", ada.token, orderOf("RARE-1", 2, "tok_visa"))
	expect(t, "status", got.status, http.StatusConflict)
	expect(t, "code", got.text("code"), "out_of_stock")
	expect(t, "skus", got.text("skus"), "[RARE-1]")
	order := l.call("GET", "/api/v1/orders/"+got.text("order_id"), ada.token, nil)
	expect(t, "order status", order.text("status"), "rejected")
	expect(t, "reason", order.text("status_reason"), "out_of_stock")
	_, payment, _, _ := l.peers.state(got.id())
	expect(t, "payment", payment, "")
}

func TestDeclinedPaymentReleasesStock(t *testing.T) {
	l := startLab(t)
	ada := l.issuer.person("customer")
	got := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 3, "tok_declined"))
	expect(t, "status", got.status, http.StatusPaymentRequired)
	expect(t, "code", got.text("code"), "payment_declined")
	expect(t, "decline code", got.text("decline_code"), "card_declined")
	reservation, _, charges, _ := l.peers.state(got.id())
	expect(t, "reservation", reservation, "released")
	expect(t, "charges", charges, 0)
	expect(t, "stock", l.peers.stockOf("LAP-1001"), 50)
	expect(t, "open compensations", l.count(`SELECT count(*) FROM compensations WHERE done_at IS NULL`), 0)
}

func TestGatewayTimeoutEndsDeclined(t *testing.T) {
	l := startLab(t)
	got := l.call("POST", "/api/v1/orders", l.issuer.person("customer").token, orderOf("LAP-1001", 1, "tok_timeout"))
	expect(t, "status", got.status, http.StatusPaymentRequired)
	expect(t, "decline code", got.text("decline_code"), "gateway_timeout")
	expect(t, "stock", l.peers.stockOf("LAP-1001"), 50)
}

func TestCancelCompensates(t *testing.T) {
	l := startLab(t)
	ada, operator := l.issuer.person("customer"), l.issuer.person("operator")
	placed := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 2, "tok_visa"))
	path := "/api/v1/orders/" + placed.id().String()

	got := l.call("DELETE", path, ada.token, nil)
	expect(t, "status", got.status, http.StatusOK)
	expect(t, "order status", got.text("status"), "cancelled")
	reservation, payment, _, refunds := l.peers.state(placed.id())
	expect(t, "reservation", reservation, "released")
	expect(t, "payment", payment, "refunded")
	expect(t, "refunds", refunds, 1)
	expect(t, "stock", l.peers.stockOf("LAP-1001"), 50)

	again := l.call("DELETE", path, operator.token, nil)
	expect(t, "again", again.status, http.StatusOK)
	expect(t, "version", again.text("version"), got.text("version"))
	_, _, _, refunds = l.peers.state(placed.id())
	expect(t, "refunds", refunds, 1)
}

func TestShippedOrderCannotBeCancelled(t *testing.T) {
	l := startLab(t)
	ada := l.issuer.person("customer")
	placed := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, "tok_visa"))
	_, err := l.db.Exec(t.Context(), `UPDATE orders SET status = 'shipped' WHERE id = $1`, placed.id())
	must(t, err)
	got := l.call("DELETE", "/api/v1/orders/"+placed.id().String(), ada.token, nil)
	expect(t, "status", got.status, http.StatusConflict)
	expect(t, "code", got.text("code"), "invalid_transition")
	expect(t, "from", got.text("from"), "shipped")
	expect(t, "to", got.text("to"), "cancelled")
	_, payment, _, _ := l.peers.state(placed.id())
	expect(t, "payment", payment, "captured")
}

func TestOrdersOfOthersAreNotThere(t *testing.T) {
	l := startLab(t)
	ada, eve, operator := l.issuer.person("customer"), l.issuer.person("customer"), l.issuer.person("operator")
	placed := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, "tok_visa"))
	path := "/api/v1/orders/" + placed.id().String()
	for _, c := range []struct{ method, path string }{{"GET", path}, {"DELETE", path}, {"GET", path + "/events"}} {
		expect(t, c.method+" by another", l.call(c.method, c.path, eve.token, nil).status, http.StatusNotFound)
	}
	expect(t, "unknown id", l.call("GET", "/api/v1/orders/"+uuid.NewString(), ada.token, nil).status, http.StatusNotFound)
	expect(t, "no id", l.call("GET", "/api/v1/orders/abc", ada.token, nil).status, http.StatusNotFound)
	expect(t, "by an operator", l.call("GET", path, operator.token, nil).status, http.StatusOK)
	expect(t, "service role", l.call("GET", path, l.issuer.token(claimsOf("order-service", "service")), nil).status, http.StatusForbidden)

	own := func(token, query string) int {
		return len(l.call("GET", "/api/v1/orders"+query, token, nil).json["items"].([]any))
	}
	expect(t, "ada's list", own(ada.token, ""), 1)
	expect(t, "eve's list", own(eve.token, "?customer_id="+ada.id.String()), 0)
	expect(t, "operator's list", own(operator.token, "?customer_id="+ada.id.String()), 1)
	expect(t, "operator's list of eve", own(operator.token, "?customer_id="+eve.id.String()), 0)
	expect(t, "by status", own(operator.token, "?status=confirmed"), 1)
	expect(t, "by other status", own(operator.token, "?status=pending,rejected"), 0)
}

func TestListPages(t *testing.T) {
	l := startLab(t)
	ada := l.issuer.person("customer")
	var placed []string
	for range 5 {
		placed = append([]string{l.call("POST", "/api/v1/orders", ada.token, orderOf("MON-2001", 1, "tok_visa")).text("id")}, placed...)
	}
	var listed []string
	cursor, pages := "", 0
	for {
		page := l.call("GET", "/api/v1/orders?limit=2"+cursor, ada.token, nil)
		expect(t, "status", page.status, http.StatusOK)
		for _, item := range page.json["items"].([]any) {
			listed = append(listed, item.(map[string]any)["id"].(string))
		}
		pages++
		next, more := page.json["next_cursor"].(string)
		if !more {
			break
		}
		cursor = "&cursor=" + next
	}
	expect(t, "pages", pages, 3)
	expect(t, "newest first", strings.Join(listed, " "), strings.Join(placed, " "))
	for query, field := range map[string]string{"limit=0": "limit", "limit=201": "limit", "limit=x": "limit", "cursor=!!": "cursor", "status=lost": "status", "customer_id=1": "customer_id"} {
		got := l.call("GET", "/api/v1/orders?"+query, ada.token, nil)
		expect(t, query, got.status, http.StatusBadRequest)
		expect(t, query, got.json["errors"].([]any)[0].(map[string]any)["field"], any(field))
	}
}
