package seed

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"oms-lab/contracts/client/orders"
	"oms-lab/lab/internal/seed/history"
)

// outcome is what became of an order.
type outcome string

const (
	confirmed  outcome = "confirmed"
	pending    outcome = "pending"
	declined   outcome = "payment_declined"
	outOfStock outcome = "out_of_stock"
	failed     outcome = "failed"
)

var outcomes = []outcome{confirmed, pending, declined, outOfStock, failed}

// LiveSummary is what became of the orders placed through the gateway.
type LiveSummary struct {
	Customers struct {
		Registered int `json:"registered"`
		Existing   int `json:"existing"`
	} `json:"customers"`
	Orders map[outcome]int `json:"orders"`
	// Revenue is the total of the confirmed orders.
	Revenue orders.Amount `json:"revenue"`
	Seconds float64       `json:"seconds"`
	// Example is a confirmed order to look at, with its trace.
	Example *orders.Order `json:"example,omitempty"`
	// Errors are the first few failures, one line each.
	Errors []string `json:"errors,omitempty"`
}

// maxErrors is how many failures a summary quotes.
const maxErrors = 5

// liveSeeder places orders through the gateway.
type liveSeeder struct {
	api         *API
	password    string
	concurrency int
	random      *rand.Rand // used by one goroutine only: the one that makes up the orders
	progress    func(done, total int, what string)

	mu      sync.Mutex
	summary LiveSummary
}

// run makes sure of the customers, then places the orders. It fails when there is no lab, or none that lets
// customers in; single orders that fail are counted.
func (s *liveSeeder) run(ctx context.Context, customers, orders int) (LiveSummary, error) {
	started := time.Now()
	s.summary.Orders = map[outcome]int{}
	for _, o := range outcomes {
		s.summary.Orders[o] = 0
	}
	s.summary.Revenue.Currency = "EUR"
	people, err := s.enterAll(ctx, customers)
	if err != nil {
		return s.summary, err
	}
	if orders > 0 {
		if err := s.placeAll(ctx, people, orders); err != nil {
			return s.summary, err
		}
	}
	s.summary.Seconds = time.Since(started).Round(10 * time.Millisecond).Seconds()
	return s.summary, nil
}

func (s *liveSeeder) enterAll(ctx context.Context, count int) ([]customer, error) {
	people := make([]customer, count)
	done := 0
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(s.concurrency)
	for i := range people {
		group.Go(func() error {
			entered, created, err := s.api.enter(ctx, history.DemoPerson(i+1), s.password)
			if err != nil {
				return err
			}
			people[i] = entered
			s.mu.Lock()
			defer s.mu.Unlock()
			if created {
				s.summary.Customers.Registered++
			} else {
				s.summary.Customers.Existing++
			}
			done++
			s.progress(done, count, "customers")
			return nil
		})
	}
	return people, group.Wait()
}

func (s *liveSeeder) placeAll(ctx context.Context, people []customer, count int) error {
	catalogue, err := s.api.catalogue(ctx, people[0].token)
	if err != nil {
		return err
	}
	if len(catalogue) == 0 {
		return errors.New("the catalogue has no product in stock")
	}
	run := uuid.NewString()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(s.concurrency)
	for i := range count {
		buyer := people[s.random.IntN(len(people))]
		wanted := demoOrder(s.random, buyer.Person, catalogue)
		group.Go(func() error {
			placed, what, err := s.api.place(ctx, buyer, fmt.Sprintf("seed-%s-%d", run, i), wanted)
			var down *NotUpError
			if errors.As(err, &down) || ctx.Err() != nil {
				return err
			}
			s.count(placed, what, err, count)
			return nil
		})
	}
	return group.Wait()
}

func (s *liveSeeder) count(placed orders.Order, what outcome, err error, total int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.summary.Orders[what]++
	if what == confirmed {
		s.summary.Revenue.AmountMinor += placed.Total.AmountMinor
		s.summary.Example = &placed
	}
	if err != nil && len(s.summary.Errors) < maxErrors {
		s.summary.Errors = append(s.summary.Errors, err.Error())
	}
	done := 0
	for _, n := range s.summary.Orders {
		done += n
	}
	s.progress(done, total, "orders")
}
