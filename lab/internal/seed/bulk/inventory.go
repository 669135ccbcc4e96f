package bulk

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"oms-lab/lab/internal/databases"
	"oms-lab/lab/internal/seed/history"
)

// reservationTTL is for how long inventory-service holds stock.
const reservationTTL = 15 * time.Minute

// Catalogue reads the products, and the warehouses that have all of them.
func (s *Shop) Catalogue(ctx context.Context) (products []history.Product, warehouses []history.Warehouse, err error) {
	connection := s.connections[databases.Inventory]
	rows, err := connection.Query(ctx, `
		SELECT p.sku, p.name, p.price_minor, coalesce(sum(s.on_hand - s.reserved), 0)::int
		FROM products p JOIN stock s ON s.sku = p.sku GROUP BY p.sku ORDER BY p.sku`)
	if err != nil {
		return nil, nil, err
	}
	if products, err = pgx.CollectRows(rows, pgx.RowToStructByPos[history.Product]); err != nil {
		return nil, nil, err
	}
	// A product that somebody has added may not be everywhere yet: then it is not part of a history.
	rows, err = connection.Query(ctx, `SELECT sku, array_agg(warehouse ORDER BY warehouse) FROM stock GROUP BY sku`)
	if err != nil {
		return nil, nil, err
	}
	var sku string
	var codes []string
	at := map[string][]string{}
	var everywhere []string
	_, err = pgx.ForEachRow(rows, []any{&sku, &codes}, func() error {
		at[sku] = codes
		if len(codes) > len(everywhere) {
			everywhere = codes
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	products = slices.DeleteFunc(products, func(p history.Product) bool { return !slices.Equal(at[p.SKU], everywhere) })
	rows, err = connection.Query(ctx, `SELECT code, latitude, longitude FROM warehouses WHERE code = ANY ($1) ORDER BY code`, everywhere)
	if err != nil {
		return nil, nil, err
	}
	warehouses, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (w history.Warehouse, err error) {
		return w, r.Scan(&w.Code, &w.Latitude, &w.Longitude)
	})
	return products, warehouses, err
}

// Countries reads where the countries are to which the shop ships.
func (s *Shop) Countries(ctx context.Context) (map[string]history.Point, error) {
	rows, err := s.connections[databases.Inventory].Query(ctx, `SELECT code, latitude, longitude FROM countries`)
	if err != nil {
		return nil, err
	}
	all := map[string]history.Point{}
	var code string
	var at history.Point
	_, err = pgx.ForEachRow(rows, []any{&code, &at.Latitude, &at.Longitude}, func() error {
		all[code] = at
		return nil
	})
	return all, err
}

func writeInventory(ctx context.Context, c *copier, h *history.History, _ Credentials) error {
	if err := c.reservations(ctx, h); err != nil {
		return err
	}
	// From here to the commit nobody else changes stock. The order is that of inventory-service, so that two who wait
	// for each other never wait in a circle.
	if _, err := c.tx.Exec(ctx, `SELECT FROM stock ORDER BY sku, warehouse FOR UPDATE`); err != nil {
		return err
	}
	if err := c.allocations(ctx, h); err != nil {
		return err
	}
	if err := c.movements(ctx, h); err != nil {
		return err
	}
	return c.stock(ctx, h)
}

func (c *copier) reservations(ctx context.Context, h *history.History) error {
	columns := []string{"id", "order_id", "status", "expires_at", "created_at", "updated_at"}
	return c.table(ctx, "reservations", columns, func(yield func(row) bool) {
		for i := range h.Orders {
			o := &h.Orders[i]
			if r := o.Reservation; r != nil && !yield(row{key(r.ID), key(o.ID), r.Status, utc(r.At.Add(reservationTTL)), utc(r.At), utc(r.ChangedAt)}) {
				return
			}
		}
	})
}

func (c *copier) allocations(ctx context.Context, h *history.History) error {
	columns := []string{"reservation_id", "sku", "warehouse", "position", "quantity", "name", "unit_price_minor", "currency"}
	return c.table(ctx, "reservation_allocations", columns, func(yield func(row) bool) {
		for i := range h.Orders {
			o := &h.Orders[i]
			if o.Reservation == nil {
				continue
			}
			for _, line := range o.Lines {
				for position, a := range line.Allocations {
					if !yield(row{key(o.Reservation.ID), line.SKU, a.Warehouse, int32(position), int32(a.Quantity), line.Name,
						line.PriceMinor, h.Pricing.Currency}) {
						return
					}
				}
			}
		}
	})
}

func (c *copier) movements(ctx context.Context, h *history.History) error {
	columns := []string{"id", "sku", "warehouse", "kind", "quantity", "order_id", "reason", "created_at"}
	return c.table(ctx, "stock_movements", columns, func(yield func(row) bool) {
		write := func(m *history.Movement, order any) bool {
			return yield(row{key(m.ID), m.SKU, m.Warehouse, m.Kind, int32(m.Quantity), order, orNull(m.Reason), utc(m.At)})
		}
		for i := range h.Deliveries {
			if !write(&h.Deliveries[i], nil) {
				return
			}
		}
		for i := range h.Orders {
			o := &h.Orders[i]
			if o.Reservation == nil {
				continue
			}
			for j := range o.Reservation.Movements {
				if !write(&o.Reservation.Movements[j], key(o.ID)) {
					return
				}
			}
		}
	})
}

// stock adds what the movements come to, so that the rows stay the sums of the ledger. It is never less than nothing, so
// no product becomes low on stock; one that no longer is must be marked so in the same transaction.
func (c *copier) stock(ctx context.Context, h *history.History) error {
	levels := h.Levels()
	var skus, warehouses []string
	var onHand, reserved []int32
	for _, level := range levels {
		skus, warehouses = append(skus, level.SKU), append(warehouses, level.Warehouse)
		onHand, reserved = append(onHand, int32(level.OnHand)), append(reserved, int32(level.Reserved))
	}
	_, err := c.tx.Exec(ctx, `
		UPDATE stock SET on_hand = stock.on_hand + change.on_hand, reserved = stock.reserved + change.reserved, updated_at = now()
		FROM unnest($1::text[], $2::text[], $3::int[], $4::int[]) AS change (sku, warehouse, on_hand, reserved)
		WHERE stock.sku = change.sku AND stock.warehouse = change.warehouse`, skus, warehouses, onHand, reserved)
	if err != nil {
		return err
	}
	_, err = c.tx.Exec(ctx, `
		UPDATE products SET low_stock_since = NULL WHERE low_stock_since IS NOT NULL
			AND reorder_level < (SELECT sum(on_hand - reserved) FROM stock WHERE stock.sku = products.sku)`)
	return err
}
