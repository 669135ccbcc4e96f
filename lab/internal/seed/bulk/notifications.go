package bulk

import (
	"context"
	"fmt"
	"time"

	"oms-lab/lab/internal/seed/history"
)

// announcement is a message that the customer got about a change of status.
type announcement struct {
	subject string
	text    string
	sms     string
}

// announcements are kept shorter than what notification-service writes: half a million full mails would say
// nothing more. %[1]s is the customer's name, %[2]s the order's number.
var announcements = map[history.Status]announcement{
	history.Confirmed: {"Your order %[2]s is confirmed", "Hello %[1]s,\n\nthank you for your order %[2]s. It is paid and confirmed.",
		"OMS: your order %[2]s is confirmed. Thank you!"},
	history.Rejected: {subject: "Your order %[2]s could not be accepted",
		text: "Hello %[1]s,\n\nwe are sorry: your order %[2]s could not be accepted. You have not been charged."},
	history.Shipped: {"Your order %[2]s is on its way", "Hello %[1]s,\n\nyour order %[2]s has left our warehouse.",
		"OMS: your order %[2]s is on its way."},
	history.Delivered: {subject: "Your order %[2]s has arrived", text: "Hello %[1]s,\n\nyour order %[2]s was delivered. Enjoy it!"},
	history.Cancelled: {subject: "Your order %[2]s is cancelled",
		text: "Hello %[1]s,\n\nyour order %[2]s is cancelled. What you have paid for it goes back to you."},
	history.Refunded: {subject: "Your order %[2]s is refunded",
		text: "Hello %[1]s,\n\nwhat you have paid for your order %[2]s goes back to you."},
}

// How long a message takes after the event.
const (
	storedAfter = 30 * time.Millisecond
	sentAfter   = 120 * time.Millisecond
)

// writeNotifications writes no processed events: notification-service forgets those by and by.
func writeNotifications(ctx context.Context, c *copier, h *history.History, _ Credentials) error {
	return c.notifications(ctx, h)
}

func (c *copier) notifications(ctx context.Context, h *history.History) error {
	columns := []string{"id", "event_id", "event_type", "order_id", "order_number", "customer_id", "customer_email", "channel", "recipient",
		"subject", "text", "status", "attempts", "next_attempt_at", "traceparent", "created_at", "updated_at", "sent_at"}
	ids, events := h.IDs(notificationIDs), h.IDs(eventIDs)
	return c.table(ctx, "notifications", columns, func(yield func(row) bool) {
		for i := range h.Orders {
			o := &h.Orders[i]
			for _, change := range o.Changes {
				about, ok := announcements[change.Status]
				if !ok {
					continue
				}
				event, at := key(events.At(change.At)), change.At.Add(storedAfter)
				write := func(channel, recipient string, subject any, text string) bool {
					at = at.Add(time.Millisecond)
					sent := utc(at.Add(sentAfter))
					return yield(row{key(ids.At(at)), event, "order." + string(change.Status), key(o.ID), o.Number, o.Customer.ID.String(),
						o.Customer.Email, channel, recipient, subject, fmt.Sprintf(text, o.Customer.Name, o.Number), "sent", int32(1), nil,
						o.Traceparent, utc(at), sent, sent})
				}
				if !write("email", o.Customer.Email, fmt.Sprintf(about.subject, o.Customer.Name, o.Number), about.text) {
					return
				}
				if about.sms != "" && !write("sms", o.Customer.Phone, nil, about.sms) {
					return
				}
			}
		}
	})
}
