package postgres

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"oms-lab/order-service/order"
)

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

const orderColumns = `id, number, customer_id, customer_name, customer_email, customer_phone,
	status, status_reason, currency, subtotal_minor, tax_minor, shipping_minor, total_minor, refunded_minor,
	shipping_address, payment_method, note, payment_id, reservation_id, tracking_number, rejection,
	trace_id, traceparent, version, created_at, updated_at, decided_at, status_since, saga_step, saga_attempts`

func scanOrder(row pgx.CollectableRow) (*order.Order, error) {
	o := &order.Order{}
	err := row.Scan(&o.ID, &o.Number, &o.CustomerID, &o.Customer.Name, &o.Customer.Email, &o.Customer.Phone,
		&o.Status, &o.StatusReason, &o.Currency,
		&o.Subtotal.AmountMinor, &o.Tax.AmountMinor, &o.Shipping.AmountMinor, &o.Total.AmountMinor, &o.Refunded.AmountMinor,
		&o.ShippingAddress, &o.PaymentMethod, &o.Note, &o.PaymentID, &o.ReservationID, &o.TrackingNumber, &o.Rejection,
		&o.TraceID, &o.Traceparent, &o.Version, &o.CreatedAt.Time, &o.UpdatedAt.Time,
		&o.DecidedAt, &o.StatusSince, &o.Step, &o.Attempts)
	o.Customer.ID = o.CustomerID
	for _, m := range []*order.Money{&o.Subtotal, &o.Tax, &o.Shipping, &o.Total, &o.Refunded} {
		m.Currency = o.Currency
	}
	return o, err
}

// withItems loads the items of all the orders with one query.
func withItems(ctx context.Context, q querier, orders ...*order.Order) error {
	ids := make([]uuid.UUID, len(orders))
	byID := make(map[uuid.UUID]*order.Order, len(orders))
	for i, o := range orders {
		ids[i], byID[o.ID] = o.ID, o
	}
	rows, err := q.Query(ctx, `
		SELECT order_id, sku, name, quantity, unit_price_minor, line_total_minor
		FROM order_items WHERE order_id = ANY($1) ORDER BY order_id, position`, ids)
	if err != nil {
		return err
	}
	var id uuid.UUID
	var item order.Item
	_, err = pgx.ForEachRow(rows, []any{&id, &item.SKU, &item.Name, &item.Quantity,
		&item.UnitPrice.AmountMinor, &item.LineTotal.AmountMinor}, func() error {
		o := byID[id]
		item.UnitPrice.Currency, item.LineTotal.Currency = o.Currency, o.Currency
		o.Items = append(o.Items, item)
		return nil
	})
	return err
}

// itemColumns turns items into one array per column, for unnest.
func itemColumns(items []order.Item) []any {
	n := len(items)
	positions, skus, names := make([]int16, n), make([]string, n), make([]string, n)
	quantities, prices, totals := make([]int64, n), make([]int64, n), make([]int64, n)
	for i, item := range items {
		positions[i], skus[i], names[i] = int16(i), item.SKU, item.Name //nolint:gosec // at most 100 items
		quantities[i], prices[i], totals[i] = item.Quantity, item.UnitPrice.AmountMinor, item.LineTotal.AmountMinor
	}
	return []any{positions, skus, names, quantities, prices, totals}
}

// searchable is what order_search has to know of the items.
func searchable(items []order.Item) string {
	words := make([]string, 0, 2*len(items))
	for _, item := range items {
		words = append(words, item.SKU, item.Name)
	}
	return strings.Join(words, " ")
}
