package main

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// confirmed places an order and answers its path.
func (l *lab) confirmed(who person) (placed answer, path string) {
	l.t.Helper()
	placed = l.call("POST", "/api/v1/orders", who.token, orderOf("LAP-1001", 1, "tok_visa"))
	expect(l.t, "placed", placed.status, http.StatusCreated)
	return placed, "/api/v1/orders/" + placed.id().String()
}

func (l *lab) move(path string, who person, status string, more ...any) answer {
	l.t.Helper()
	body := map[string]any{"status": status}
	for i := 0; i < len(more); i += 2 {
		body[more[i].(string)] = more[i+1]
	}
	return l.call("POST", path+"/status", who.token, body)
}

func TestOrderIsMovedToItsEnd(t *testing.T) {
	l := startLab(t)
	eventually(t, "the broker is connected", l.brokerIsThere)
	deliveries := l.listen()
	ada, operator := l.issuer.person("customer"), l.issuer.person("operator")
	placed, path := l.confirmed(ada)

	l.expectProblem("a customer", l.move(path, ada, "processing"), 403, "forbidden", "")
	for what, c := range map[string]struct {
		more  []any
		field string
	}{
		"shipped":    {[]any{"tracking_number", "T 1"}, "tracking_number"},
		"processing": {[]any{"tracking_number", "T1"}, "tracking_number"},
		"lost":       {nil, "status"},
		"delivered":  {[]any{"note", strings.Repeat("x", 501)}, "note"},
	} {
		l.expectProblem("to "+what, l.move(path, operator, what, c.more...), 400, "invalid_request", c.field)
	}
	for _, status := range []string{"delivered", "shipped", "refunded", "pending", "confirmed", "rejected"} {
		refused := l.move(path, operator, status)
		l.expectProblem("to "+status, refused, 409, "invalid_transition", "")
		expect(t, "from", refused.text("from"), "confirmed")
		expect(t, "to", refused.text("to"), status)
	}

	expect(t, "processing", l.move(path, operator, "processing", "note", "Gift wrap. 🎁").text("status"), "processing")
	shipped := l.move(path, operator, "shipped", "tracking_number", "T-1")
	expect(t, "tracking number", shipped.text("tracking_number"), "T-1")
	expect(t, "etag", shipped.header.Get("ETag"), `"`+shipped.text("version")+`"`)
	expect(t, "delivered", l.move(path, operator, "delivered").text("status"), "delivered")
	expect(t, "refunded", l.move(path, operator, "refunded", "note", "Broken.").text("status_reason"), "Broken.")
	_, payment, _, refunds := l.peers.state(placed.id())
	expect(t, "payment", payment, "refunded")
	expect(t, "refunds", refunds, 1)

	history := l.call("GET", path+"/events", ada.token, nil).json["items"].([]any)
	third := history[2].(map[string]any)
	expect(t, "reason", third["reason"], any("Gift wrap. 🎁"))
	expect(t, "actor", third["actor"], any("operator:"+operator.id.String()))
	l.checkPages(path+"/events", ada, history)
	for _, eventType := range []string{"created", "confirmed", "processing", "shipped", "delivered", "refunded"} {
		d := next(t, deliveries)
		expect(t, "event", d.RoutingKey, "order."+eventType)
		checkEvent(t, d.RoutingKey, d.Body)
	}
}

// checkPages reads a history two entries at a time: together the pages are the whole.
func (l *lab) checkPages(path string, by person, whole []any) {
	l.t.Helper()
	var all []any
	cursor := ""
	for pages := 0; pages < len(whole); pages++ {
		page := l.call("GET", path+"?limit=2"+cursor, by.token, nil).json
		all = append(all, page["items"].([]any)...)
		next, more := page["next_cursor"].(string)
		if !more {
			break
		}
		cursor = "&cursor=" + next
	}
	if !reflect.DeepEqual(all, whole) {
		l.t.Errorf("the pages are %v, the whole is %v", all, whole)
	}
	for query, field := range map[string]string{"cursor=forged": "cursor", "limit=0": "limit", "cursor=" + strings.Repeat("A", 32): "cursor"} {
		l.expectProblem(query, l.call("GET", path+"?"+query, by.token, nil), 400, "invalid_request", field)
	}
}

