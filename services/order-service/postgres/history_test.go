package postgres

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/order-service/telemetry"
)

// orders in the history: enough that reading all of them cannot be mistaken for reading a page.
const historySize = 200_000

// newHistory is a database of its own with a year of orders of 2,000 customers.
func newHistory(t *testing.T) *DB {
	t.Helper()
	db := newDatabase(t)
	ctx := t.Context()
	conn, err := db.pool.Acquire(ctx)
	must(t, err)
	defer conn.Release()
	for _, sql := range append([]string{
		`SET statement_timeout = '60s'`, `SET synchronous_commit = off`, `SET maintenance_work_mem = '256MB'`,
	}, append(around(t, conn.Conn(), fillOrders), `VACUUM ANALYZE orders`, `RESET ALL`)...) {
		if _, err := conn.Exec(ctx, sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	return db
}

// fillOrders makes orders whose values do not depend on each other, as the planner believes;
// numbers grow with time. A few names are rare.
var fillOrders = fmt.Sprintf(`
	INSERT INTO orders (id, number, customer_id, customer_name, customer_email, status, currency, subtotal_minor, tax_minor,
		shipping_minor, total_minor, shipping_address, trace_id, traceparent, version, created_at, updated_at, saga_step,
		decided_at, status_since, search)
	SELECT gen_random_uuid(), format('ORD-%%s-%%s', extract(year FROM at), lpad(n::text, 6, '0')), customer, name, '', status, 'EUR',
		price, 0, 0, price, address, '', '', 3, at, at, 'done', at + interval '0.3 seconds', at,
		order_search(name, address, sku || ' ' || item)
	FROM (
		SELECT n, date_trunc('hour', now()) - interval '365 days' + n * interval '365 days' / %[1]d AS at,
			md5((n * 7919 %% 2000)::text)::uuid AS customer,
			(n * 7919 %% 2000)::text || 'x Customer' AS name,
			(100 + (hashint4(n) & 1048575))::bigint AS price,
			(ARRAY['confirmed','delivered','delivered','delivered','delivered','delivered','delivered','rejected','cancelled','refunded',
				'delivered','delivered','delivered','delivered','delivered','delivered'])[1 + (hashint4(n + 7) & 15)] AS status,
			(ARRAY['LAP','MON','KEY','AUD','NET','ACC'])[1 + (hashint4(n + 13) & 1073741823) %% 6] || '-' || 1001 + (n * 31) %% 50 AS sku,
			(ARRAY['Aster Laptop','Wide Monitor','Quiet Keyboard','Studio Headphones','Mesh Router','Desk Lamp'])[1 + (hashint4(n + 13) & 1073741823) %% 6] AS item,
			jsonb_build_object('name', CASE WHEN n %% 20000 = 0 THEN 'Zaphod Beeblebrox' ELSE 'Ada Lovelace' END, 'country', 'DE') AS address
		FROM generate_series(1, %[1]d) n
	) made`, historySize)

// around drops the indexes that slow a bulk insert down and makes them again after it.
func around(t *testing.T, conn *pgx.Conn, insert string) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), `
		SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
		WHERE indrelid = 'orders'::regclass AND NOT indisunique`)
	must(t, err)
	var drops, creates []string
	var name, definition string
	_, err = pgx.ForEachRow(rows, []any{&name, &definition}, func() error {
		drops, creates = append(drops, "DROP INDEX "+name), append(creates, definition)
		return nil
	})
	must(t, err)
	return append(append(drops, insert), creates...)
}

// newDatabase is one with the schema, dropped at the end of the test.
func newDatabase(t *testing.T) *DB {
	t.Helper()
	adminURL := os.Getenv("TEST_POSTGRES_URL")
	if adminURL == "" {
		t.Fatal("TEST_POSTGRES_URL is not set: run `make test S=order-service`")
	}
	admin, err := pgx.Connect(t.Context(), adminURL)
	must(t, err)
	name := "order_service_test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	_, err = admin.Exec(t.Context(), "CREATE DATABASE "+name)
	must(t, err)
	u, err := url.Parse(adminURL)
	must(t, err)
	u.Path = "/" + name
	db, err := Open(t.Context(), u.String(), 4, telemetry.NewMetrics())
	must(t, err)
	t.Cleanup(func() {
		db.Close()
		if _, err := admin.Exec(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
		_ = admin.Close(context.Background())
	})
	_, err = db.Migrate(t.Context())
	must(t, err)
	return db
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
