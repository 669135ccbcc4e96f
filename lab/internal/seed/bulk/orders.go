package bulk

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"oms-lab/lab/internal/databases"
	"oms-lab/lab/internal/seed/history"
)

// Number gives the orders their numbers from the service's own sequence, which no other order gets then, whether the
// history is written in the end or not.
func (s *Shop) Number(ctx context.Context, h *history.History) error {
	rows, err := s.connections[databases.Orders].Query(ctx,
		`SELECT nextval('order_number_seq') FROM generate_series(1, $1)`, len(h.Orders))
	if err != nil {
		return err
	}
	defer rows.Close()
	for i := 0; rows.Next(); i++ {
		var sequence int64
		if err := rows.Scan(&sequence); err != nil {
			return err
		}
		h.Orders[i].Number = fmt.Sprintf("ORD-%d-%06d", h.Orders[i].CreatedAt.UTC().Year(), sequence)
	}
	return rows.Err()
}

func writeOrders(ctx context.Context, c *copier, h *history.History, _ Credentials) error {
	if err := c.orders(ctx, h); err != nil {
		return err
	}
	if err := c.orderItems(ctx, h); err != nil {
		return err
	}
	return c.orderHistory(ctx, h)
}

// orderColumns are those of the table orders that a history fills, but for the one that a search looks through.
var orderColumns = []string{"id", "number", "customer_id", "customer_name", "customer_email", "customer_phone", "status",
	"status_reason", "currency", "subtotal_minor", "tax_minor", "shipping_minor", "total_minor", "refunded_minor", "shipping_address",
	"note", "payment_id", "reservation_id", "tracking_number", "rejection", "trace_id", "traceparent", "version", "created_at",
	"updated_at", "decided_at", "status_since", "saga_step"}

// orders takes a detour: what a search looks through is made by a function of order-service's database.
func (c *copier) orders(ctx context.Context, h *history.History) error {
	columns := strings.Join(orderColumns, ", ")
	_, err := c.tx.Exec(ctx, `CREATE TEMPORARY TABLE seeded_orders ON COMMIT DROP AS
		SELECT `+columns+`, ''::text AS items FROM orders WITH NO DATA`)
	if err != nil {
		return err
	}
	if err := c.table(ctx, "seeded_orders", slices.Concat(orderColumns, []string{"items"}), orderRows(h)); err != nil {
		return err
	}
	c.progress.Begin(string(c.database) + ".orders")
	defer c.progress.End(string(c.database) + ".orders")
	_, err = c.tx.Exec(ctx, `INSERT INTO orders (`+columns+`, search)
		SELECT `+columns+`, order_search(customer_name, shipping_address, items) FROM seeded_orders`)
	return err
}

func orderRows(h *history.History) iter.Seq[row] {
	return func(yield func(row) bool) {
		for i := range h.Orders {
			o := &h.Orders[i]
			var payment, reservation any
			if o.Captured() > 0 {
				payment = o.Payment.ID.String()
			}
			if o.Reservation != nil {
				reservation = o.Reservation.ID.String()
			}
			if !yield(row{key(o.ID), o.Number, key(o.Customer.ID), o.Customer.Name, o.Customer.Email, o.Customer.Phone,
				string(o.Status), orNull(o.Reason), h.Pricing.Currency, o.Subtotal, o.Tax, o.Shipping, o.Total, o.Refunded(),
				document(o.Customer.Address), o.Note, payment, reservation, orNull(o.Tracking), rejection(o),
				o.TraceID, o.Traceparent, o.Version, utc(o.CreatedAt), utc(o.UpdatedAt()), utc(o.DecidedAt()), utc(o.StatusSince()),
				"done", words(o)}) {
				return
			}
		}
	}
}

// words are the skus and names of the order's lines.
func words(o *history.Order) string {
	all := make([]string, 0, 2*len(o.Lines))
	for _, line := range o.Lines {
		all = append(all, line.SKU, line.Name)
	}
	return strings.Join(all, " ")
}

func rejection(o *history.Order) any {
	if o.Rejection == nil {
		return nil
	}
	return document(o.Rejection)
}

// document is JSON; these types always have one.
func document(value any) []byte {
	content, _ := json.Marshal(value)
	return content
}

func (c *copier) orderItems(ctx context.Context, h *history.History) error {
	columns := []string{"order_id", "position", "sku", "name", "quantity", "unit_price_minor", "line_total_minor"}
	return c.table(ctx, "order_items", columns, func(yield func(row) bool) {
		for i := range h.Orders {
			o := &h.Orders[i]
			for position, line := range o.Lines {
				if !yield(row{key(o.ID), int16(position), line.SKU, line.Name, int64(line.Quantity), line.PriceMinor,
					line.PriceMinor * int64(line.Quantity)}) {
					return
				}
			}
		}
	})
}

func (c *copier) orderHistory(ctx context.Context, h *history.History) error {
	columns := []string{"order_id", "from_status", "status", "actor", "reason", "at"}
	return c.table(ctx, "order_history", columns, func(yield func(row) bool) {
		for i := range h.Orders {
			o := &h.Orders[i]
			var from history.Status
			for _, change := range o.Changes {
				if !yield(row{key(o.ID), orNull(string(from)), string(change.Status), change.Actor, orNull(change.Reason), utc(change.At)}) {
					return
				}
				from = change.Status
			}
		}
	})
}
