package postgres

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/order-service/order"
)

func TestLargeHistory(t *testing.T) {
	db := newHistory(t)
	t.Run("lists", func(t *testing.T) { listsReadTheirPageOnly(t, db) })
	t.Run("stats", func(t *testing.T) { statsReadTheirSpanOnly(t, db) })
}

// No list reads more than a small part of a large table, whatever is filtered and sorted by, on the
// first page or in the middle: the plans with their true counts prove it.
func listsReadTheirPageOnly(t *testing.T, db *DB) {
	var customer uuid.UUID
	must(t, db.pool.QueryRow(t.Context(), `SELECT customer_id FROM orders LIMIT 1`).Scan(&customer))
	half := time.Now().AddDate(0, -6, 0)
	day, nextDay := half.AddDate(0, 0, -1), half
	middle := &Position{CreatedAt: half, TotalMinor: 500_000, ID: uuid.New()}

	filters := map[string]Filter{
		"nothing":             {},
		"customer":            {CustomerID: &customer},
		"one status":          {Statuses: []order.Status{order.Delivered}},
		"status nobody has":   {Statuses: []order.Status{order.Pending}},
		"rare and common":     {Statuses: []order.Status{order.Pending, order.Rejected, order.Delivered}},
		"customer and status": {CustomerID: &customer, Statuses: []order.Status{order.Delivered, order.Refunded}},
		"from":                {From: &half},
		"to":                  {To: &half},
		"one day":             {From: &day, To: &nextDay},
		"day and status":      {From: &day, To: &nextDay, Statuses: []order.Status{order.Cancelled, order.Refunded}},
		"number":              {Search: NewSearch("ord-" + half.Format("2006") + "-1234")},
		"end of a number":     {Search: NewSearch("012345")},
		"number and name":     {Search: NewSearch("ORD-" + half.Format("2006") + "-012345 lovelace")},
		"another year":        {Search: NewSearch("ORD-1999-")},
		"common word":         {Search: NewSearch("laptop")},
		"rare word":           {Search: NewSearch("beeblebrox")},
		"name of a customer":  {Search: NewSearch("1234x")},
		"sku":                 {Search: NewSearch("lap-1007")},
		"two words":           {Search: NewSearch("lovelace router")},
		"word nobody has":     {Search: NewSearch("nonesuch")},
		"short word":          {Search: NewSearch("zz")},
		"word and status":     {Search: NewSearch("zaphod"), Statuses: []order.Status{order.Delivered, order.Confirmed}},
		"word and customer":   {Search: NewSearch("lamp"), CustomerID: &customer},
	}
	sorts := map[string]Sort{"newest": {}, "oldest": {Ascending: true}, "largest": {ByTotal: true}, "smallest": {ByTotal: true, Ascending: true}}
	for what, f := range filters {
		for by, sort := range sorts {
			for place, after := range map[string]*Position{"first": nil, "middle": middle} {
				f.Sort, f.After, f.Limit = sort, after, 51
				t.Run(what+" "+by+" "+place, func(t *testing.T) {
					sql, args := f.query()
					// What one order in 300 meets (a sku) may be looked for along the sort order: a page of 51 then
					// costs some 15,000 rows, up to 20,000 in this table, in one of any size.
					db.expectCheap(t, sql, args, historySize/8)
				})
			}
		}
	}
}

func statsReadTheirSpanOnly(t *testing.T, db *DB) {
	now := time.Now()
	sql, args := Span{From: now.Add(-24 * time.Hour), To: now}.query()
	db.expectCheap(t, sql, args, historySize/100)
	stats, err := db.Stats(t.Context(), Span{From: now.AddDate(0, 0, -365), To: now, ByDay: true})
	must(t, err)
	if stats.All.Orders < historySize*9/10 {
		t.Errorf("%d orders", stats.All.Orders)
	}
	if len(stats.ByBucket) < 365 || stats.All.ByStatus[order.Delivered] == 0 {
		t.Errorf("%d buckets, by status %v", len(stats.ByBucket), stats.All.ByStatus)
	}
	if s := stats.All.Seconds; len(s) != 3 || s[0] < 0.299 || s[0] > 0.301 {
		t.Errorf("percentiles %v", s)
	}
}

// plan is a node of EXPLAIN's JSON.
type plan struct {
	Type             string  `json:"Node Type"`
	Rows             float64 `json:"Actual Rows"`
	Loops            float64 `json:"Actual Loops"`
	RemovedByFilter  float64 `json:"Rows Removed by Filter"`
	RemovedByRecheck float64 `json:"Rows Removed by Index Recheck"`
	Plans            []plan
}

// expectCheap runs the statement and fails if it reads or sorts more rows than that, or reads any
// table from end to end.
func (db *DB) expectCheap(t *testing.T, sql string, args pgx.NamedArgs, most float64) {
	t.Helper()
	var raw []byte
	must(t, db.pool.QueryRow(t.Context(), "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "+sql, pgx.QueryExecModeCacheDescribe, args).Scan(&raw))
	var explained []struct{ Plan plan }
	must(t, json.Unmarshal(raw, &explained))
	read := 0.0
	var walk func(plan)
	walk = func(p plan) {
		if p.Type == "Seq Scan" {
			t.Errorf("reads the whole table:\n%s", raw)
		}
		if strings.HasSuffix(p.Type, "Scan") {
			read += (p.Rows + p.RemovedByFilter + p.RemovedByRecheck) * p.Loops
		}
		for _, child := range p.Plans {
			walk(child)
		}
	}
	walk(explained[0].Plan)
	// What is sorted was read before, so this bounds sorting as well.
	if read > most {
		t.Errorf("reads %.0f rows:\n%s\n%s", read, sql, raw)
	}
}
