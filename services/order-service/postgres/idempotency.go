package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// IdempotencyKey is a customer's name for one request; Hash stands for its body.
type IdempotencyKey struct {
	CustomerID uuid.UUID
	Key        string
	Hash       []byte
}

// Answer is a response as it went out.
type Answer struct {
	Status      int
	ContentType string
	Body        []byte
}

// KeyUse is what the first request with a key led to; Answer is nil while that is being
// worked out.
type KeyUse struct {
	OrderID uuid.UUID
	Answer  *Answer

	hash []byte
}

// KeyUse reads what came of a key that is known to exist. Error: order.ErrUnavailable.
func (db *DB) KeyUse(ctx context.Context, key IdempotencyKey) (_ *KeyUse, err error) {
	defer classify(&err)
	return readKey(ctx, db.pool, key)
}

// StoreAnswer keeps the first answer to a key; a later one does not replace it.
// Error: order.ErrUnavailable.
func (db *DB) StoreAnswer(ctx context.Context, key IdempotencyKey, a Answer) (err error) {
	defer classify(&err)
	_, err = db.pool.Exec(ctx, `
		UPDATE idempotency_keys SET status = $3, content_type = $4, body = $5
		WHERE customer_id = $1 AND key = $2 AND status IS NULL`,
		key.CustomerID, key.Key, a.Status, a.ContentType, a.Body)
	return err
}

func readKey(ctx context.Context, q interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}, key IdempotencyKey,
) (*KeyUse, error) {
	var use KeyUse
	var status *int
	var contentType *string
	var body []byte
	err := q.QueryRow(ctx, `
		SELECT request_hash, order_id, status, content_type, body
		FROM idempotency_keys WHERE customer_id = $1 AND key = $2`, key.CustomerID, key.Key).
		Scan(&use.hash, &use.OrderID, &status, &contentType, &body)
	if err != nil {
		return nil, err
	}
	if status != nil && contentType != nil {
		use.Answer = &Answer{Status: *status, ContentType: *contentType, Body: body}
	}
	return &use, nil
}

// Forget deletes old idempotency keys, and published events that are a day old.
// Error: order.ErrUnavailable.
func (db *DB) Forget(ctx context.Context) (deleted int, err error) {
	defer classify(&err)
	for _, sql := range []string{
		`DELETE FROM idempotency_keys WHERE created_at < now() - interval '48 hours'`,
		`DELETE FROM outbox WHERE published_at < now() - interval '24 hours'`,
	} {
		tag, err := db.pool.Exec(ctx, sql)
		if err != nil {
			return deleted, err
		}
		deleted += int(tag.RowsAffected())
	}
	return deleted, nil
}
