package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/order-service/order"
)

// Get reads one order. Errors: order.ErrNotFound, order.ErrUnavailable.
func (db *DB) Get(ctx context.Context, id uuid.UUID) (_ *order.Order, err error) {
	defer classify(&err)
	rows, err := db.pool.Query(ctx, `SELECT `+orderColumns+` FROM orders WHERE id = $1`, id)
	if err != nil {
		return nil, err
	}
	o, err := pgx.CollectExactlyOneRow(rows, scanOrder)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, order.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return o, withItems(ctx, db.pool, o)
}

// Filter narrows a list; nil means no restriction.
type Filter struct {
	CustomerID *uuid.UUID
	Statuses   []order.Status
	After      *Position
	Limit      int
}

// Position is the place of an order in the list, newest first.
type Position struct {
	CreatedAt time.Time
	ID        uuid.UUID
}

// List reads the newest orders that match. Error: order.ErrUnavailable.
func (db *DB) List(ctx context.Context, f Filter) (_ []*order.Order, err error) {
	defer classify(&err)
	sql := `SELECT ` + orderColumns + ` FROM orders WHERE true`
	args := pgx.NamedArgs{"limit": f.Limit}
	if f.CustomerID != nil {
		sql += ` AND customer_id = @customer`
		args["customer"] = *f.CustomerID
	}
	if len(f.Statuses) > 0 {
		sql += ` AND status = ANY(@statuses)`
		args["statuses"] = f.Statuses
	}
	if f.After != nil {
		sql += ` AND (created_at, id) < (@created_at, @id)`
		args["created_at"], args["id"] = f.After.CreatedAt, f.After.ID
	}
	rows, err := db.pool.Query(ctx, sql+` ORDER BY created_at DESC, id DESC LIMIT @limit`, args)
	if err != nil {
		return nil, err
	}
	orders, err := pgx.CollectRows(rows, scanOrder)
	if err != nil || len(orders) == 0 {
		return orders, err
	}
	return orders, withItems(ctx, db.pool, orders...)
}

// History reads what happened to an order, oldest first. Error: order.ErrUnavailable.
func (db *DB) History(ctx context.Context, id uuid.UUID) (_ []order.Change, err error) {
	defer classify(&err)
	rows, err := db.pool.Query(ctx, `
		SELECT status, from_status, actor, reason, at FROM order_history WHERE order_id = $1 ORDER BY id`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c order.Change, err error) {
		err = row.Scan(&c.Status, &c.From, &c.Actor, &c.Reason, &c.At.Time)
		return c, err
	})
}
