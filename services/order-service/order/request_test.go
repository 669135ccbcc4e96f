package order

import (
	"errors"
	"testing"
	"time"
)

func TestLocateNamesTheLineOfTheRequest(t *testing.T) {
	req := Request{Items: []RequestItem{{"A", 1}, {"A", 2}, {"B", 1}}}
	o := Place(Customer{}, req, Trace{}, time.Now())
	for field, want := range map[string]string{
		"items[0].sku": "items[0].sku", "items[1].sku": "items[2].sku", "items[7].sku": "items[7].sku", "body": "body", "items": "items",
	} {
		if got := req.Locate(field, o); got != want {
			t.Errorf("%s: got %s, want %s", field, got, want)
		}
	}
}

func TestAmend(t *testing.T) {
	text := "x"
	for status, open := range map[Status]bool{
		Pending: true, Confirmed: true, Processing: true, Shipped: false, Delivered: false, Rejected: false, Cancelled: false, Refunded: false,
	} {
		o := placed()
		o.Status = status
		err := o.Amend(Update{SetNote: true, Note: &text}, System, time.Now())
		var conflict *ConflictError
		if open != (err == nil) || !open && !errors.As(err, &conflict) {
			t.Errorf("%s: %v", status, err)
		}
		if open && (o.Version != 2 || !o.Changes()[1].SameStatus()) {
			t.Errorf("%s: version %d, changes %+v", status, o.Version, o.Changes())
		}
	}
}

func TestNoteRefund(t *testing.T) {
	o := placed()
	o.Total.AmountMinor = 100
	for _, step := range []struct {
		inAll, refunded int64
		version         int
	}{{40, 40, 2}, {40, 40, 2}, {30, 40, 2}, {100, 100, 3}} {
		o.NoteRefund(Money{step.inAll, Currency}, "", time.Now())
		if o.Refunded.AmountMinor != step.refunded || o.Version != step.version || o.Status != Pending {
			t.Errorf("after %d: %d, version %d, %s", step.inAll, o.Refunded.AmountMinor, o.Version, o.Status)
		}
	}
	o.Status = Delivered
	o.NoteRefund(Money{101, Currency}, "", time.Now())
	if o.Status != Refunded {
		t.Errorf("all of it went back, but the order is %s", o.Status)
	}
}