func TestUpdateOrder(t *testing.T) {
	l := startLab(t)
	ada, eve, operator := l.issuer.person("customer"), l.issuer.person("customer"), l.issuer.person("operator")
	placed, path := l.confirmed(ada)
	current := `"` + placed.text("version") + `"`
	address := func(city, country string) map[string]any {
		return map[string]any{"shipping_address": map[string]any{
			"name": "Ada King", "line1": "Torstraße 2", "line2": "", "city": city, "postal_code": "10119", "country": country,
		}, "note": "مرحبا"}
	}
	for what, c := range map[string]struct{ body, field string }{
		"nothing":         {`{}`, "body"},
		"unknown":         {`{"status":"shipped"}`, "status"},
		"other case":      {`{"Note":"x"}`, "Note"},
		"null address":    {`{"shipping_address":null}`, "shipping_address.city"},
		"unknown inside":  {`{"shipping_address":{"planet":"Mars"}}`, "shipping_address.planet"},
		"wrong type":      {`{"shipping_address":{"city":1}}`, "shipping_address.city"},
		"unknown country": {`{"shipping_address":{"country":"QQ"}}`, "shipping_address.country"},
		"NUL":             {`{"note":"\u0000"}`, "note"},
	} {
		l.expectProblem(what, l.call("PUT", path, ada.token, c.body, "If-Match", current), 400, "invalid_request", c.field)
	}
	put := func(who person, body any, match ...string) answer {
		return l.call("PUT", path, who.token, body, match...)
	}
	l.expectProblem("without If-Match", put(ada, address("Berlin", "DE")), 412, "precondition_failed", "")
	for _, stale := range []string{`"99"`, `W/` + current, placed.text("version"), ``} {
		l.expectProblem("If-Match "+stale, put(ada, address("Berlin", "DE"), "If-Match", stale), 412, "precondition_failed", "")
	}
	l.expectProblem("another customer", put(eve, address("Berlin", "DE"), "If-Match", current), 404, "not_found", "")
	l.expectProblem("another country", put(ada, address("Wien", "AT"), "If-Match", current), 409, "conflict", "")

	changed := put(ada, address("Potsdam", "DE"), "If-Match", `"1", `+current)
	expect(t, "status", changed.status, 200)
	expect(t, "note", changed.text("note"), "مرحبا")
	got := changed.json["shipping_address"].(map[string]any)
	expect(t, "city", got["city"], any("Potsdam"))
	if _, there := got["line2"]; there {
		t.Error("an empty second line is kept")
	}
	l.expectProblem("the same again", put(ada, address("Potsdam", "DE"), "If-Match", current), 412, "precondition_failed", "")
	same := put(ada, address("Potsdam", "DE"), "If-Match", changed.header.Get("ETag"))
	expect(t, "nothing new, same version", same.text("version"), changed.text("version"))
	removed := put(operator, `{"note":null}`, "If-Match", "*")
	expect(t, "note", removed.json["note"], nil)
	expect(t, "city stays", removed.json["shipping_address"].(map[string]any)["city"], any("Potsdam"))

	var last map[string]any
	for _, item := range l.call("GET", path+"/events", ada.token, nil).json["items"].([]any) {
		last = item.(map[string]any)
	}
	expect(t, "history", fmt.Sprint(last["from"], last["status"], last["reason"]), "confirmedconfirmednote_changed")
	expect(t, "found by the new name", len(l.list(ada, "q=king")), 1)
	expect(t, "events", l.count(`SELECT count(*) FROM outbox WHERE subject = $1`, placed.id().String()), 2)

	l.move(path, operator, "processing")
	shipped := l.move(path, operator, "shipped")
	expect(t, "a parcel that nobody follows", shipped.text("status")+fmt.Sprint(shipped.json["tracking_number"]), "shipped<nil>")
	l.expectProblem("after shipping", put(ada, `{"note":"x"}`, "If-Match", "*"), 409, "conflict", "")
}

