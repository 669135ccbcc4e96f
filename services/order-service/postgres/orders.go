package postgres

import (
	"context"
	"errors"

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

// History reads what happened to an order after the entry with a number, oldest first; 0 is before the first.
// Error: order.ErrUnavailable.
func (db *DB) History(ctx context.Context, id uuid.UUID, after int64, limit int) (_ []order.Change, err error) {
	defer classify(&err)
	rows, err := db.pool.Query(ctx, `
		SELECT id, status, from_status, actor, reason, at FROM order_history
		WHERE order_id = $1 AND id > $2 ORDER BY id LIMIT $3`, id, after, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c order.Change, err error) {
		err = row.Scan(&c.ID, &c.Status, &c.From, &c.Actor, &c.Reason, &c.At.Time)
		return c, err
	})
}
