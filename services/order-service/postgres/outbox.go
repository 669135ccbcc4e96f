package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"

	"oms-lab/order-service/order"
)

// OutboxEvent is an event that waits for publication, with the trace context of the work
// that caused it.
type OutboxEvent struct {
	order.Event
	Trace propagation.MapCarrier
}

func queueEvent(ctx context.Context, batch *pgx.Batch, e order.Event) {
	trace := propagation.MapCarrier{}
	otel.GetTextMapPropagator().Inject(ctx, trace)
	batch.Queue(`
		INSERT INTO outbox (event_id, type, subject, body, traceparent, tracestate)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		e.ID, e.Type, e.OrderID.String(), e.Body, trace["traceparent"], trace["tracestate"])
}

// Relay hands up to limit waiting events, oldest first, to publish and marks those whose ids
// come back as published. The rows stay locked meanwhile, so another process takes others; if
// this one dies before the commit they are published again, with the same event ids.
// Errors: that of publish, order.ErrUnavailable.
func (db *DB) Relay(ctx context.Context, limit int, publish func(context.Context, []OutboxEvent) ([]uuid.UUID, error)) (published int, err error) {
	var publishErr error
	err = db.inTx(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT event_id, type, subject::uuid, body, traceparent, tracestate
			FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`, limit)
		if err != nil {
			return err
		}
		events, err := pgx.CollectRows(rows, scanEvent)
		if err != nil || len(events) == 0 {
			return err
		}
		var confirmed []uuid.UUID
		if confirmed, publishErr = publish(ctx, events); len(confirmed) == 0 {
			return nil
		}
		published = len(confirmed)
		_, err = tx.Exec(ctx, `UPDATE outbox SET published_at = now() WHERE event_id = ANY($1)`, confirmed)
		return err
	})
	if err != nil {
		classify(&err)
		return 0, err
	}
	return published, publishErr
}

func scanEvent(row pgx.CollectableRow) (OutboxEvent, error) {
	var e OutboxEvent
	var parent, state string
	err := row.Scan(&e.ID, &e.Type, &e.OrderID, &e.Body, &parent, &state)
	e.Trace = propagation.MapCarrier{"traceparent": parent, "tracestate": state}
	return e, err
}

// OutboxWaiting says whether any event waits for publication. Error: order.ErrUnavailable.
func (db *DB) OutboxWaiting(ctx context.Context) (waiting bool, err error) {
	defer classify(&err)
	err = db.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL)`).Scan(&waiting)
	return waiting, err
}
