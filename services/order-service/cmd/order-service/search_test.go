package main

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// list answers the items of a list, from all its pages.
func (l *lab) list(who person, query string) (items []map[string]any) {
	l.t.Helper()
	cursor := ""
	for {
		page := l.call("GET", "/api/v1/orders?"+query+cursor, who.token, nil)
		expect(l.t, query, page.status, 200)
		listed, _ := page.json["items"].([]any)
		for _, item := range listed {
			items = append(items, item.(map[string]any))
		}
		next, more := page.json["next_cursor"].(string)
		if !more {
			return items
		}
		cursor = "&cursor=" + next
	}
}

func TestSearchAndSort(t *testing.T) {
	l := startLab(t)
	ada, operator := l.issuer.person("customer"), l.issuer.person("operator")
	var numbers []string
	for i, o := range []struct {
		sku, recipient string
		quantity       int
	}{{"LAP-1001", "Grace Hopper", 1}, {"MON-2001", "Jürgen O'Neill 100%", 3}, {"LAP-1001", "grace_murray", 2}} {
		body := orderOf(o.sku, o.quantity, "tok_visa")
		body["shipping_address"].(map[string]any)["name"] = o.recipient
		placed := l.call("POST", "/api/v1/orders", ada.token, body)
		expect(t, "placed", placed.status, 201)
		numbers = append(numbers, placed.text("number"))
		_, err := l.db.Exec(t.Context(), `UPDATE orders SET created_at = $2 WHERE id = $1`, placed.id(), []string{"2025-01-01", "2025-01-02", "2025-02-01"}[i])
		must(t, err)
	}
	found := func(query string) string {
		var found []string
		for _, o := range l.list(operator, query) {
			found = append(found, string(rune('a'+slices.Index(numbers, o["number"].(string)))))
		}
		return strings.Join(found, "")
	}
	year := numbers[0][4:8]
	for query, want := range map[string]string{
		"":                          "cba",
		"sort=created_at":           "abc",
		"sort=total":                "acb",
		"sort=-total&limit=1":       "bca",
		"sort=created_at&limit=2":   "abc",
		"q=ORD-" + year + "-000002": "",
		"q=grace":                   "ca",
		"q=GRACE hop":               "a",
		"q=lap-10":                  "ca",
		"q=thing mon":               "b", // the name of the item, and the beginning of the sku
		"q=on":                      "",  // two letters count at the beginning of a word
		"q=mo":                      "b",
		"q=jürgen":                  "b",
		"q=o'neill":                 "b",
		"q=100%":                    "b",
		"q=00%":                     "",
		"q=ce_mur":                  "c",
		"q=g%e":                     "",
		"q=%":                       "",
		"q=lovelace":                "cba",
		"q=lovelace mon&status=confirmed,pending": "b",
		"from=2025-01-02":                         "cb",
		"to=2025-01-02":                           "a",
		"from=2025-01-01T01:00:00%2B01:00&to=2025-01-31T23:59:59.999Z": "ba",
		"status=confirmed,cancelled&limit=1":                           "cba",
		"status=pending,cancelled":                                     "",
	} {
		name, rest, _ := strings.Cut(query, "=")
		if name == "q" {
			word, more, _ := strings.Cut(rest, "&")
			query = "q=" + url.QueryEscape(word) + "&" + more
		}
		expect(t, query, found(query), want)
	}
	// By number, now that the orders are of the year that their numbers say.
	_, err := l.db.Exec(t.Context(), `UPDATE orders SET created_at = make_date(substring(number from 5 for 4)::int, 6, 1) + right(number, 2)::int`)
	must(t, err)
	for query, want := range map[string]string{
		"q=" + numbers[1]: "b", "q=ord-" + year + "-00000": "cba", "q=ORD-": "cba", "q=ord-" + year[:2]: "cba",
		"q=ORD-" + year + "-9": "", "q=" + numbers[1] + "9": "", "q=000002": "b", "q=" + year + "-000003": "c", "q=" + numbers[0] + "+lovelace": "a",
	} {
		expect(t, query, found(query), want)
	}
}

func TestBadQueries(t *testing.T) {
	l := startLab(t)
	ada := l.issuer.person("customer")
	for range 3 {
		l.confirmed(ada)
	}
	cursor := l.call("GET", "/api/v1/orders?limit=1", ada.token, nil).text("next_cursor")
	for query, field := range map[string]string{
		"status=":                                "status",
		"status=confirmed&status=x":              "status",
		"status=confirmed,":                      "status",
		"customer_id=abc":                        "customer_id",
		"customer_id={" + uuid.NewString() + "}": "customer_id",
		"q=":                                     "q",
		"q=%00":                                  "q",
		"q=%ff":                                  "q",
		"q=%zz":                                  "q",
		"q=" + strings.Repeat("é", 101):          "q",
		"from=yesterday":                         "from",
		"from=2026-02-30":                        "from",
		"from=2026-01-01T25:00:00Z":              "from",
		"to=2026-01-01T1:00:00Z":                 "to",
		"from=2026-01-02&to=2026-01-01":          "to",
		"from=2026-01-01&to=2026-01-01":          "to",
		"sort=number":                            "sort",
		"limit=0":                                "limit",
		"limit=1.0":                              "limit",
		"limit=%2B5":                             "limit",
		"limit=1&limit=2":                        "limit",
		"limit=99999999999999999999":             "limit",
		"cursor=abc":                             "cursor",
		"cursor=" + cursor + "A":                 "cursor",
		"cursor=" + cursor + "&sort=total":       "cursor",
		"cursor=" + cursor + "&q=x":              "cursor",
		"cursor=" + strings.Repeat("_", 43):      "cursor",
	} {
		l.expectProblem(query, l.call("GET", "/api/v1/orders?"+query, ada.token, nil), 400, "invalid_request", field)
	}
	expect(t, "unknown parameters", l.call("GET", "/api/v1/orders?colour=red&colour=%zz&limit=2&cursor="+cursor, ada.token, nil).status, 200)
	for query, field := range map[string]string{
		"interval=week":                              "interval",
		"from=2025-01-01&to=2026-01-01":              "interval",
		"from=0001-01-01&to=9999-12-31&interval=day": "interval",
		"from=2999-01-01":                            "from",
		"to=2026-13-01":                              "to",
	} {
		l.expectProblem(query, l.call("GET", "/api/v1/orders/stats?"+query, ada.token, nil), 400, "invalid_request", field)
	}
}
