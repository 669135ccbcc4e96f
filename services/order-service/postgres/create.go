package postgres

import (
	"bytes"
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/order-service/order"
)

// Create stores a new order with its event, and the idempotency key if there is one, in one
// transaction. The caller holds the order's lease from the start. When the key was used
// before for the same request, nothing is stored and the former use is returned.
// Errors: order.ErrKeyReused, order.ErrUnavailable.
func (db *DB) Create(ctx context.Context, o *order.Order, lease Lease, key *IdempotencyKey) (former *KeyUse, err error) {
	defer classify(&err)
	err = db.inTx(ctx, func(tx pgx.Tx) error {
		if key != nil {
			if former, err = takeKey(ctx, tx, *key, o.ID); err != nil || former != nil {
				return err
			}
		}
		return insertOrder(ctx, tx, o, lease)
	})
	if err == nil && former == nil {
		db.Committed()
	}
	return former, err
}

// takeKey inserts the key, or waits for the transaction that is inserting it and reads what
// came of it.
func takeKey(ctx context.Context, tx pgx.Tx, key IdempotencyKey, orderID uuid.UUID) (*KeyUse, error) {
	tag, err := tx.Exec(ctx, `
		INSERT INTO idempotency_keys (customer_id, key, request_hash, order_id)
		VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, key.CustomerID, key.Key, key.Hash, orderID)
	if err != nil || tag.RowsAffected() == 1 {
		return nil, err
	}
	use, err := readKey(ctx, tx, key)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(use.hash, key.Hash) {
		return nil, order.ErrKeyReused
	}
	return use, nil
}

func insertOrder(ctx context.Context, tx pgx.Tx, o *order.Order, lease Lease) error {
	var sequence int64
	if err := tx.QueryRow(ctx, `SELECT nextval('order_number_seq')`).Scan(&sequence); err != nil {
		return err
	}
	o.Number = order.FormatNumber(o.CreatedAt.Time, sequence)
	batch := &pgx.Batch{}
	batch.Queue(`
		INSERT INTO orders (id, number, customer_id, customer_name, customer_email, customer_phone,
			status, currency, subtotal_minor, tax_minor, shipping_minor, total_minor,
			shipping_address, payment_method, note, trace_id, traceparent, version, created_at, updated_at,
			saga_step, saga_lease, saga_lease_until, status_since, search)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
			$21, $22, now() + make_interval(secs => $23), $24, order_search($4, $13, $25))`,
		o.ID, o.Number, o.CustomerID, o.Customer.Name, o.Customer.Email, o.Customer.Phone,
		o.Status, o.Currency, o.Subtotal.AmountMinor, o.Tax.AmountMinor, o.Shipping.AmountMinor, o.Total.AmountMinor,
		o.ShippingAddress, o.PaymentMethod, o.Note, o.TraceID, o.Traceparent, o.Version, o.CreatedAt.Time, o.UpdatedAt.Time,
		o.Step, lease.Token, lease.For.Seconds(), o.StatusSince, searchable(o.Items))
	batch.Queue(`
		INSERT INTO order_items (order_id, position, sku, name, quantity, unit_price_minor, line_total_minor)
		SELECT $1, * FROM unnest($2::smallint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[])`,
		append([]any{o.ID}, itemColumns(o.Items)...)...)
	if err := queueChanges(ctx, batch, o); err != nil {
		return err
	}
	return tx.SendBatch(ctx, batch).Close()
}
