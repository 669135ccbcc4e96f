package reconcile

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"oms-lab/lab/internal/databases"
	"oms-lab/lab/internal/databases/databasestest"
	"oms-lab/lab/internal/seed/bulk"
	"oms-lab/lab/internal/seed/history"
)

// silent tells nobody about the progress.
type silent struct{}

func (silent) Begin(string) {}
func (silent) Row()         {}
func (silent) End(string)   {}

// A history is written into databases made by the services' own migrations, and read again by the queries of the
// reconciliation. The databases of payment-service and notification-service are looked at by tests/e2e.
func TestASeededHistoryInRealDatabases(t *testing.T) {
	connections := map[databases.Name]*pgx.Conn{}
	for _, name := range []databases.Name{databases.Users, databases.Inventory, databases.Orders} {
		connections[name] = databasestest.New(t, name)
	}
	ctx, shop := t.Context(), bulk.NewShop(connections)
	_, err := connections[databases.Users].Exec(ctx, `INSERT INTO accounts (id, email, name, phone, password_hash, roles)
		VALUES ($1, 'demo0001@oms.example', 'Ada', '+447700900001', 'hash', '{customer}'),
			($2, 'operator@oms.example', 'Otto', '+447700900002', 'hash', '{operator}')`, uuid.New(), uuid.New())
	require.NoError(t, err)

	now := time.Now().UTC().Truncate(time.Microsecond)
	s := history.Shape{Orders: 1500, Customers: 200, From: now.AddDate(0, 0, -10), Until: now, Seed: 1, Pricing: shape(1).Pricing}
	s.Known, err = shop.Accounts(ctx)
	require.NoError(t, err)
	require.Len(t, s.Known, 1)
	s.Operator, err = shop.Operator(ctx)
	require.NoError(t, err)
	s.Countries, err = shop.Countries(ctx)
	require.NoError(t, err)
	s.Catalogue, s.Warehouses, err = shop.Catalogue(ctx)
	require.NoError(t, err)
	require.Len(t, s.Catalogue, 60)
	require.Len(t, s.Warehouses, 3)
	hash, err := shop.PasswordHash(ctx, "Demo0001@oms.example")
	require.NoError(t, err)

	before := available(t, connections[databases.Inventory])
	h, err := history.Make(s)
	require.NoError(t, err)
	require.NoError(t, shop.Number(ctx, h))
	require.NoError(t, shop.Write(ctx, h, bulk.Credentials{PasswordHash: hash}, silent{}))
	require.NoError(t, shop.Analyze(ctx))
	require.GreaterOrEqual(t, available(t, connections[databases.Inventory]), before, "the history drains no stock")

	var found int
	require.NoError(t, connections[databases.Orders].QueryRow(ctx, `SELECT count(*) FROM orders o WHERE search = order_search(customer_name,
		shipping_address, (SELECT string_agg(sku || ' ' || name, ' ' ORDER BY position) FROM order_items i WHERE i.order_id = o.id))`).Scan(&found))
	require.Equal(t, 1500, found, "every order is found by its customer, skus and names")
	require.NoError(t, connections[databases.Users].QueryRow(ctx, `SELECT count(*) FROM audit_events a JOIN accounts c ON c.id = a.user_id
		WHERE c.password_hash = 'hash'`).Scan(&found))
	require.Equal(t, 199+1, found+len(s.Known))

	look := snapshotOf(t, connections, now)
	j := newJudge(now, 5*time.Second, time.Time{}, nil)
	err = books{look.orders(ctx), look.reservations(ctx), listed[payment](nil), listed[mail](nil)}.each(j.visit)
	require.NoError(t, err)
	for _, i := range []Invariant{j.settled, j.history, j.soldStock, j.unsoldStock} {
		require.Positive(t, i.Checked, i.Name)
		require.Zero(t, i.Broken, "%s: %v", i.Name, i.Offenders)
	}
	levels, err := look.stock(ctx)
	require.NoError(t, err)
	for _, i := range stock(levels) {
		require.Equal(t, 180, i.Checked)
		require.Zero(t, i.Broken, "%s: %v", i.Name, i.Offenders)
	}
	for name, sql := range map[databases.Name]string{databases.Orders: `SELECT count(*) FROM compensations WHERE done_at IS NULL`,
		databases.Inventory: waitingEvents, databases.Users: waitingEvents} {
		n, err := look.count(ctx, name, sql)
		require.NoError(t, err)
		require.Zero(t, n, name)
	}
	for range look.published(ctx, time.Time{}) {
		t.Fatal("a history publishes nothing")
	}

	look.end(t)
	err = shop.Write(ctx, h, bulk.Credentials{PasswordHash: hash}, silent{})
	require.ErrorContains(t, err, "this history is there already, or another seed runs: choose another --seed")
	// What went wrong in one database has broken off the others.
	again, err := pgx.ConnectConfig(ctx, connections[databases.Orders].Config())
	require.NoError(t, err)
	require.NoError(t, again.QueryRow(ctx, `SELECT count(*) FROM orders`).Scan(&found))
	require.Equal(t, 1500, found, "an abort leaves nothing")
	require.NoError(t, again.Close(ctx))
}

// The rows of stock and the ledger really are compared.
func TestStockQueryFindsWhatDoesNotAddUp(t *testing.T) {
	connection := databasestest.New(t, databases.Inventory)
	_, err := connection.Exec(t.Context(), `UPDATE stock SET on_hand = on_hand + 1 WHERE sku = 'LAP-1001' AND warehouse = 'BER'`)
	require.NoError(t, err)
	_, err = connection.Exec(t.Context(), `UPDATE stock SET reserved = reserved + 1 WHERE sku = 'LAP-1002' AND warehouse = 'MAD'`)
	require.NoError(t, err)
	levels, err := snapshotOf(t, map[databases.Name]*pgx.Conn{databases.Inventory: connection}, time.Now()).stock(t.Context())
	require.NoError(t, err)
	invariants := stock(levels)
	require.Equal(t, 2, invariants[0].Broken, invariants[0].Offenders)
	require.Equal(t, 1, invariants[1].Broken, invariants[1].Offenders)
}

func snapshotOf(t *testing.T, connections map[databases.Name]*pgx.Conn, at time.Time) *snapshot {
	t.Helper()
	s := &snapshot{tx: map[databases.Name]pgx.Tx{}, at: at}
	for name, connection := range connections {
		tx, err := connection.Begin(t.Context())
		require.NoError(t, err)
		s.tx[name] = tx
	}
	return s
}

// end lets go of the databases.
func (s *snapshot) end(t *testing.T) {
	t.Helper()
	for _, tx := range s.tx {
		require.NoError(t, tx.Rollback(t.Context()))
	}
}

func available(t *testing.T, connection *pgx.Conn) (sum int) {
	t.Helper()
	require.NoError(t, connection.QueryRow(t.Context(), `SELECT sum(on_hand - reserved) FROM stock`).Scan(&sum))
	return sum
}
