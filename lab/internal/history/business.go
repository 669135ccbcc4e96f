package history

import (
	"time"

	"oms-lab/lab/internal/seed/history"
)

// busiestOrders is how many orders a busy minute brings.
const busiestOrders = 2

// addBusiness adds what the services count of the business, as if one more instance of each had been scraped. What an
// SLO divides by each other is there whole: orders and decisions, messages and how long they took. They go wrong when
// the SLOs of them do.
func (p *past) addBusiness(seed uint64) {
	b := &business{random: newRandom(seed, "business"), calendar: newCalendar(p.until, p.until.Sub(p.from)), counts: map[string]*ledger{}}
	b.processing = newHistogram(.05, .1, .25, .5, .75, 1, 2, 3, 5, 10, 30, 60, 300, 900)
	for _, channel := range channels {
		b.delivery = append(b.delivery, &delivery{channel: channel, histogram: newHistogram(.1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300)})
	}
	for b.steps = range p.count(coarse) {
		b.step(p.from.Add(time.Duration(b.steps) * coarse))
		b.close()
	}
	b.steps++
	orders, payments := b.labels("order-service"), b.labels("payment-service")
	users, notifications := b.labels("user-service"), b.labels("notification-service")
	for _, outcome := range []string{"confirmed", "pending", "rejected"} {
		p.add("orders_created_total", coarse, b.count("orders "+outcome).at, orders("outcome", outcome)...)
	}
	p.add("order_value_minor_total", coarse, b.count("value").at, orders("currency", "EUR")...)
	p.addHistogram("order_processing_duration_seconds", b.processing, orders()...)
	for _, status := range []string{"captured", "declined"} {
		p.add("payments_processed_total", coarse, b.count("payments "+status).at, payments("method", "card", "status", status)...)
	}
	p.add("payment_amount_minor_total", coarse, b.count("value").at, payments("currency", "EUR")...)
	p.add("refunds_processed_total", coarse, b.count("refunds").at, payments()...)
	p.add("users_registered_total", coarse, b.count("users").at, users()...)
	for _, outcome := range []string{"failure", "success", "throttled"} {
		p.add("login_attempts_total", coarse, b.count("logins "+outcome).at, users("outcome", outcome)...)
	}
	for _, d := range b.delivery {
		for _, status := range []string{"failed", "sent"} {
			p.add("notifications_sent_total", coarse, b.count(d.channel+" "+status).at, notifications("channel", d.channel, "status", status)...)
		}
		p.addHistogram("notification_delivery_duration_seconds", d.histogram, notifications("channel", d.channel)...)
	}
}

// channels are how customers are told of their orders, and how often for each order.
var channels = []string{"email", "sms"}

// business is what happens in the shop, counted.
type business struct {
	random   random
	calendar calendar
	// steps is how many are over.
	steps      int
	counts     map[string]*ledger
	processing *histogram
	delivery   []*delivery
}

type delivery struct {
	channel   string
	histogram *histogram
}

// count is a counter; until it is asked for it stands at 0.
func (b *business) count(name string) *ledger {
	if b.counts[name] == nil {
		b.counts[name] = &ledger{stood: make([]float64, b.steps)}
	}
	return b.counts[name]
}

// labels makes the labels of a service's series: those that a scrape adds, and more.
func (b *business) labels(job string) func(more ...string) []string {
	return func(more ...string) []string { return append([]string{"instance", instance, "job", job}, more...) }
}

// step is what happens until a moment, since the one before.
func (b *business) step(at time.Time) {
	busy := history.Busyness(at)
	placed := int(b.random.poisson(busiestOrders * coarse.Minutes() * busy))
	undecided := b.calendar.share("order-completion", at)
	for range placed {
		b.order(undecided)
	}
	if b.random.Float64() < 0.02*float64(placed) {
		b.count("refunds").add(1)
	}
	b.count("users").add(b.random.poisson(float64(placed) / 8))
	b.count("logins success").add(b.random.poisson(1.3 * float64(placed)))
	b.count("logins failure").add(b.random.poisson(0.1 * float64(placed)))
	b.count("logins throttled").add(b.random.poisson(0.005 * float64(placed)))

	undelivered := b.calendar.share("notification-delivery", at)
	for i, d := range b.delivery {
		for range int(b.random.poisson(float64(placed) * (3 - float64(i)))) {
			b.message(d, undelivered)
		}
	}
}

// order places an order; undecided is the share of those that find no decision in time.
func (b *business) order(undecided float64) {
	seconds := b.random.lognormal(0.19, 0.45)
	switch fate := b.random.Float64(); {
	case b.random.Float64() < undecided:
		b.count("orders pending").add(1)
		seconds = 40 + b.random.lognormal(120, 0.7)
	case fate < 0.06:
		b.count("orders rejected").add(1)
		b.count("payments declined").add(1)
		b.processing.observe(seconds)
		return
	case fate < 0.07: // out of stock
		b.count("orders rejected").add(1)
		b.processing.observe(seconds / 3)
		return
	case fate < 0.10: // a slow card
		seconds += 2
		fallthrough
	default:
		b.count("orders confirmed").add(1)
	}
	b.count("payments captured").add(1)
	b.count("value").add(float64(int(b.random.lognormal(11_900, 0.6))))
	b.processing.observe(seconds)
}

// message sends a mail or a text message; undelivered is the share that fails at first and comes late.
func (b *business) message(d *delivery, undelivered float64) {
	seconds := b.random.lognormal(0.3, 0.6)
	if b.random.Float64() < undelivered {
		b.count(d.channel + " failed").add(1)
		seconds = 30 + b.random.lognormal(90, 0.6)
	}
	b.count(d.channel + " sent").add(1)
	d.histogram.observe(seconds)
}

// close notes where all counters stand.
func (b *business) close() {
	for _, l := range b.counts {
		l.close()
	}
	b.processing.close()
	for _, d := range b.delivery {
		d.histogram.close()
	}
}
