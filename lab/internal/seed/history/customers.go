package history

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"time"

	"github.com/google/uuid"
)

const (
	// oldCustomers is the share of customers that registered before the history begins, in the time before it.
	oldCustomers  = 0.55
	timeBefore    = 90 * 24 * time.Hour
	newcomers     = 0.2 // share of orders placed by somebody who registered just now
	customersTail = 1.6 // the larger, the more a few regular customers order
	minutesToShop = 3   // from registration to the first order, at least
)

// customers are all who may order, in the order in which they registered.
type customers struct {
	random   random
	accounts []*Account
}

// newCustomers adds to the known demo customers as many as are missing, with numbers that nobody has.
func newCustomers(random random, s Shape) (*customers, []Account) {
	known := slices.Clone(s.Known)
	next, old, there := 1, 0, 0
	begin := s.From.Add(-minutesToShop * time.Minute)
	for _, a := range known {
		next = max(next, a.Number+1)
		if a.CreatedAt.Before(begin) {
			old++
		}
		if a.CreatedAt.Before(s.Until) {
			there++
		}
	}
	// Even if there are enough by now, somebody must have been there from the beginning.
	missingOld := max(0, share(s.Customers)-old)
	registered := make([]Account, max(missingOld, s.Customers-there, 0))
	early := max(missingOld, share(len(registered)))
	times := newRhythm(begin.Add(-timeBefore), begin).moments(random, early)
	if early < len(registered) {
		times = append(times, newRhythm(s.From, s.Until).moments(random, len(registered)-early)...)
	}
	for i := range registered {
		registered[i] = Account{Person: DemoPerson(next + i), Number: next + i, ID: random.id(times[i]), CreatedAt: times[i]}
		registered[i].Phone = labPhone(registered[i].ID)
	}
	c := &customers{random: random}
	for i := range known {
		c.accounts = append(c.accounts, &known[i])
	}
	for i := range registered {
		c.accounts = append(c.accounts, &registered[i])
	}
	slices.SortStableFunc(c.accounts, func(a, b *Account) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return c, registered
}

// share is how many of some customers registered before the history begins.
func share(customers int) int { return int(math.Ceil(oldCustomers * float64(customers))) }

// labPhone is a number from the range that Ofcom keeps for drama, as user-service gives one to whoever names none.
func labPhone(id uuid.UUID) string {
	return fmt.Sprintf("+447700900%03d", (int(id[14])<<8|int(id[15]))%1000)
}

// pick chooses who orders at a moment, among those who are registered by then.
func (c *customers) pick(at time.Time) *Account {
	latest := at.Add(-minutesToShop * time.Minute)
	there := sort.Search(len(c.accounts), func(i int) bool { return c.accounts[i].CreatedAt.After(latest) })
	if there == 0 {
		return nil
	}
	if c.random.chance(newcomers) {
		return c.accounts[there-1-c.random.IntN(min(there, 10))]
	}
	return c.accounts[int(float64(there)*math.Pow(c.random.Float64(), customersTail))]
}
