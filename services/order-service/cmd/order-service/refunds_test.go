package main

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	amqp "github.com/rabbitmq/amqp091-go"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
)

// payments stands for payment-service's outbox.
func (l *lab) payments() func(orderID string, refunded int64) {
	l.t.Helper()
	conn, err := amqp.Dial(required(l.t, "TEST_RABBITMQ_URL"))
	must(l.t, err)
	l.t.Cleanup(func() { _ = conn.Close() })
	channel, err := conn.Channel()
	must(l.t, err)
	return func(orderID string, refunded int64) {
		amount := func(minor int64) map[string]any { return map[string]any{"amount_minor": minor, "currency": "EUR"} }
		id := uuid.Must(uuid.NewV7()).String()
		body, err := json.Marshal(map[string]any{
			"specversion": "1.0", "id": id, "source": "/payment-service", "type": "payment.refunded", "subject": orderID,
			"data": map[string]any{
				"payment_id": uuid.NewString(), "order_id": orderID, "customer_id": nil, "refund_id": uuid.NewString(),
				"amount": amount(refunded), "refunded": amount(refunded), "captured": amount(2869), "reason": "Too small.",
			},
		})
		must(l.t, err)
		must(l.t, channel.Publish(l.config.EventsExchange, "payment.refunded", false, false, amqp.Publishing{
			Body: body, MessageId: id, Headers: amqp.Table{"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
		}))
	}
}

// hears waits until the service has its queue, so that no event passes it by.
func (l *lab) hears() {
	l.t.Helper()
	conn, err := amqp.Dial(required(l.t, "TEST_RABBITMQ_URL"))
	must(l.t, err)
	defer func() { _ = conn.Close() }()
	eventually(l.t, "the service listens to payments", func() bool {
		channel, err := conn.Channel()
		must(l.t, err)
		defer func() { _ = channel.Close() }()
		queue, err := channel.QueueDeclarePassive(l.config.PaymentsQueue, true, false, false, false, nil)
		return err == nil && queue.Consumers == 1
	})
}

func TestRefundsAreNoted(t *testing.T) {
	store := newTraceStore(t)
	l := startLab(t)
	l.hears()
	refund := l.payments()
	ada, operator := l.issuer.person("customer"), l.issuer.person("operator")
	placed, path := l.confirmed(ada)
	id := placed.text("id")
	refunded := func() int64 { return amountOf(l.call("GET", path, ada.token, nil).json, "refunded") }
	expect(t, "at first", refunded(), 0)

	refund(id, 500)
	eventually(t, "a refund is noted", func() bool { return refunded() == 500 })
	version := l.call("GET", path, ada.token, nil).json["version"].(float64)
	refund(id, 500) // again
	refund(id, 300) // overtaken
	refund(uuid.NewString(), 1)
	refund(id, 700)
	eventually(t, "the greatest counts", func() bool { return refunded() == 700 })
	after := l.call("GET", path, ada.token, nil)
	expect(t, "repetitions change nothing", after.json["version"], any(version+1))
	expect(t, "status", after.text("status"), "confirmed")

	l.move(path, operator, "processing")
	l.move(path, operator, "shipped", "tracking_number", "T1")
	l.move(path, operator, "delivered")
	expect(t, "partly refunded", l.call("GET", path, ada.token, nil).text("status"), "delivered")
	refund(id, 2869)
	l.awaitStatus(ada, placed, "refunded")
	items := l.call("GET", path+"/events", ada.token, nil).json["items"].([]any)
	last := items[len(items)-1].(map[string]any)
	expect(t, "actor", last["actor"], any("service:payment-service"))
	expect(t, "reason", last["reason"], any("Too small."))
	name := "process " + l.config.EventsExchange + ":payment.refunded"
	eventually(t, "the consumer's span is in the trace of the refund", func() bool {
		span := store.find("0af7651916cd43dd8448eb211c80319c", name)
		return span != nil && span.Kind == otlp.Span_SPAN_KIND_CONSUMER
	})
	if !l.metric(`messaging_process_duration_seconds_count{messaging_destination_name="` + l.config.EventsExchange + `:payment.refunded",outcome="processed"} 6`) {
		t.Error("the messages are not counted")
	}
}

// The money went back on the way: when the parcel arrives nothing is left to pay for.
func TestOrderRefundedBeforeItArrives(t *testing.T) {
	l := startLab(t)
	l.hears()
	ada, operator := l.issuer.person("customer"), l.issuer.person("operator")
	placed, path := l.confirmed(ada)
	l.payments()(placed.text("id"), 2869)
	eventually(t, "the refund is noted", func() bool { return amountOf(l.call("GET", path, ada.token, nil).json, "refunded") == 2869 })
	l.move(path, operator, "processing")
	l.move(path, operator, "shipped", "tracking_number", "T1")
	expect(t, "status", l.move(path, operator, "delivered").text("status"), "refunded")
	expect(t, "events of both", l.count(`SELECT count(*) FROM outbox WHERE type IN ('order.delivered', 'order.refunded')`), 2)
}

func TestMalformedEventsAreSetAside(t *testing.T) {
	l := startLab(t)
	l.hears()
	ada := l.issuer.person("customer")
	placed, path := l.confirmed(ada)
	conn, err := amqp.Dial(required(t, "TEST_RABBITMQ_URL"))
	must(t, err)
	defer func() { _ = conn.Close() }()
	channel, err := conn.Channel()
	must(t, err)
	must(t, channel.Publish(l.config.EventsExchange, "payment.refunded", false, false, amqp.Publishing{Body: []byte(`{"type":`)}))
	l.payments()(placed.text("id"), 100)
	eventually(t, "the next event is heard", func() bool { return amountOf(l.call("GET", path, ada.token, nil).json, "refunded") == 100 })
	dead, err := channel.Consume(l.config.PaymentsQueue+".dead", "", true, false, false, false, nil)
	must(t, err)
	select {
	case d := <-dead:
		expect(t, "dead letter", string(d.Body), `{"type":`)
	case <-time.After(10 * time.Second):
		t.Error("the malformed event is lost")
	}
}
