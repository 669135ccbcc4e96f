package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"oms-lab/order-service/config"
)

// listen binds a queue to the lab's exchange and answers its messages.
func (l *lab) listen() <-chan amqp.Delivery {
	l.t.Helper()
	conn, err := amqp.Dial(required(l.t, "TEST_RABBITMQ_URL"))
	must(l.t, err)
	channel, err := conn.Channel()
	must(l.t, err)
	exchange := l.config.EventsExchange
	must(l.t, channel.ExchangeDeclare(exchange, "topic", true, false, false, false, nil))
	queue, err := channel.QueueDeclare("", false, true, true, false, nil)
	must(l.t, err)
	must(l.t, channel.QueueBind(queue.Name, "order.#", exchange, false, nil))
	deliveries, err := channel.Consume(queue.Name, "", true, true, false, false, nil)
	must(l.t, err)
	l.t.Cleanup(func() { _ = conn.Close() })
	return deliveries
}

func (l *lab) brokerIsThere() bool {
	checks := l.call("GET", "/ready", "", nil).json["checks"].(map[string]any)
	return checks["postgres"] == "ok" && checks["rabbitmq"] == "ok"
}

func next(t *testing.T, deliveries <-chan amqp.Delivery) amqp.Delivery {
	t.Helper()
	select {
	case d := <-deliveries:
		return d
	case <-time.After(10 * time.Second):
		t.Fatal("no message came")
		return amqp.Delivery{}
	}
}

func TestRelayPublishes(t *testing.T) {
	l := startLab(t)
	eventually(t, "the broker is connected", l.brokerIsThere)
	deliveries := l.listen()
	ada := l.issuer.person("customer")
	placed := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, "tok_visa"))

	for _, eventType := range []string{"order.created", "order.confirmed"} {
		d := next(t, deliveries)
		expect(t, "routing key", d.RoutingKey, eventType)
		expect(t, "content type", d.ContentType, "application/cloudevents+json")
		expect(t, "persistent", d.DeliveryMode, amqp.Persistent)
		parent, _ := d.Headers["traceparent"].(string)
		if !strings.Contains(parent, placed.text("trace_id")) {
			t.Errorf("%s left the order's trace %s: %q", eventType, placed.text("trace_id"), parent)
		}
		var event struct {
			ID, SpecVersion, Source, Type, Subject, Time, DataContentType string
			Data                                                          struct {
				OrderID  string `json:"order_id"`
				Number   string
				Status   string
				Customer struct{ ID, Name, Email, Phone string }
				Total    struct {
					AmountMinor int64 `json:"amount_minor"`
				}
				TraceID string `json:"trace_id"`
				Version int
			}
		}
		must(t, json.Unmarshal(d.Body, &event))
		checkEvent(t, eventType, d.Body)
		expect(t, "id", event.ID, d.MessageId)
		expect(t, "version of CloudEvents", event.SpecVersion, "1.0")
		expect(t, "source", event.Source, "/order-service")
		expect(t, "type", event.Type, eventType)
		expect(t, "subject", event.Subject, placed.text("id"))
		expect(t, "content of data", event.DataContentType, "application/json")
		expect(t, "number", event.Data.Number, placed.text("number"))
		expect(t, "trace", event.Data.TraceID, placed.text("trace_id"))
		expect(t, "email", event.Data.Customer.Email, "ada@oms.example")
		if eventType == "order.confirmed" {
			expect(t, "status", event.Data.Status, "confirmed")
			expect(t, "phone", event.Data.Customer.Phone, "+447700900123")
			expect(t, "total", event.Data.Total.AmountMinor, 2869)
		}
	}
	eventually(t, "the outbox is empty", func() bool { return l.metric("outbox_pending 0") })
	sent := `messaging_client_sent_messages_total{messaging_destination_name="` + l.config.EventsExchange + `:order.confirmed",outcome="success"} 1`
	if !l.metric(sent) {
		t.Error("missing metric " + sent)
	}
	for _, series := range []string{`job_duration_seconds_bucket{job_name="outbox_relay"`, `db_client_operation_duration_seconds_bucket{`,
		`http_client_request_duration_seconds_bucket{`, `order_processing_duration_seconds_bucket{`} {
		if !l.exemplar(series, placed.text("trace_id")) {
			t.Errorf("no exemplar with the order's trace at %s", series)
		}
	}
}

func TestEventsWaitForTheBroker(t *testing.T) {
	rabbit := config.AMQPURL(required(t, "TEST_RABBITMQ_URL"))
	l := startLab(t, func(c *config.Config) { c.RabbitMQURL = "amqp://127.0.0.1:1/" })
	expect(t, "ready without the broker", l.call("GET", "/ready", "", nil).status, 200)
	expect(t, "ready tells of the broker", l.brokerIsThere(), false)
	placed := l.call("POST", "/api/v1/orders", l.issuer.person("customer").token, orderOf("LAP-1001", 1, "tok_visa"))
	expect(t, "an order is taken without the broker", placed.status, 201)
	if !l.metric("outbox_pending 2") {
		t.Error("outbox_pending does not count the waiting events")
	}
	l.stop()
	deliveries := l.listen()
	l.config.RabbitMQURL = rabbit
	l.run()
	t.Cleanup(func() { l.stop() })
	expect(t, "first", next(t, deliveries).RoutingKey, "order.created")
	expect(t, "second", next(t, deliveries).RoutingKey, "order.confirmed")
}

// However much has piled up, it goes out in its order, each event once.
func TestBacklogIsPublishedInOrder(t *testing.T) {
	const backlog = 2500
	l := startLab(t, func(c *config.Config) { c.RabbitMQURL = "amqp://127.0.0.1:1/" })
	l.stop()
	_, err := l.db.Exec(t.Context(), `
		INSERT INTO outbox (event_id, type, subject, body, traceparent, tracestate)
		SELECT gen_random_uuid(), 'order.created', gen_random_uuid(), json_build_object('n', n), '', '' FROM generate_series(1, $1) n`, backlog)
	must(t, err)
	deliveries := l.listen()
	l.config.RabbitMQURL = config.AMQPURL(required(t, "TEST_RABBITMQ_URL"))
	l.run()
	t.Cleanup(func() { l.stop() })
	for n := 1; n <= backlog; n++ {
		var body struct{ N int }
		must(t, json.Unmarshal(next(t, deliveries).Body, &body))
		if body.N != n {
			t.Fatalf("event %d came when %d was due", body.N, n)
		}
	}
	eventually(t, "all are marked as published", func() bool {
		return l.count(`SELECT count(*) FROM outbox WHERE published_at IS NULL`) == 0
	})
	select {
	case d := <-deliveries:
		t.Errorf("something came twice: %s", d.Body)
	default:
	}
}
