package e2e

import (
	"context"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An event that the broker delivers a hundred times makes one mail and one SMS.
func TestAHundredDeliveriesMakeOneMail(t *testing.T) {
	const deliveries = 100
	connection, err := amqp091.Dial(os.Getenv("TEST_RABBITMQ_URL"))
	require.NoError(t, err)
	defer func() { _ = connection.Close() }()
	events := overhear(t, connection, "order.confirmed")

	buyer := newCustomer(t)
	bought := buy(t, buyer, plenty(t, buyer, 1).SKU, 1)
	event := eventOf(t, events, bought.ID)

	var publishing sync.WaitGroup
	for range deliveries {
		publishing.Go(func() {
			channel, err := connection.Channel()
			if !assert.NoError(t, err) {
				return
			}
			defer func() { _ = channel.Close() }()
			assert.NoError(t, channel.PublishWithContext(t.Context(), event.Exchange, event.RoutingKey, true, false, amqp091.Publishing{
				Headers: event.Headers, ContentType: event.ContentType, DeliveryMode: amqp091.Persistent,
				MessageId: event.MessageId, Body: event.Body}))
		})
	}
	publishing.Wait()

	// What is published later is handled later: once the second order's mail is there, the repetitions are through.
	after := buy(t, buyer, plenty(t, buyer, 1).SKU, 1)
	to := "to=" + url.QueryEscape(buyer.Email)
	eventually(t, 30*time.Second, func(c *assert.CollectT) {
		assert.Len(c, about(messagesTo(c, to+"&kind=mail"), after.Number), 1)
		assert.Len(c, about(messagesTo(c, to+"&kind=sms"), after.Number), 1)
	})
	require.Len(t, about(messagesTo(t, to+"&kind=mail"), bought.Number), 1)
	require.Len(t, about(messagesTo(t, to+"&kind=sms"), bought.Number), 1)
}

// overhear binds a queue of the test's own to a type of event.
func overhear(t *testing.T, connection *amqp091.Connection, eventType string) <-chan amqp091.Delivery {
	t.Helper()
	channel, err := connection.Channel()
	require.NoError(t, err)
	queue, err := channel.QueueDeclare("", false, true, true, false, nil)
	require.NoError(t, err)
	require.NoError(t, channel.QueueBind(queue.Name, eventType, "oms.events", false, nil))
	deliveries, err := channel.Consume(queue.Name, "", true, true, false, false, nil)
	require.NoError(t, err)
	return deliveries
}

// eventOf waits for the event about an order.
func eventOf(t *testing.T, events <-chan amqp091.Delivery, orderID string) amqp091.Delivery {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		select {
		case event := <-events:
			if strings.Contains(string(event.Body), orderID) {
				return event
			}
		case <-ctx.Done():
			require.Fail(t, "no event about the order")
		}
	}
}

// about are the messages that name an order.
func about(all []message, number string) (some []message) {
	for _, m := range all {
		if strings.Contains(m.Subject+m.Text, number) {
			some = append(some, m)
		}
	}
	return some
}
