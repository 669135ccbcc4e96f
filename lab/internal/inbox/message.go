// Package inbox receives everything the lab sends to people (mail by SMTP, SMS and Alertmanager pages by
// HTTP), keeps the newest of it, and shows it on one web page and in a JSON API.
package inbox

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Kind is the channel by which a message came.
type Kind string

// The kinds of message that the inbox receives.
const (
	Mail Kind = "mail"
	SMS  Kind = "sms"
	Page Kind = "page"
)

// Kinds lists every kind, in the order in which the web page shows them.
var Kinds = []Kind{Mail, SMS, Page}

// ParseKind accepts exactly the names in Kinds.
func ParseKind(s string) (Kind, error) {
	if kind := Kind(s); slices.Contains(Kinds, kind) {
		return kind, nil
	}
	return "", fmt.Errorf("%q is not one of mail, sms, page", s)
}

// Message is one mail, SMS or page.
type Message struct {
	ID         uuid.UUID         `json:"id"`
	Kind       Kind              `json:"kind"`
	From       string            `json:"from"`
	To         []string          `json:"to"`
	Subject    string            `json:"subject"`
	Text       string            `json:"text"`
	HTML       string            `json:"html,omitempty"`
	Labels     map[string]string `json:"labels,omitempty"`
	ReceivedAt Time              `json:"received_at"`
	// TraceID is the trace that the sender's traceparent named, empty when it sent none.
	TraceID string `json:"trace_id,omitempty"`
	// Delivery tells a repetition of one delivery from another message that says the same; empty when the sender
	// gave nothing to tell them apart by.
	Delivery string `json:"-"`
}

// NewMessage gives a message its id (a UUIDv7, so ids sort by age) and its time.
func NewMessage(kind Kind, now time.Time) Message {
	return Message{ID: uuid.Must(uuid.NewV7()), Kind: kind, To: []string{}, ReceivedAt: Time{now.UTC().Truncate(time.Millisecond)}}
}

// AddressedTo reports whether a person may look for this message under an address: one of the recipients, or
// the customer whose e-mail address an SMS carries as a label.
func (m Message) AddressedTo(address string) bool {
	same := func(other string) bool { return strings.EqualFold(other, address) }
	return slices.ContainsFunc(m.To, same) || same(m.Labels["customer_email"])
}

// Time marshals as RFC 3339 with milliseconds, always UTC.
type Time struct{ time.Time }

const timeLayout = "2006-01-02T15:04:05.000Z07:00"

// MarshalJSON writes the milliseconds even when they are zero, which time.Time does not.
func (t Time) MarshalJSON() ([]byte, error) {
	return []byte(`"` + t.UTC().Format(timeLayout) + `"`), nil
}

// Filter selects messages; its zero value selects all.
type Filter struct {
	To   string
	Kind Kind
	// Since is inclusive.
	Since time.Time
	// Before selects messages older than the one with this id.
	Before uuid.UUID
	// Limit is the largest number of messages, 0 for no limit.
	Limit int
}

// Matches applies everything but the position (Before) and the limit.
func (f Filter) Matches(m Message) bool {
	return (f.Kind == "" || f.Kind == m.Kind) &&
		(f.To == "" || m.AddressedTo(f.To)) &&
		(f.Since.IsZero() || !m.ReceivedAt.Before(f.Since))
}