func TestIfMatchIsOptionalElsewhere(t *testing.T) {
	l := startLab(t)
	ada, operator := l.issuer.person("customer"), l.issuer.person("operator")
	placed, path := l.confirmed(ada)
	l.expectProblem("delete", l.call("DELETE", path, ada.token, nil, "If-Match", `"1"`), 412, "precondition_failed", "")
	l.expectProblem("status", l.call("POST", path+"/status", operator.token, `{"status":"processing"}`, "If-Match", `"1"`), 412, "precondition_failed", "")
	got := l.call("DELETE", path, ada.token, nil, "If-Match", `"`+placed.text("version")+`"`)
	expect(t, "current version", got.status, 200)
}

// Fifty people press the button at once: one of them changes the order, and the money moves once.
func TestOneOfManyChangesWins(t *testing.T) {
	l := startLab(t)
	ada, operator := l.issuer.person("customer"), l.issuer.person("operator")
	for what, request := range map[string]func(i int, path, version string) answer{
		"cancellations": func(_ int, path, _ string) answer { return l.move(path, operator, "cancelled") },
		"changes of one version": func(i int, path, version string) answer {
			match := []string{"If-Match", version}
			switch i % 4 {
			case 0:
				return l.call("DELETE", path, ada.token, nil, match...)
			case 1:
				return l.call("PUT", path, ada.token, fmt.Sprintf(`{"note":"%d"}`, i), match...)
			case 2:
				return l.call("POST", path+"/status", operator.token, `{"status":"processing"}`, match...)
			default:
				return l.call("POST", path+"/status", operator.token, `{"status":"cancelled"}`, match...)
			}
		},
	} {
		t.Run(what, func(t *testing.T) {
			placed, path := l.confirmed(ada)
			before := l.count(`SELECT count(*) FROM order_history WHERE order_id = $1`, placed.id())
			statuses := make([]int, 50)
			var group sync.WaitGroup
			for i := range statuses {
				group.Go(func() { statuses[i] = request(i, path, `"`+placed.text("version")+`"`).status })
			}
			group.Wait()
			won := 0
			for _, s := range statuses {
				switch s {
				case http.StatusOK:
					won++
				case http.StatusConflict, http.StatusPreconditionFailed:
				default:
					t.Errorf("a loser got %d", s)
				}
			}
			expect(t, "winners", won, 1)
			expect(t, "changes", l.count(`SELECT count(*) FROM order_history WHERE order_id = $1`, placed.id())-before, 1)
			if _, payment, _, refunds := l.peers.state(placed.id()); payment == "refunded" {
				expect(t, "refunds", refunds, 1)
			}
		})
	}
}

// Whoever cancels an order while it is being placed gets it settled: nothing held, nothing taken.
func TestCancelledWhileItIsPlaced(t *testing.T) {
	l := startLab(t)
	ada := l.issuer.person("customer")
	var group sync.WaitGroup
	answers := make([]answer, 8)
	for i := range answers {
		group.Go(func() { answers[i] = l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, "tok_visa")) })
		group.Go(func() {
			eventually(t, "the order is there", func() bool { return len(l.list(ada, "limit=200")) > i })
			for _, o := range l.list(ada, "limit=200") {
				l.call("DELETE", "/api/v1/orders/"+o["id"].(string), ada.token, nil)
			}
		})
	}
	group.Wait()
	eventually(t, "every order is settled", func() bool {
		for _, a := range answers {
			o := l.call("GET", "/api/v1/orders/"+a.id().String(), ada.token, nil)
			reservation, payment, charges, refunds := l.peers.state(a.id())
			switch o.text("status") {
			case "confirmed":
				if reservation != "committed" || payment != "captured" || charges != 1 {
					return false
				}
			case "cancelled":
				if reservation == "reserved" || reservation == "committed" || charges != refunds {
					return false
				}
			default:
				return false
			}
		}
		return l.count(`SELECT count(*) FROM compensations WHERE done_at IS NULL`) == 0
	})
}
