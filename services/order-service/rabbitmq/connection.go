// Package rabbitmq publishes domain events with publisher confirms and hears those of others, over
// connections that come back by themselves.
package rabbitmq

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/cenkalti/backoff/v5"
	amqp "github.com/rabbitmq/amqp091-go"

	"oms-lab/order-service/telemetry"
)

// ErrNotConnected means that there is no connection to the broker at the moment.
var ErrNotConnected = errors.New("not connected to the broker")

// keepConnected dials again and again until the context ends, and does with each connection what
// there is to do; established is to be called when all for that stands. An outage is logged once.
func keepConnected(ctx context.Context, url, purpose string, log *slog.Logger,
	do func(ctx context.Context, conn *amqp.Connection, established func()) error,
) {
	delay := backoff.NewExponentialBackOff()
	delay.InitialInterval, delay.MaxInterval = 200*time.Millisecond, 3*time.Second
	failing := false
	for ctx.Err() == nil {
		err := connect(url, purpose, func(conn *amqp.Connection) error {
			return do(ctx, conn, func() { delay.Reset(); failing = false })
		})
		if ctx.Err() != nil {
			return
		}
		if !failing {
			log.Warn("no connection to the broker; trying again", "purpose", purpose, "error", err.Error())
		}
		failing = true
		select {
		case <-ctx.Done():
		case <-time.After(delay.NextBackOff()):
		}
	}
}

func connect(url, purpose string, do func(*amqp.Connection) error) error {
	conn, err := amqp.DialConfig(url, amqp.Config{
		Heartbeat:  5 * time.Second,
		Locale:     "en_US",
		Dial:       amqp.DefaultDial(3 * time.Second),
		Properties: amqp.Table{"connection_name": telemetry.Service + " " + purpose},
	})
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // a connection that ended by itself cannot be closed
	return do(conn)
}

func declareExchange(channel *amqp.Channel, exchange string) error {
	if err := channel.ExchangeDeclare(exchange, amqp.ExchangeTopic, true, false, false, false, nil); err != nil {
		return fmt.Errorf("declare exchange %s: %w", exchange, err)
	}
	return nil
}

func closeError(reason *amqp.Error) error {
	if reason == nil {
		return ErrNotConnected
	}
	return reason
}
