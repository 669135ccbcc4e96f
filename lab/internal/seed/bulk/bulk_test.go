package bulk

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"oms-lab/contracts/client/orders"
	"oms-lab/lab/internal/databases"
	"oms-lab/lab/internal/databases/databasestest"
	"oms-lab/lab/internal/seed/history"
)

// watcher is told of every table that begins.
type watcher func(table string)

func (w watcher) Begin(table string) { w(table) }
func (watcher) Row()                 {}
func (watcher) End(string)           {}

// An interrupt in the middle leaves nothing, and says so.
func TestAnInterruptLeavesNothing(t *testing.T) {
	connection := databasestest.New(t, databases.Inventory)
	shop := NewShop(map[databases.Name]*pgx.Conn{databases.Inventory: connection})
	h := smallHistory(t, shop)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var begun []string
	err := shop.Write(ctx, h, Credentials{}, watcher(func(table string) {
		if begun = append(begun, table); table == "inventory_service.stock_movements" {
			cancel()
		}
	}))
	require.ErrorIs(t, err, ErrInterrupted)
	require.Len(t, begun, 3)

	again, err := pgx.ConnectConfig(t.Context(), connection.Config())
	require.NoError(t, err)
	defer func() { require.NoError(t, again.Close(context.Background())) }()
	var reservations, receipts int
	require.NoError(t, again.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM reservations),
		(SELECT count(*) FROM stock_movements WHERE reason = 'delivery')`).Scan(&reservations, &receipts))
	require.Zero(t, reservations)
	require.Zero(t, receipts)
}

func smallHistory(t *testing.T, shop *Shop) *history.History {
	t.Helper()
	now := time.Now().UTC().Truncate(time.Microsecond)
	s := history.Shape{Orders: 50, Customers: 12, From: now.AddDate(0, 0, -2), Until: now, Pricing: orders.Pricing{
		Currency: "EUR", ShippingZones: []orders.ShippingZone{{Shipping: orders.Amount{AmountMinor: 490, Currency: "EUR"}}}}}
	var err error
	s.Countries, err = shop.Countries(t.Context())
	require.NoError(t, err)
	s.Catalogue, s.Warehouses, err = shop.Catalogue(t.Context())
	require.NoError(t, err)
	h, err := history.Make(s)
	require.NoError(t, err)
	return h
}

func TestAPartialCommitSaysWhatIsWhere(t *testing.T) {
	err := &PartialError{Committed: []databases.Name{databases.Users, databases.Inventory}, Failed: databases.Payments, Cause: errors.New("no space")}
	require.EqualError(t, err, "payment_service was not written (no space), after user_service, inventory_service: the databases no longer "+
		"agree; the ledgers cannot be corrected by hand, so begin anew with make clean and make up")
}
