package rabbitmq

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	amqp "github.com/rabbitmq/amqp091-go"

	"oms-lab/order-service/telemetry"
)

var (
	// ErrBlocked means that the broker is short of memory or disk and takes no messages.
	ErrBlocked = errors.New("the broker takes no messages at the moment")

	errStalled = errors.New("the broker did not confirm in time")
)

// Publisher sends to one topic exchange.
type Publisher struct {
	url      string
	exchange string
	metrics  *telemetry.Metrics
	log      *slog.Logger

	mu      sync.Mutex
	channel *amqp.Channel // nil while not connected
	blocked bool          // by the broker: what is written now would stay in the socket
	stalled chan struct{} // a session whose confirms do not come

	// Available is called each time that messages can be sent (again).
	Available func()
}

// NewPublisher makes a publisher; Run connects it.
func NewPublisher(url, exchange string, metrics *telemetry.Metrics, log *slog.Logger) *Publisher {
	return &Publisher{url: url, exchange: exchange, metrics: metrics, log: log, stalled: make(chan struct{}, 1), Available: func() {}}
}

// Run keeps the connection up until the context ends.
func (p *Publisher) Run(ctx context.Context) {
	keepConnected(ctx, p.url, "publisher", p.log, p.session)
}

func (p *Publisher) session(ctx context.Context, conn *amqp.Connection, established func()) error {
	channel, err := p.openChannel(conn)
	if err != nil {
		return err
	}
	channelClosed := channel.NotifyClose(make(chan *amqp.Error, 1))
	connClosed := conn.NotifyClose(make(chan *amqp.Error, 1))
	blocked := conn.NotifyBlocked(make(chan amqp.Blocking, 1))

	p.set(channel, false)
	defer p.set(nil, false)
	established()
	p.log.Info("connected to the broker", "messaging_destination_name", p.exchange)
	p.Available()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case reason := <-channelClosed:
			return closeError(reason)
		case reason := <-connClosed:
			return closeError(reason)
		case b, open := <-blocked:
			if !open {
				blocked = nil // the connection ends; its reason comes by connClosed
				continue
			}
			p.heed(channel, b)
		case <-p.stalled:
			return errStalled
		}
	}
}

// stall ends the session: the same messages, sent once more over it, would only make the heap larger that the broker
// does not get through.
func (p *Publisher) stall() {
	p.set(nil, false)
	select {
	case p.stalled <- struct{}{}:
	default: // the session has that to read yet
	}
}

// heed stops sending while the broker says that it is blocked.
func (p *Publisher) heed(channel *amqp.Channel, b amqp.Blocking) {
	p.set(channel, b.Active)
	if b.Active {
		p.log.Warn("the broker takes no messages; events wait in the outbox", "reason", b.Reason)
		return
	}
	p.log.Info("the broker takes messages again")
	p.Available()
}

func (p *Publisher) openChannel(conn *amqp.Connection) (*amqp.Channel, error) {
	channel, err := conn.Channel()
	if err != nil {
		return nil, err
	}
	if err := declareExchange(channel, p.exchange); err != nil {
		return nil, err
	}
	return channel, channel.Confirm(false)
}

func (p *Publisher) set(c *amqp.Channel, blocked bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.channel, p.blocked = c, blocked
}

// Ready says whether messages can be sent: nil, ErrNotConnected or ErrBlocked.
func (p *Publisher) Ready() error {
	_, err := p.current()
	return err
}

func (p *Publisher) current() (*amqp.Channel, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.channel == nil || p.channel.IsClosed():
		return nil, ErrNotConnected
	case p.blocked:
		return nil, ErrBlocked
	}
	return p.channel, nil
}
