package reconcile

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/lab/internal/databases"
)

// books reads the four views of the orders, all in the order of their ids.
func (s *snapshot) books(ctx context.Context, since time.Time) books {
	return books{s.orders(ctx), s.reservations(ctx), s.payments(ctx), s.mails(ctx, since)}
}

func (s *snapshot) orders(ctx context.Context) stream[order] {
	return rows(ctx, s, databases.Orders, `
		SELECT o.id, o.number, o.status, o.customer_id, o.total_minor, o.refunded_minor, coalesce(o.payment_id, ''),
			coalesce(o.reservation_id, ''), o.created_at, h.confirmed_at, coalesce(i.items, ''), coalesce(h.path, '')
		FROM orders o
		LEFT JOIN (
			SELECT order_id, string_agg(sku || '=' || quantity, ',' ORDER BY sku COLLATE "C") AS items
			FROM order_items GROUP BY order_id) i ON i.order_id = o.id
		LEFT JOIN (
			SELECT order_id, string_agg(coalesce(from_status, '') || '>' || status, ',' ORDER BY id) AS path,
				min(at) FILTER (WHERE status = 'confirmed') AS confirmed_at
			FROM order_history GROUP BY order_id) h ON h.order_id = o.id
		ORDER BY o.id`,
		func(r pgx.Rows, o *order) error {
			return r.Scan(&o.ID, &o.Number, &o.Status, &o.CustomerID, &o.Total, &o.Refunded, &o.PaymentID, &o.ReservationID,
				&o.CreatedAt, &o.ConfirmedAt, &o.Items, &o.Path)
		})
}

func (s *snapshot) reservations(ctx context.Context) stream[reservation] {
	return rows(ctx, s, databases.Inventory, `
		SELECT r.order_id, r.id, r.status, r.created_at, coalesce(a.items, '')
		FROM reservations r
		LEFT JOIN (
			SELECT reservation_id, string_agg(sku || '=' || quantity, ',' ORDER BY sku COLLATE "C") AS items
			FROM (SELECT reservation_id, sku, sum(quantity) AS quantity FROM reservation_allocations GROUP BY 1, 2) lines
			GROUP BY reservation_id) a ON a.reservation_id = r.id
		ORDER BY r.order_id`,
		func(r pgx.Rows, v *reservation) error {
			return r.Scan(&v.OrderID, &v.ID, &v.Status, &v.CreatedAt, &v.Items)
		})
}

func (s *snapshot) payments(ctx context.Context) stream[payment] {
	return rows(ctx, s, databases.Payments, `
		SELECT p.order_id, p.id, p.status, p.amount_minor, p.captured_minor, p.refunded_minor, p.refund_pending_minor, p.created_at,
			coalesce(t.authorized, 0), coalesce(t.captured, 0), coalesce(t.declined, 0), coalesce(t.refunded, 0),
			coalesce(r.done, 0), coalesce(r.open, 0), coalesce(c.outcome, ''), coalesce(c.amount_minor, 0), coalesce(g.refunded, 0)
		FROM payments p
		LEFT JOIN (
			SELECT payment_id, (sum(amount_minor) FILTER (WHERE kind = 'authorize'))::bigint AS authorized,
				(sum(amount_minor) FILTER (WHERE kind = 'capture'))::bigint AS captured,
				(sum(amount_minor) FILTER (WHERE kind = 'decline'))::bigint AS declined,
				(sum(amount_minor) FILTER (WHERE kind = 'refund'))::bigint AS refunded
			FROM payment_transactions GROUP BY payment_id) t ON t.payment_id = p.id
		LEFT JOIN (
			SELECT payment_id, (sum(amount_minor) FILTER (WHERE status = 'succeeded'))::bigint AS done,
				(sum(amount_minor) FILTER (WHERE status = 'pending'))::bigint AS open
			FROM refunds GROUP BY payment_id) r ON r.payment_id = p.id
		LEFT JOIN card_gateway_charges c ON c.reference = p.id
		LEFT JOIN (
			SELECT charge_reference, sum(amount_minor)::bigint AS refunded
			FROM card_gateway_refunds GROUP BY charge_reference) g ON g.charge_reference = p.id
		ORDER BY p.order_id`,
		func(r pgx.Rows, p *payment) error {
			return r.Scan(&p.OrderID, &p.ID, &p.Status, &p.Amount, &p.Captured, &p.Refunded, &p.RefundPending, &p.CreatedAt,
				&p.LedgerAuthorized, &p.LedgerCaptured, &p.LedgerDeclined, &p.LedgerRefunded,
				&p.RefundsDone, &p.RefundsOpen, &p.GatewayOutcome, &p.GatewayCharged, &p.GatewayRefunded)
		})
}

