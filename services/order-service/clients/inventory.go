package clients

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"oms-lab/order-service/order"
	"oms-lab/order-service/telemetry"
)

// Inventory is inventory-service. All its calls are idempotent by order id.
type Inventory struct{ peer *peer }

// Reservation is stock held for an order, with the prices of the moment.
type Reservation struct {
	ID    string `json:"reservation_id"`
	Items []struct {
		SKU       string      `json:"sku"`
		Name      string      `json:"name"`
		UnitPrice order.Money `json:"unit_price"`
	} `json:"items"`
}

// Quotes are the names and prices by SKU.
func (r Reservation) Quotes() map[string]order.Quote {
	quotes := make(map[string]order.Quote, len(r.Items))
	for _, i := range r.Items {
		quotes[i.SKU] = order.Quote{Name: i.Name, UnitPrice: i.UnitPrice}
	}
	return quotes
}

// NewInventory makes a client of inventory-service.
func NewInventory(url string, tokens *Tokens, metrics *telemetry.Metrics) *Inventory {
	return &Inventory{newPeer("inventory-service", url, 2*time.Second, tokens, metrics)}
}

// Reserve holds the order's items; asked again, it answers the same reservation.
func (i *Inventory) Reserve(ctx context.Context, o *order.Order) (r Reservation, err error) {
	type line struct {
		SKU      string `json:"sku"`
		Quantity int64  `json:"quantity"`
	}
	in := struct {
		OrderID uuid.UUID `json:"order_id"`
		Items   []line    `json:"items"`
	}{OrderID: o.ID}
	for _, item := range o.Items {
		in.Items = append(in.Items, line{item.SKU, item.Quantity})
	}
	err = i.post(ctx, "/api/v1/inventory/reserve", in, &r)
	return r, err
}

// Commit turns the order's reservation into stock that has left.
func (i *Inventory) Commit(ctx context.Context, orderID uuid.UUID) error {
	return i.post(ctx, "/api/v1/inventory/commit", map[string]any{"order_id": orderID}, nil)
}

// Release gives the order's stock back, reserved or committed.
func (i *Inventory) Release(ctx context.Context, orderID uuid.UUID) error {
	return i.post(ctx, "/api/v1/inventory/release", map[string]any{"order_id": orderID}, nil)
}

func (i *Inventory) post(ctx context.Context, path string, in, out any) error {
	return i.peer.do(ctx, call{method: http.MethodPost, path: path, template: path, in: in, out: out})
}
