package live

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	cloudevents "github.com/cloudevents/sdk-go/v2/event"
	"github.com/google/uuid"
	"github.com/rabbitmq/amqp091-go"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// patience is how long the events of the story may take.
const patience = 60 * time.Second

// subjects name the member of the data that the event's subject is, by the beginning of the type.
var subjects = map[string]string{"order": "order_id", "payment": "payment_id", "inventory": "sku", "user": "user_id"}

// sources are who publishes, by the beginning of the type.
var sources = map[string]string{"order": "/order-service", "payment": "/payment-service", "inventory": "/inventory-service", "user": "/user-service"}

// Whatever the system publishes, while everything happens that makes an event, is a CloudEvent with the
// data that the schema of its type describes; and each type of event that has a schema is published.
func TestEveryEventFitsItsSchema(t *testing.T) {
	schemas := eventSchemas(t)
	events := overhear(t)
	expected := tell(t)

	missing := map[string]bool{}
	for _, each := range expected {
		missing[each] = true
	}
	types := map[string]int{}
	deadline := time.After(patience)
	for len(missing) > 0 {
		select {
		case delivery, open := <-events:
			require.True(t, open, "the broker closed the channel")
			eventType := delivery.RoutingKey
			types[eventType]++
			subject := check(t, delivery, schemas)
			delete(missing, eventType+" "+subject)
		case <-deadline:
			require.Fail(t, "events are missing", "%v; seen were %v", slices.Sorted(maps.Keys(missing)), types)
		}
	}
	t.Logf("checked %v", types)
	assert.ElementsMatch(t, slices.Collect(maps.Keys(schemas)), slices.Collect(maps.Keys(types)))
}

// eventSchemas are the schemas by type of event.
func eventSchemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	files, err := filepath.Glob("../../../contracts/events/*.*.schema.json")
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	schemas := map[string]*jsonschema.Schema{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".schema.json")
		if !strings.Contains(name, ".") {
			continue // shared by several types
		}
		schemas[name], err = compiler.Compile(file)
		require.NoError(t, err)
	}
	require.NotEmpty(t, schemas)
	return schemas
}

// overhear gives every event of the exchange from now on, by a queue of its own.
func overhear(t *testing.T) <-chan amqp091.Delivery {
	t.Helper()
	connection, err := amqp091.Dial(os.Getenv("TEST_RABBITMQ_URL"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = connection.Close() })
	channel, err := connection.Channel()
	require.NoError(t, err)
	queue, err := channel.QueueDeclare("", false, true, true, false, nil)
	require.NoError(t, err)
	require.NoError(t, channel.QueueBind(queue.Name, "#", "oms.events", false, nil))
	deliveries, err := channel.Consume(queue.Name, "", true, true, false, false, nil)
	require.NoError(t, err)
	return deliveries
}

// check compares a message with the contract and returns its subject.
func check(t *testing.T, delivery amqp091.Delivery, schemas map[string]*jsonschema.Schema) (subject string) {
	t.Helper()
	var event cloudevents.Event
	require.NoError(t, json.Unmarshal(delivery.Body, &event), "%s: %s", delivery.RoutingKey, delivery.Body)
	what := event.Type() + " " + event.ID()
	assert.NoError(t, event.Validate(), what)
	assert.Equal(t, cloudevents.CloudEventsVersionV1, event.SpecVersion(), what)
	assert.Equal(t, delivery.RoutingKey, event.Type(), "the routing key is the type")
	kind, _, _ := strings.Cut(event.Type(), ".")
	assert.Equal(t, sources[kind], event.Source(), what)
	assert.Equal(t, "application/json", event.DataContentType(), what)
	assert.Empty(t, event.Extensions(), what)
	assert.WithinDuration(t, time.Now(), event.Time(), 2*patience, what)
	assert.NoError(t, uuid.Validate(event.ID()), what)

	assert.Equal(t, event.ID(), delivery.MessageId, what)
	assert.Equal(t, "application/cloudevents+json", delivery.ContentType, what)
	assert.Equal(t, amqp091.Persistent, delivery.DeliveryMode, what)
	assert.Regexp(t, `^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$`, delivery.Headers["traceparent"], what)

	data, err := jsonschema.UnmarshalJSON(bytes.NewReader(event.Data()))
	require.NoError(t, err, what)
	schema, known := schemas[event.Type()]
	if assert.True(t, known, "%s has no schema", event.Type()) {
		assert.NoError(t, schema.Validate(data), "%s: %s", what, event.Data())
	}
	members, _ := data.(map[string]any)
	assert.Equal(t, members[subjects[kind]], event.Subject(), what)
	return event.Subject()
}
