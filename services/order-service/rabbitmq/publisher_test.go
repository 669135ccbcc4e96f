package rabbitmq

import (
	"errors"
	"log/slog"
	"testing"

	"github.com/google/uuid"
	amqp "github.com/rabbitmq/amqp091-go"

	"oms-lab/order-service/telemetry"
)

// A broker that is short of memory says so and stops reading. What were written then would fill the
// socket and stand in the way of the process.
func TestNothingIsSentToABlockedBroker(t *testing.T) {
	p := NewPublisher("", "oms.test", telemetry.NewMetrics(), slog.New(slog.DiscardHandler))
	woken := 0
	p.Available = func() { woken++ }
	channel := &amqp.Channel{}

	p.heed(channel, amqp.Blocking{Active: true, Reason: "low on memory"})
	if err := p.Ready(); !errors.Is(err, ErrBlocked) {
		t.Errorf("ready while blocked: %v", err)
	}
	confirmed, err := p.Publish(t.Context(), []Message{{ID: uuid.New(), RoutingKey: "order.created"}})
	if len(confirmed) != 0 || !errors.Is(err, ErrBlocked) || woken != 0 {
		t.Errorf("confirmed %v, error %v, woken %d times", confirmed, err, woken)
	}

	p.heed(channel, amqp.Blocking{Active: false})
	if err := p.Ready(); err != nil || woken != 1 {
		t.Errorf("ready after that: %v, woken %d times", err, woken)
	}
	p.set(nil, false)
	if err := p.Ready(); !errors.Is(err, ErrNotConnected) {
		t.Errorf("ready without a connection: %v", err)
	}
}
