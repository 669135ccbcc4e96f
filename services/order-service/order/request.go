package order

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Request is what a customer asks for.
type Request struct {
	Items           []RequestItem `json:"items" validate:"required,min=1,max=100,dive"`
	ShippingAddress Address       `json:"shipping_address"`
	PaymentMethod   PaymentMethod `json:"payment_method"`
	Note            *string       `json:"note,omitempty" validate:"omitempty,max=500,text"`
}

// RequestItem is one line of a Request.
type RequestItem struct {
	SKU      string `json:"sku" validate:"required,max=64,sku"`
	Quantity int64  `json:"quantity" validate:"min=1,max=1000000"`
}

// Locate names a field as the request has it: the lines of the order that another service spoke
// of are those after lines of one SKU were added up.
func (r Request) Locate(field string, o *Order) string {
	var line int
	if _, err := fmt.Sscanf(field, "items[%d]", &line); err != nil || line < 0 || line >= len(o.Items) {
		return field
	}
	first := slices.IndexFunc(r.Items, func(i RequestItem) bool { return i.SKU == o.Items[line].SKU })
	_, rest, _ := strings.Cut(field, "]")
	return fmt.Sprintf("items[%d]%s", first, rest)
}

// Update is what a customer wants to have changed. An address of nil stays as it is, and so does
// the note without SetNote; with it, nil removes the note.
type Update struct {
	ShippingAddress *Address `json:"shipping_address"`
	Note            *string  `json:"note" validate:"omitempty,max=500,text"`
	SetNote         bool     `json:"-"`
}

// StatusChange is what somebody wants to become of an order, and why. A parcel that nobody follows has no tracking
// number.
type StatusChange struct {
	Status         Status  `json:"status" validate:"required,oneof=pending confirmed rejected processing shipped delivered cancelled refunded"`
	Note           *string `json:"note" validate:"omitempty,max=500,text"`
	TrackingNumber *string `json:"tracking_number" validate:"omitnil,max=64,sku"`
}

// Expectation says whether a version is the one that a change is based on; nil is content with any.
type Expectation func(version int) bool

// Check says whether the order is as expected. Error: *StaleError.
func (o *Order) Check(expected Expectation) error {
	if expected != nil && !expected(o.Version) {
		return &StaleError{Version: o.Version}
	}
	return nil
}

// Amend changes address and note of an order that has not left yet. Error: *ConflictError.
func (o *Order) Amend(u Update, actor Actor, now time.Time) error {
	if o.Status != Pending && o.Status != Confirmed && o.Status != Processing {
		return &ConflictError{"An order that is " + string(o.Status) + " cannot be changed any more."}
	}
	reason := ""
	if u.ShippingAddress != nil {
		address := u.ShippingAddress.tidy()
		if address.Country != o.ShippingAddress.Country {
			return &ConflictError{"The country stays: tax and shipping depend on it."}
		}
		if !address.equal(o.ShippingAddress) {
			o.ShippingAddress, reason = address, "address_changed"
		}
	}
	if u.SetNote && !equalText(u.Note, o.Note) {
		o.Note = u.Note
		if reason == "" {
			reason = "note_changed"
		} else {
			reason = "address_and_note_changed"
		}
	}
	if reason != "" {
		o.changes = append(o.changes, o.change(o.Status, actor, reason, now))
	}
	return nil
}

// tidy leaves an empty second line out.
func (a Address) tidy() Address {
	if a.Line2 != nil && *a.Line2 == "" {
		a.Line2 = nil
	}
	return a
}

func (a Address) equal(b Address) bool {
	line2 := equalText(a.Line2, b.Line2)
	a.Line2, b.Line2 = nil, nil
	return line2 && a == b
}

func equalText(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
