package order

import (
	"encoding/json"

	"github.com/google/uuid"
)

// Event is one domain event on its way to the broker.
type Event struct {
	ID      uuid.UUID
	Type    string // also the routing key
	OrderID uuid.UUID
	Body    json.RawMessage // the CloudEvents 1.0 document
}

// EventTypes are all the events about orders: one for each status that can be entered.
func EventTypes() []string {
	types := make([]string, len(Statuses))
	for i, s := range Statuses {
		types[i] = eventType(s)
	}
	return types
}

func eventType(s Status) string {
	if s == Pending {
		return "order.created"
	}
	return "order." + string(s)
}

// cloudEvent is the structured JSON form of CloudEvents 1.0.
type cloudEvent struct {
	SpecVersion     string    `json:"specversion"`
	ID              uuid.UUID `json:"id"`
	Source          string    `json:"source"`
	Type            string    `json:"type"`
	Subject         string    `json:"subject"`
	Time            Timestamp `json:"time"`
	DataContentType string    `json:"datacontenttype"`
	Data            eventData `json:"data"`
}

type eventData struct {
	OrderID         uuid.UUID     `json:"order_id"`
	Number          string        `json:"number"`
	Status          Status        `json:"status"`
	StatusReason    *string       `json:"status_reason"`
	Customer        eventCustomer `json:"customer"`
	Items           []eventItem   `json:"items"`
	Subtotal        *Money        `json:"subtotal"`
	Tax             *Money        `json:"tax"`
	Shipping        *Money        `json:"shipping"`
	Total           *Money        `json:"total"`
	Refunded        Money         `json:"refunded"`
	ShippingAddress Address       `json:"shipping_address"`
	TrackingNumber  *string       `json:"tracking_number"`
	TraceID         *string       `json:"trace_id"`
	Version         int           `json:"version"`
}

// eventCustomer and eventItem say null for what is not known yet: the account is read, and the
// prices come with the reservation, only after the order was placed.
type eventCustomer struct {
	ID    uuid.UUID `json:"id"`
	Name  *string   `json:"name"`
	Email *string   `json:"email"`
	Phone *string   `json:"phone"`
}

type eventItem struct {
	SKU       string  `json:"sku"`
	Name      *string `json:"name"`
	Quantity  int64   `json:"quantity"`
	UnitPrice *Money  `json:"unit_price"`
	LineTotal *Money  `json:"line_total"`
}

// Event tells the world of a change of status, with the order as it stands now.
func (o *Order) Event(c Change) (Event, error) {
	e := Event{ID: NewID(), Type: eventType(c.Status), OrderID: o.ID}
	data := eventData{
		OrderID: o.ID, Number: o.Number, Status: c.Status, StatusReason: c.Reason,
		Customer:        eventCustomer{o.CustomerID, known(o.Customer.Name), known(o.Customer.Email), known(o.Customer.Phone)},
		ShippingAddress: o.ShippingAddress, TrackingNumber: o.TrackingNumber,
		Refunded: o.Refunded, TraceID: known(o.TraceID), Version: c.version,
	}
	priced := o.ReservationID != nil
	if priced {
		data.Subtotal, data.Tax, data.Shipping, data.Total = &o.Subtotal, &o.Tax, &o.Shipping, &o.Total
	}
	for i := range o.Items {
		item := &o.Items[i]
		line := eventItem{SKU: item.SKU, Name: known(item.Name), Quantity: item.Quantity}
		if priced {
			line.UnitPrice, line.LineTotal = &item.UnitPrice, &item.LineTotal
		}
		data.Items = append(data.Items, line)
	}
	body, err := json.Marshal(cloudEvent{
		SpecVersion: "1.0", ID: e.ID, Source: "/order-service", Type: e.Type, Subject: o.ID.String(),
		Time: c.At, DataContentType: "application/json", Data: data,
	})
	e.Body = body
	return e, err
}

func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
