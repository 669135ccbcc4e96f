package reconcile

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func init() {
	// The library would print its complaints between the lines of the table.
	amqp.SetLogger(log.New(io.Discard, "", 0))
}

// broker is where RabbitMQ is.
type broker struct {
	address, management string
	user, password      string
}

// deadLetters counts the messages in each dead-letter queue. The management plugin names the queues; how many messages
// they hold the broker itself is asked, as the plugin's numbers are some seconds old.
func (b *broker) deadLetters(ctx context.Context) (map[string]int, error) {
	names, err := b.deadLetterQueues(ctx)
	if err != nil {
		return nil, fmt.Errorf("rabbitmq: %w", err)
	}
	connection, err := amqp.DialConfig("amqp://"+b.address+"/", amqp.Config{
		SASL:  []amqp.Authentication{&amqp.PlainAuth{Username: b.user, Password: b.password}},
		Vhost: "/", Dial: amqp.DefaultDial(5 * time.Second),
	})
	if err != nil {
		return nil, fmt.Errorf("rabbitmq: %w", err)
	}
	defer func() { _ = connection.CloseDeadline(time.Now().Add(time.Second)) }()
	channel, err := connection.Channel()
	if err != nil {
		return nil, fmt.Errorf("rabbitmq: %w", err)
	}
	found := map[string]int{}
	for _, name := range names {
		queue, err := channel.QueueDeclarePassive(name, true, false, false, false, nil)
		if err != nil {
			return nil, fmt.Errorf("rabbitmq: %w", err)
		}
		found[name] = queue.Messages
	}
	return found, nil
}

// deadLetterQueues are the queues whose name ends with .dead.
func (b *broker) deadLetterQueues(ctx context.Context) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+b.management+"/api/queues/%2F?columns=name", nil)
	if err != nil {
		return nil, err
	}
	request.SetBasicAuth(b.user, b.password)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("its management plugin answers %s", response.Status)
	}
	var queues []struct {
		Name string `json:"name"`
	}
	if err := json.NewDecoder(response.Body).Decode(&queues); err != nil {
		return nil, fmt.Errorf("its management plugin: %w", err)
	}
	var names []string
	for _, queue := range queues {
		if strings.HasSuffix(queue.Name, ".dead") {
			names = append(names, queue.Name)
		}
	}
	return names, nil
}