// mails names only the events that notification-service has processed itself: what lab seed wrote was never sent.
func (s *snapshot) mails(ctx context.Context, since time.Time) stream[mail] {
	return rows(ctx, s, databases.Notifications, `
		SELECT n.order_id, (count(*) FILTER (WHERE n.status = 'sent'))::int, (count(*) FILTER (WHERE n.status <> 'sent'))::int,
			coalesce(array_agg(e.event_id) FILTER (WHERE e.event_id IS NOT NULL), '{}')
		FROM notifications n
		LEFT JOIN processed_events e ON e.event_id = n.event_id
		WHERE n.event_type = 'order.confirmed' AND n.channel = 'email' AND n.order_id IS NOT NULL AND n.created_at >= $1
		GROUP BY n.order_id ORDER BY n.order_id`,
		func(r pgx.Rows, m *mail) error { return r.Scan(&m.OrderID, &m.Sent, &m.Other, &m.Events) }, since)
}

// noMail are the customers who want no mails.
func (s *snapshot) noMail(ctx context.Context) (map[string]bool, error) {
	customers := map[string]bool{}
	for user, err := range rows(ctx, s, databases.Notifications, `SELECT user_id FROM preferences WHERE NOT email`,
		func(r pgx.Rows, user *string) error { return r.Scan(user) }) {
		if err != nil {
			return nil, err
		}
		customers[*user] = true
	}
	return customers, nil
}

func (s *snapshot) stock(ctx context.Context) (levels []level, err error) {
	for l, err := range rows(ctx, s, databases.Inventory, `
		SELECT s.sku, s.warehouse, s.on_hand, s.reserved, coalesce(m.on_hand, 0), coalesce(m.reserved, 0), coalesce(r.held, 0)
		FROM stock s
		LEFT JOIN (
			SELECT sku, warehouse, (sum(quantity) FILTER (WHERE kind NOT IN ('reserve', 'release')))::bigint AS on_hand,
				(-sum(quantity) FILTER (WHERE kind IN ('reserve', 'release')))::bigint AS reserved
			FROM stock_movements GROUP BY sku, warehouse) m USING (sku, warehouse)
		LEFT JOIN (
			SELECT sku, warehouse, sum(a.quantity)::bigint AS held
			FROM reservations r JOIN reservation_allocations a ON a.reservation_id = r.id
			WHERE r.status = 'reserved' GROUP BY sku, warehouse) r USING (sku, warehouse)
		ORDER BY s.sku, s.warehouse`,
		func(r pgx.Rows, l *level) error {
			return r.Scan(&l.SKU, &l.Warehouse, &l.OnHand, &l.Reserved, &l.LedgerOnHand, &l.LedgerReserved, &l.HeldByReservations)
		}) {
		if err != nil {
			return nil, err
		}
		levels = append(levels, *l)
	}
	return levels, nil
}

// publishers are the services that publish events; notification-service only listens.
var publishers = []databases.Name{databases.Orders, databases.Inventory, databases.Payments, databases.Users}

const waitingEvents = `SELECT count(*) FROM outbox WHERE published_at IS NULL`

// outboxes counts the events that wait to be published.
func (s *snapshot) outboxes(ctx context.Context) (map[string]int, error) {
	waiting := map[string]int{}
	for _, name := range publishers {
		n, err := s.count(ctx, name, waitingEvents)
		if err != nil {
			return nil, err
		}
		waiting[name.Service()] = n
	}
	return waiting, nil
}

// openWork counts what a service has promised to finish later.
func (s *snapshot) openWork(ctx context.Context) (map[string]int, error) {
	open := map[string]int{}
	for what, ask := range map[string]struct {
		name databases.Name
		sql  string
	}{
		"compensations": {databases.Orders, `SELECT count(*) FROM compensations WHERE done_at IS NULL`},
		"refunds":       {databases.Payments, `SELECT count(*) FROM refunds WHERE status = 'pending'`},
		"notifications": {databases.Notifications, `SELECT count(*) FROM notifications WHERE next_attempt_at IS NOT NULL`},
	} {
		n, err := s.count(ctx, ask.name, ask.sql)
		if err != nil {
			return nil, err
		}
		open[what] = n
	}
	return open, nil
}

// published are the events about orders that order-service published lately (it forgets them after a day).
func (s *snapshot) published(ctx context.Context, since time.Time) stream[uuid.UUID] {
	return rows(ctx, s, databases.Orders, `
		SELECT event_id FROM outbox WHERE published_at IS NOT NULL AND created_at >= $1 ORDER BY event_id`, scanID, since)
}

// processed are the events that notification-service has processed.
func (s *snapshot) processed(ctx context.Context, since time.Time) stream[uuid.UUID] {
	return rows(ctx, s, databases.Notifications, `
		SELECT event_id FROM processed_events WHERE processed_at >= $1 ORDER BY event_id`, scanID, since)
}

func scanID(r pgx.Rows, id *uuid.UUID) error { return r.Scan(id) }
