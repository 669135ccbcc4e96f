package clients

import (
	"context"
	"time"

	"github.com/google/uuid"

	"oms-lab/contracts/client/inventory"

	"oms-lab/order-service/order"
	"oms-lab/order-service/telemetry"
)

// Inventory is inventory-service. All its calls are idempotent by order id.
type Inventory struct {
	peer *peer
	api  *inventory.Client
}

// Reservation is stock held for an order, with the prices of the moment.
type Reservation struct{ inventory.Reservation }

// Quotes are the names and prices by SKU.
func (r Reservation) Quotes() map[string]order.Quote {
	quotes := make(map[string]order.Quote, len(r.Items))
	for _, i := range r.Items {
		quotes[i.SKU] = order.Quote{Name: i.Name, UnitPrice: order.Money(i.UnitPrice)}
	}
	return quotes
}

// NewInventory makes a client of inventory-service.
func NewInventory(url string, tokens *Tokens, metrics *telemetry.Metrics) *Inventory {
	p := newPeer("inventory-service", 2*time.Second, tokens, metrics)
	return &Inventory{peer: p, api: &inventory.Client{Server: url + "/", Client: p}}
}

// Reserve holds the order's items, from the warehouses that are nearest to where it goes; asked
// again, it answers the same reservation.
func (i *Inventory) Reserve(ctx context.Context, o *order.Order) (r Reservation, err error) {
	in := inventory.NewReservation{OrderID: o.ID, ShipTo: &inventory.Destination{Country: o.ShippingAddress.Country}}
	for _, item := range o.Items {
		// At most 100 lines of a million fit.
		in.Items = append(in.Items, inventory.ReservationLine{SKU: item.SKU, Quantity: int32(item.Quantity)}) //nolint:gosec
	}
	resp, err := i.api.ReserveStock(ctx, nil, in, route("/api/v1/inventory/reserve"))
	return r, i.peer.understand(resp, err, &r.Reservation)
}

// Commit turns the order's reservation into stock that has left.
func (i *Inventory) Commit(ctx context.Context, orderID uuid.UUID) error {
	resp, err := i.api.CommitReservation(ctx, nil, inventory.OrderReference{OrderID: orderID}, route("/api/v1/inventory/commit"))
	return i.peer.understand(resp, err, nil)
}

// Release gives the order's stock back, reserved or committed.
func (i *Inventory) Release(ctx context.Context, orderID uuid.UUID) error {
	resp, err := i.api.ReleaseReservation(ctx, nil, inventory.OrderReference{OrderID: orderID}, route("/api/v1/inventory/release"))
	return i.peer.understand(resp, err, nil)
}
