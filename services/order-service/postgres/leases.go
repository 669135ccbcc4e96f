package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/order-service/order"
)

// ClaimOrder takes the lease on the pending order that has waited longest for a next attempt
// and on which nobody works. It answers nil when there is none. Error: order.ErrUnavailable.
func (db *DB) ClaimOrder(ctx context.Context, lease Lease) (_ *order.Order, err error) {
	defer classify(&err)
	var id uuid.UUID
	err = db.pool.QueryRow(ctx, `
		UPDATE orders SET saga_lease = $1, saga_lease_until = now() + make_interval(secs => $2),
			saga_attempts = saga_attempts + 1
		WHERE id = (
			SELECT id FROM orders
			WHERE status = 'pending' AND saga_next_at <= now()
				AND (saga_lease_until IS NULL OR saga_lease_until < now())
			ORDER BY saga_next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING id`, lease.Token, lease.For.Seconds()).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return db.Get(ctx, id)
}

// ReleaseOrder gives the lease up; the next attempt is due after the delay.
func (db *DB) ReleaseOrder(ctx context.Context, id uuid.UUID, lease Lease, delay time.Duration) (err error) {
	defer classify(&err)
	_, err = db.pool.Exec(ctx, `
		UPDATE orders SET saga_lease = NULL, saga_lease_until = NULL,
			saga_next_at = now() + make_interval(secs => $3)
		WHERE id = $1 AND saga_lease = $2`, id, lease.Token, delay.Seconds())
	return err
}

// OpenCompensation is work that undoes part of an order.
type OpenCompensation struct {
	OrderID     uuid.UUID
	Kind        order.Compensation
	Traceparent string
	Age         time.Duration
	Attempts    int
}

// ClaimCompensation takes the lease on the open compensation that has waited longest.
// It answers nil when there is none. Error: order.ErrUnavailable.
func (db *DB) ClaimCompensation(ctx context.Context, lease Lease) (_ *OpenCompensation, err error) {
	defer classify(&err)
	var c OpenCompensation
	var age float64
	err = db.pool.QueryRow(ctx, `
		UPDATE compensations SET lease = $1, lease_until = now() + make_interval(secs => $2),
			attempts = attempts + 1
		WHERE (order_id, kind) = (
			SELECT order_id, kind FROM compensations
			WHERE done_at IS NULL AND next_at <= now() AND (lease_until IS NULL OR lease_until < now())
			ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING order_id, kind, traceparent, attempts, extract(epoch FROM now() - opened_at)::float8`,
		lease.Token, lease.For.Seconds()).Scan(&c.OrderID, &c.Kind, &c.Traceparent, &c.Attempts, &age)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	c.Age = time.Duration(age * float64(time.Second))
	return &c, err
}

// CloseCompensation marks the compensation as done. After a refund the card token, kept to
// learn what became of the charge, has served. Error: order.ErrUnavailable.
func (db *DB) CloseCompensation(ctx context.Context, id uuid.UUID, kind order.Compensation, lease Lease) (err error) {
	defer classify(&err)
	batch := &pgx.Batch{}
	batch.Queue(`
		UPDATE compensations SET done_at = now(), lease = NULL, lease_until = NULL
		WHERE order_id = $1 AND kind = $2 AND lease = $3`, id, kind, lease.Token)
	if kind == order.RefundPayment {
		batch.Queue(`UPDATE orders SET payment_method = NULL WHERE id = $1 AND status <> 'pending'`, id)
	}
	return db.pool.SendBatch(ctx, batch).Close()
}

// ReleaseCompensation gives the lease up; the next attempt is due after the delay.
func (db *DB) ReleaseCompensation(ctx context.Context, id uuid.UUID, kind order.Compensation, lease Lease, delay time.Duration) (err error) {
	defer classify(&err)
	_, err = db.pool.Exec(ctx, `
		UPDATE compensations SET lease = NULL, lease_until = NULL, next_at = now() + make_interval(secs => $4)
		WHERE order_id = $1 AND kind = $2 AND lease = $3`, id, kind, lease.Token, delay.Seconds())
	return err
}
