package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/order-service/order"
)

// Due is an order for which it is time to move on.
type Due struct {
	ID          uuid.UUID
	Traceparent string
}

// Due lists orders that have had a status for about so long, those first that have waited longest.
// "About" is from three quarters to five quarters, and always the same for an order.
// Error: order.ErrUnavailable.
func (db *DB) Due(ctx context.Context, status order.Status, about time.Duration, limit int) (_ []Due, err error) {
	defer classify(&err)
	rows, err := db.pool.Query(ctx, `
		SELECT id, traceparent FROM orders
		WHERE status = $1 AND status IN ('confirmed', 'processing', 'shipped')
			AND status_since <= now() - make_interval(secs => 0.75 * $2::float8)
			AND status_since <= now() - make_interval(secs => (0.75 + 0.5 * (hashtext(id::text) & 1023) / 1023) * $2::float8)
		ORDER BY status_since LIMIT $3`, status, about.Seconds(), limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Due])
}
