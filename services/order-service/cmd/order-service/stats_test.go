package main

import (
	"testing"
	"time"
)

func amountOf(o map[string]any, field string) int64 {
	return int64(o[field].(map[string]any)["amount_minor"].(float64))
}

func TestStats(t *testing.T) {
	l := startLab(t)
	ada, eve, operator := l.issuer.person("customer"), l.issuer.person("customer"), l.issuer.person("operator")
	for _, token := range []string{"tok_visa", "tok_visa", "tok_declined"} {
		l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, token))
	}
	l.confirmed(eve)
	_, cancelled := l.confirmed(eve)
	l.call("DELETE", cancelled, eve.token, nil)
	_, err := l.db.Exec(t.Context(), `UPDATE orders SET refunded_minor = 1000 WHERE customer_id = $1 AND status = 'confirmed'`, eve.id)
	must(t, err)
	const price = 1999 + 380 + 490

	all := l.call("GET", "/api/v1/orders/stats", operator.token, nil)
	expect(t, "status", all.status, 200)
	expect(t, "orders", all.json["orders"], any(5.0))
	expect(t, "revenue", amountOf(all.json, "revenue"), 3*price-1000)
	expect(t, "average", amountOf(all.json, "average_order_value"), (3*price-1000+1)/3)
	for status, want := range map[string]float64{"confirmed": 3, "rejected": 1, "cancelled": 1, "shipped": 0} {
		expect(t, status, all.json["by_status"].(map[string]any)[status], any(want))
	}
	if p50, ok := all.json["processing_seconds"].(map[string]any)["p50"].(float64); !ok || p50 <= 0 || p50 > 10 {
		t.Errorf("p50 %v", all.json["processing_seconds"])
	}
	buckets := all.json["buckets"].([]any)
	expect(t, "buckets of a day", len(buckets) == 24 || len(buckets) == 25, true)
	expect(t, "empty bucket", buckets[1].(map[string]any)["processing_seconds"].(map[string]any)["p95"], nil)
	var orders, confirmed, revenue int64
	for _, b := range buckets {
		orders += int64(b.(map[string]any)["orders"].(float64))
		confirmed += int64(b.(map[string]any)["confirmed"].(float64))
		revenue += amountOf(b.(map[string]any), "revenue")
	}
	expect(t, "orders in buckets", orders, 5)
	expect(t, "confirmed in buckets", confirmed, 3)
	expect(t, "revenue in buckets", revenue, 3*price-1000)

	own := l.call("GET", "/api/v1/orders/stats?interval=day&from="+time.Now().UTC().AddDate(0, 0, -3).Format(time.DateOnly), eve.token, nil)
	expect(t, "eve's orders", own.json["orders"], any(2.0))
	expect(t, "eve's buckets", len(own.json["buckets"].([]any)), 4)
	none := l.call("GET", "/api/v1/orders/stats?from=2020-01-01&to=2020-01-03T00:00:01Z&interval=day", operator.token, nil)
	expect(t, "nothing then", none.json["orders"], any(0.0))
	expect(t, "a second is a bucket", len(none.json["buckets"].([]any)), 3)
}

func TestPricingIsWhatOrdersCost(t *testing.T) {
	l := startLab(t)
	ada := l.issuer.person("customer")
	rules := l.call("GET", "/api/v1/orders/pricing", ada.token, nil)
	expect(t, "status", rules.status, 200)
	expect(t, "for services", l.call("GET", "/api/v1/orders/pricing", l.issuer.token(claimsOf("seed", "service")), nil).status, 200)
	expect(t, "free shipping from", amountOf(rules.json, "free_shipping_from"), 10000)
	expect(t, "tax rates", len(rules.json["tax_rates"].([]any)), 27)
	for country, want := range map[string]struct{ few, many int64 }{ // 1 × 19.99 and 6 × 19.99
		"DE": {1999 + 380 + 490, 11994 + 2279},
		"FI": {1999 + 510 + 990, 11994 + 3058},
		"US": {1999 + 2490, 11994 + 2490},
	} {
		for quantity, total := range map[int]int64{1: want.few, 6: want.many} {
			body := orderOf("LAP-1001", quantity, "tok_visa")
			body["shipping_address"].(map[string]any)["country"] = country
			placed := l.call("POST", "/api/v1/orders", ada.token, body)
			expect(t, country, amountOf(placed.json, "total"), total)
			l.peers.mu.Lock()
			expect(t, "inventory-service knows where it goes", l.peers.shipTo[placed.text("id")], country)
			l.peers.mu.Unlock()
		}
	}
}
