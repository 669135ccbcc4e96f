package history

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"oms-lab/contracts/client/orders"
)

const (
	// recent orders are placed in the last minutes whatever the hour is, so that some are always on their way.
	recent       = 12
	recentWindow = 14 * time.Minute
	// settled is how long before the end the last order is placed: by the end it is confirmed or rejected.
	settled = 15 * time.Second
)

// Make makes up a history. Error: the shape lacks what a history needs.
func Make(s Shape) (*History, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	random := newRandom(s.Seed)
	people, registered := newCustomers(random, s)
	teller := &teller{random: random, shape: s, baskets: newBaskets(random, s)}
	h := &History{Shape: s, Registered: registered, Orders: make([]Order, 0, s.Orders)}
	for _, at := range placed(random, s) {
		customer := people.pick(at)
		if customer == nil {
			return nil, fmt.Errorf("nobody was registered on %s", at.Format(time.DateOnly))
		}
		h.Orders = append(h.Orders, teller.order(at, customer))
	}
	h.Deliveries = deliveries(random, s, h.Orders)
	return h, nil
}

func (s *Shape) check() error {
	switch {
	case len(s.Catalogue) == 0:
		return errors.New("the catalogue is empty")
	case len(s.Warehouses) == 0:
		return errors.New("there is no warehouse")
	case len(unknown(s.Countries)) > 0:
		return fmt.Errorf("inventory-service does not know where %s is", strings.Join(unknown(s.Countries), ", "))
	case s.Until.Sub(s.From) < time.Hour:
		return errors.New("a history is at least an hour long")
	}
	return checkPricing(s.Pricing)
}

// unknown are the countries of customers that are missing.
func unknown(countries map[string]Point) (missing []string) {
	for _, p := range places {
		if _, ok := countries[p.country]; !ok && !slices.Contains(missing, p.country) {
			missing = append(missing, p.country)
		}
	}
	return missing
}

// placed are the moments of the orders: most by the shop's rhythm, a few at the very end.
func placed(random random, s Shape) []time.Time {
	end := s.Until.Add(-settled)
	last := min(recent, s.Orders/20)
	times := newRhythm(s.From, end.Add(-recentWindow)).moments(random, s.Orders-last)
	for i := range last {
		// Closer together towards the end, as the warehouse is fastest at the beginning.
		left := math.Pow(1-(float64(i)+random.Float64())/float64(last), 2)
		times = append(times, end.Add(-time.Duration(left*float64(recentWindow))).Truncate(time.Microsecond))
	}
	return times
}

// Counts says how many orders stand where.
func (h *History) Counts() map[Status]int {
	counts := map[Status]int{}
	for _, status := range Statuses {
		counts[status] = 0
	}
	for i := range h.Orders {
		counts[h.Orders[i].Status]++
	}
	return counts
}

// Revenue is what the shop has kept: captured and not refunded.
func (h *History) Revenue() orders.Amount {
	sum := orders.Amount{Currency: h.Pricing.Currency}
	for i := range h.Orders {
		sum.AmountMinor += h.Orders[i].Captured() - h.Orders[i].Refunded()
	}
	return sum
}
