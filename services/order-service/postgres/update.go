package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/order-service/order"
	"oms-lab/order-service/telemetry"
)

// Lease is the right to drive an order's saga. It ends by itself, so that a crash frees it.
type Lease struct {
	Token uuid.UUID
	For   time.Duration
}

// NewLease makes a lease that nobody else has.
func NewLease(duration time.Duration) Lease { return Lease{Token: uuid.New(), For: duration} }

// Advance changes an order under the lease that the caller holds, in one transaction with its
// history, its events and the compensations that fn opens; the caller's lease is then on
// those. When fn fails nothing changes.
// Errors: those of fn, order.ErrLeaseLost, order.ErrNotFound, order.ErrUnavailable.
func (db *DB) Advance(ctx context.Context, id uuid.UUID, lease Lease, fn func(*order.Order) ([]order.Compensation, error)) (*order.Order, error) {
	return db.update(ctx, id, lease, wait, func(holder *uuid.UUID, _ bool) error {
		if holder == nil || *holder != lease.Token {
			return order.ErrLeaseLost
		}
		return nil
	}, fn)
}

// Change changes an order on which nobody is working; for the rest it is like Advance.
// Errors: those of fn, order.ErrBusy, order.ErrNotFound, order.ErrUnavailable.
func (db *DB) Change(ctx context.Context, id uuid.UUID, lease Lease, fn func(*order.Order) ([]order.Compensation, error)) (*order.Order, error) {
	return db.update(ctx, id, lease, wait, func(_ *uuid.UUID, held bool) error {
		if held {
			return order.ErrBusy
		}
		return nil
	}, fn)
}

// Note changes what no saga decides about, whoever works on the order.
// Errors: those of fn, order.ErrNotFound, order.ErrUnavailable.
func (db *DB) Note(ctx context.Context, id uuid.UUID, fn func(*order.Order) error) (*order.Order, error) {
	return db.update(ctx, id, Lease{}, wait, anybody, alone(fn))
}

// TryChange changes an order of which nobody else is changing the row at this moment.
// Errors: those of fn, order.ErrNotFound (also for a row that somebody has locked), order.ErrUnavailable.
func (db *DB) TryChange(ctx context.Context, id uuid.UUID, fn func(*order.Order) error) (*order.Order, error) {
	return db.update(ctx, id, Lease{}, skip, anybody, alone(fn))
}

// What a transaction does about a row that another one has locked.
const (
	wait = ""
	skip = " SKIP LOCKED"
)

func anybody(*uuid.UUID, bool) error { return nil }

func alone(fn func(*order.Order) error) func(*order.Order) ([]order.Compensation, error) {
	return func(o *order.Order) ([]order.Compensation, error) { return nil, fn(o) }
}

func (db *DB) update(ctx context.Context, id uuid.UUID, lease Lease, locked string, mayWork func(holder *uuid.UUID, held bool) error,
	fn func(*order.Order) ([]order.Compensation, error),
) (o *order.Order, err error) {
	defer classify(&err)
	err = db.inTx(ctx, func(tx pgx.Tx) error {
		var holder *uuid.UUID
		var held bool
		if o, holder, held, err = lockOrder(ctx, tx, id, locked); err != nil {
			return err
		}
		if err := mayWork(holder, held); err != nil {
			return err
		}
		compensations, err := fn(o)
		if err != nil {
			return err
		}
		return writeOrder(ctx, tx, o, lease, compensations)
	})
	if err != nil {
		return nil, err
	}
	if len(o.Changes()) > 0 {
		db.Committed()
	}
	return o, nil
}

func lockOrder(ctx context.Context, tx pgx.Tx, id uuid.UUID, locked string) (o *order.Order, holder *uuid.UUID, held bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT saga_lease, coalesce(status = 'pending' AND saga_lease_until > now(), false)
		FROM orders WHERE id = $1 FOR UPDATE`+locked, id).Scan(&holder, &held)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil, false, order.ErrNotFound
	}
	if err != nil {
		return nil, nil, false, err
	}
	rows, err := tx.Query(ctx, `SELECT `+orderColumns+` FROM orders WHERE id = $1`, id)
	if err != nil {
		return nil, nil, false, err
	}
	if o, err = pgx.CollectExactlyOneRow(rows, scanOrder); err != nil {
		return nil, nil, false, err
	}
	return o, holder, held, withItems(ctx, tx, o)
}

// writeOrder stores everything that can change after the order was placed. A finished saga
// gives its lease up in the same statement.
func writeOrder(ctx context.Context, tx pgx.Tx, o *order.Order, lease Lease, compensations []order.Compensation) error {
	batch := &pgx.Batch{}
	batch.Queue(`
		UPDATE orders SET
			customer_name = $2, customer_email = $3, customer_phone = $4, status = $5, status_reason = $6,
			subtotal_minor = $7, tax_minor = $8, shipping_minor = $9, total_minor = $10,
			shipping_address = $11, payment_method = $12, note = $13,
			payment_id = $14, reservation_id = $15, tracking_number = $16, rejection = $17,
			version = $18, updated_at = $19, saga_step = $20,
			saga_lease = CASE WHEN $21 THEN NULL ELSE saga_lease END,
			saga_lease_until = CASE WHEN $21 THEN NULL ELSE saga_lease_until END,
			refunded_minor = $22, decided_at = $23, status_since = $24, search = order_search($2, $11, $25)
		WHERE id = $1`,
		o.ID, o.Customer.Name, o.Customer.Email, o.Customer.Phone, o.Status, o.StatusReason,
		o.Subtotal.AmountMinor, o.Tax.AmountMinor, o.Shipping.AmountMinor, o.Total.AmountMinor,
		o.ShippingAddress, o.PaymentMethod, o.Note, o.PaymentID, o.ReservationID, o.TrackingNumber, o.Rejection,
		o.Version, o.UpdatedAt.Time, o.Step, o.Step == order.StepDone,
		o.Refunded.AmountMinor, o.DecidedAt, o.StatusSince, searchable(o.Items))
	if o.Step == order.StepReserved {
		batch.Queue(`
			UPDATE order_items i SET name = v.name, unit_price_minor = v.price, line_total_minor = v.total
			FROM unnest($2::smallint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[])
				AS v (position, sku, name, quantity, price, total)
			WHERE i.order_id = $1 AND i.position = v.position`,
			append([]any{o.ID}, itemColumns(o.Items)...)...)
	}
	if err := queueChanges(ctx, batch, o); err != nil {
		return err
	}
	for _, kind := range compensations {
		batch.Queue(`
			INSERT INTO compensations (order_id, kind, traceparent, lease, lease_until)
			VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
			o.ID, kind, telemetry.Traceparent(ctx), lease.Token, lease.For.Seconds())
	}
	return tx.SendBatch(ctx, batch).Close()
}

// queueChanges writes each change to the order's history, and those of its status as events, too.
func queueChanges(ctx context.Context, batch *pgx.Batch, o *order.Order) error {
	for _, c := range o.Changes() {
		batch.Queue(`
			INSERT INTO order_history (order_id, from_status, status, actor, reason, at)
			VALUES ($1, $2, $3, $4, $5, $6)`, o.ID, c.From, c.Status, c.Actor, c.Reason, c.At.Time)
		if c.SameStatus() {
			continue
		}
		event, err := o.Event(c)
		if err != nil {
			return err
		}
		queueEvent(ctx, batch, event)
	}
	return nil
}
