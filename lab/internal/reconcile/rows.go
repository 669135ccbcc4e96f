package reconcile

import (
	"time"

	"github.com/google/uuid"
)

// order is what order-service says. Items is "SKU=quantity", sorted and joined by commas; Path is the order's history as
// "from>to" joined by commas.
type order struct {
	ID                       uuid.UUID
	Number, Status           string
	CustomerID               uuid.UUID
	Total, Refunded          int64
	PaymentID, ReservationID string
	CreatedAt                time.Time
	ConfirmedAt              *time.Time
	Items, Path              string
}

// reservation is what inventory-service says about an order.
type reservation struct {
	OrderID   uuid.UUID
	ID        uuid.UUID
	Status    string
	CreatedAt time.Time
	Items     string
}

// holds is true while pieces are held for the order, or have left for it.
func (r *reservation) holds() bool { return r.Status == "reserved" || r.Status == "committed" }

// payment is what payment-service says about an order: the row, and what its other books add up to.
type payment struct {
	OrderID                                   uuid.UUID
	ID                                        uuid.UUID
	Status                                    string
	Amount, Captured, Refunded, RefundPending int64
	CreatedAt                                 time.Time
	LedgerAuthorized, LedgerCaptured          int64
	LedgerDeclined, LedgerRefunded            int64
	RefundsDone, RefundsOpen                  int64
	// GatewayOutcome is empty when the card gateway knows no such charge.
	GatewayOutcome                  string
	GatewayCharged, GatewayRefunded int64
}

// mail is what notification-service says about the confirmation mails of an order.
type mail struct {
	OrderID uuid.UUID
	Sent    int
	Other   int
	Events  []uuid.UUID
}

// level is a stock row, with what the ledger and the open reservations add up to.
type level struct {
	SKU, Warehouse               string
	OnHand, Reserved             int64
	LedgerOnHand, LedgerReserved int64
	HeldByReservations           int64
}
