// Package rabbitmq publishes domain events with publisher confirms over a connection that
// comes back by itself.
package rabbitmq

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	amqp "github.com/rabbitmq/amqp091-go"

	"oms-lab/order-service/telemetry"
)

// ErrNotConnected means that there is no connection to the broker at the moment.
var ErrNotConnected = errors.New("not connected to the broker")

// Publisher sends to one topic exchange.
type Publisher struct {
	url      string
	exchange string
	metrics  *telemetry.Metrics
	log      *slog.Logger

	mu      sync.Mutex
	channel *amqp.Channel // nil while not connected

	// Connected is called each time that the connection stands.
	Connected func()
}

// NewPublisher makes a publisher; Run connects it.
func NewPublisher(url, exchange string, metrics *telemetry.Metrics, log *slog.Logger) *Publisher {
	return &Publisher{url: url, exchange: exchange, metrics: metrics, log: log, Connected: func() {}}
}

// Run keeps the connection up until the context ends.
func (p *Publisher) Run(ctx context.Context) {
	delay := backoff.NewExponentialBackOff()
	delay.InitialInterval, delay.MaxInterval = 200*time.Millisecond, 3*time.Second
	failing := false
	for ctx.Err() == nil {
		err := p.session(ctx, func() { delay.Reset(); failing = false })
		if ctx.Err() != nil {
			return
		}
		if !failing {
			p.log.Warn("no connection to the broker; trying again", "error", err.Error())
		}
		failing = true
		select {
		case <-ctx.Done():
		case <-time.After(delay.NextBackOff()):
		}
	}
}

// session is one connection from dialling to its end.
func (p *Publisher) session(ctx context.Context, established func()) error {
	conn, err := amqp.DialConfig(p.url, amqp.Config{
		Heartbeat:  5 * time.Second,
		Locale:     "en_US",
		Dial:       amqp.DefaultDial(3 * time.Second),
		Properties: amqp.Table{"connection_name": telemetry.Service},
	})
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // a connection that ended by itself cannot be closed
	channel, err := p.openChannel(conn)
	if err != nil {
		return err
	}
	channelClosed := channel.NotifyClose(make(chan *amqp.Error, 1))
	connClosed := conn.NotifyClose(make(chan *amqp.Error, 1))

	p.setChannel(channel)
	defer p.setChannel(nil)
	established()
	p.log.Info("connected to the broker", "messaging_destination_name", p.exchange)
	p.Connected()

	select {
	case <-ctx.Done():
		return ctx.Err()
	case reason := <-channelClosed:
		return closeError(reason)
	case reason := <-connClosed:
		return closeError(reason)
	}
}

func (p *Publisher) openChannel(conn *amqp.Connection) (*amqp.Channel, error) {
	channel, err := conn.Channel()
	if err != nil {
		return nil, err
	}
	if err := channel.ExchangeDeclare(p.exchange, amqp.ExchangeTopic, true, false, false, false, nil); err != nil {
		return nil, fmt.Errorf("declare exchange %s: %w", p.exchange, err)
	}
	return channel, channel.Confirm(false)
}

func closeError(reason *amqp.Error) error {
	if reason == nil {
		return ErrNotConnected
	}
	return reason
}

func (p *Publisher) setChannel(c *amqp.Channel) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.channel = c
}

// Ready says whether the broker can be reached: nil or ErrNotConnected.
func (p *Publisher) Ready() error {
	_, err := p.current()
	return err
}

func (p *Publisher) current() (*amqp.Channel, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.channel == nil || p.channel.IsClosed() {
		return nil, ErrNotConnected
	}
	return p.channel, nil
}
