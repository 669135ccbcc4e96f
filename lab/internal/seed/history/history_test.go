package history

import (
	"bytes"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"oms-lab/contracts/client/orders"
)

// A Monday noon.
var until = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func newShape(orders int) Shape {
	s := Shape{Orders: orders, Customers: orders / 8, From: until.AddDate(0, 0, -30), Until: until, Seed: 42,
		Warehouses: []Warehouse{{"BER", Point{52.5, 13.4}}, {"MAD", Point{40.4, -3.7}}, {"RTM", Point{51.9, 4.5}}},
		Countries:  map[string]Point{}, Operator: uuid.New(), Pricing: rules}
	for _, p := range places {
		s.Countries[p.country] = Point{50, 10}
	}
	s.Countries["PT"] = Point{39.5, -8}
	for i := range 40 {
		s.Catalogue = append(s.Catalogue, Product{SKU: string(rune('A'+i/10)) + string(rune('0'+i%10)), Name: "Thing",
			PriceMinor: int64(900 + i*i*100), Available: 10 + i})
	}
	return s
}

var rules = orders.Pricing{Currency: "EUR", FreeShippingFrom: euros(10_000),
	ShippingZones: []orders.ShippingZone{
		{Countries: []string{"DE"}, Shipping: euros(490), FreeShipping: true}, {Countries: []string{"FR", "FI"}, Shipping: euros(990), FreeShipping: true},
		{Shipping: euros(2490)}},
	TaxRates: []orders.TaxRate{{Country: "DE", Percent: 19}, {Country: "FR", Percent: 20}, {Country: "FI", Percent: 25.5}}}

func euros(minor int64) orders.Amount { return orders.Amount{AmountMinor: minor, Currency: "EUR"} }

func made(t *testing.T, s Shape) *History {
	t.Helper()
	h, err := Make(s)
	require.NoError(t, err)
	return h
}

func TestOneSeedMakesOneHistory(t *testing.T) {
	s := newShape(500)
	require.Equal(t, made(t, s), made(t, s))
	other := s
	other.Seed++
	require.NotEqual(t, made(t, s).Orders[0], made(t, other).Orders[0])
}

func TestEveryStatusButPendingOccurs(t *testing.T) {
	for _, orders := range []int{300, 5000} {
		counts := made(t, newShape(orders)).Counts()
		total := 0
		for status, n := range counts {
			total += n
			if status == Pending {
				require.Zero(t, n, "the recovery worker would take it up")
				continue
			}
			require.Positive(t, n, "%s of %d", status, orders)
		}
		require.Equal(t, orders, total)
		require.Greater(t, counts[Delivered], orders*8/10)
	}
}

func TestTheShopHasARhythm(t *testing.T) {
	h := made(t, newShape(20_000))
	hours, days := map[int]int{}, map[string]int{}
	for _, o := range h.Orders {
		hours[o.CreatedAt.Hour()]++
		days[o.CreatedAt.Format(time.DateOnly)]++
	}
	require.Greater(t, hours[10], 8*hours[3], "quiet nights")
	require.Greater(t, days["2026-11-17"], days["2026-11-15"]*3/2, "Tuesday and Sunday")
	require.Greater(t, days["2026-11-17"], days["2026-10-27"]*11/10, "growth in three weeks")
	require.Len(t, days, 31)
}

func TestCustomersAreRegisteredBeforeTheyOrder(t *testing.T) {
	h := made(t, newShape(4000))
	require.Len(t, h.Registered, 500)
	orders := map[int]int{}
	for _, o := range h.Orders {
		require.True(t, o.Customer.CreatedAt.Before(o.CreatedAt))
		orders[o.Customer.Number]++
	}
	counts := slices.Sorted(maps.Values(orders))
	require.Greater(t, counts[len(counts)-1], 30, "regular customers")
	require.Less(t, counts[0], 3, "and others")
}

func TestCustomersOfEarlierRunsComeBack(t *testing.T) {
	s := newShape(800)
	first := made(t, s)
	s.Known, s.Seed = first.Registered, 43
	// One who signed in for the first time today cannot have ordered last week.
	s.Known = append(s.Known, Account{Person: DemoPerson(500), Number: 500, CreatedAt: until.Add(time.Minute)})
	second := made(t, s)
	require.Empty(t, second.Registered)
	for _, o := range second.Orders {
		require.LessOrEqual(t, o.Customer.Number, 100)
	}
	s.Customers = 120
	third := made(t, s)
	require.Len(t, third.Registered, 20)
	require.Equal(t, 501, third.Registered[0].Number, "numbers are not given twice")
}

// Customers who all came yesterday cannot have ordered a month ago.
func TestSomebodyWasThereFromTheBeginning(t *testing.T) {
	s := newShape(100)
	for n := 1; n <= 12; n++ {
		s.Known = append(s.Known, Account{Person: DemoPerson(n), Number: n, CreatedAt: until.AddDate(0, 0, -1)})
	}
	for s.Customers = 1; s.Customers < 20; s.Customers++ {
		require.Len(t, made(t, s).Orders, 100)
	}
}

func TestIDsAreThoseOfTheirTime(t *testing.T) {
	h := made(t, newShape(3000))
	seen := map[uuid.UUID]bool{}
	note := func(id uuid.UUID, at time.Time) {
		require.False(t, seen[id])
		seen[id] = true
		require.Equal(t, uuid.Version(7), id.Version())
		require.Equal(t, uuid.RFC4122, id.Variant())
		seconds, nanos := id.Time().UnixTime()
		require.Equal(t, at.UnixMilli(), time.Unix(seconds, nanos).UnixMilli())
	}
	for i, o := range h.Orders {
		note(o.ID, o.CreatedAt)
		if i > 0 && o.CreatedAt.Sub(h.Orders[i-1].CreatedAt) > time.Microsecond {
			require.Negative(t, bytes.Compare(h.Orders[i-1].ID[:], o.ID[:]), "ids sort by time")
		}
		if o.Reservation != nil {
			note(o.Reservation.ID, o.Reservation.At)
			for _, m := range o.Reservation.Movements {
				note(m.ID, m.At)
			}
		}
		if o.Payment != nil {
			note(o.Payment.ID, o.Payment.At)
		}
	}
}

func TestTheLedgerIsNeverBelowZero(t *testing.T) {
	h := made(t, newShape(5000))
	var all []Movement
	all = append(all, h.Deliveries...)
	for _, o := range h.Orders {
		if o.Reservation != nil {
			all = append(all, o.Reservation.Movements...)
		}
	}
	slices.SortStableFunc(all, func(a, b Movement) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	available, onHand := map[place]int{}, map[place]int{}
	for _, m := range all {
		at := place{m.SKU, m.Warehouse}
		available[at] += m.Quantity
		if m.Kind != "reserve" && m.Kind != "release" {
			onHand[at] += m.Quantity
		}
		require.GreaterOrEqual(t, available[at], 0, "%s at %s", at, m.At)
		require.GreaterOrEqual(t, onHand[at], 0, "%s at %s", at, m.At)
	}
	for _, level := range h.Levels() {
		require.Zero(t, level.Reserved, "nothing stays reserved")
		require.Equal(t, onHand[place{level.SKU, level.Warehouse}], level.OnHand)
		require.Positive(t, level.OnHand, "what the lab had before is not drained")
		require.Less(t, level.OnHand, 30, "nor does it grow much")
	}
}

func TestGoodsComeFromTheNearestWarehouse(t *testing.T) {
	h := made(t, newShape(3000))
	first, split := map[string]int{}, 0
	for _, o := range h.Orders {
		for _, line := range o.Lines {
			sum := 0
			for _, a := range line.Allocations {
				sum += a.Quantity
			}
			if o.Reservation == nil {
				continue
			}
			require.Equal(t, line.Quantity, sum)
			split += len(line.Allocations) - 1
			first[o.Customer.Address.Country+" "+line.Allocations[0].Warehouse]++
		}
	}
	require.Positive(t, split)
	require.Positive(t, first["PT MAD"])
	require.Zero(t, first["PT BER"])
}

func TestPricing(t *testing.T) {
	for name, c := range map[string]struct {
		subtotal             int64
		country              string
		tax, shipping, total int64
	}{
		"at home":               {5000, "DE", 950, 490, 6440},
		"rounded half up":       {150, "DE", 29, 490, 669},
		"free from":             {10_000, "DE", 1900, 0, 11_900},
		"half a percent":        {10_001, "FI", 2550, 0, 12_551},
		"the world never free":  {90_000, "US", 0, 2490, 92_490},
		"just below free of it": {9_999, "FR", 2000, 990, 12_989},
	} {
		tax, shipping, total := addUp(rules, c.subtotal, c.country)
		require.Equal(t, []int64{c.tax, c.shipping, c.total}, []int64{tax, shipping, total}, name)
	}
}

func TestShapesThatMakeNoHistory(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*Shape)
		want  string
	}{
		"no products":   {func(s *Shape) { s.Catalogue = nil }, "the catalogue is empty"},
		"no warehouses": {func(s *Shape) { s.Warehouses = nil }, "there is no warehouse"},
		"no countries":  {func(s *Shape) { delete(s.Countries, "GB") }, "inventory-service does not know where GB is"},
		"no rules":      {func(s *Shape) { s.Pricing = orders.Pricing{} }, "the pricing rules name no currency"},
		"no world":      {func(s *Shape) { s.Pricing.ShippingZones = rules.ShippingZones[:2] }, "no shipping zone for the rest of the world"},
	} {
		s := newShape(10)
		c.spoil(&s)
		_, err := Make(s)
		require.ErrorContains(t, err, c.want, name)
	}
}

func TestPeopleAreTheSameInEveryRun(t *testing.T) {
	require.Equal(t, DemoPerson(7), DemoPerson(7))
	names := map[string]bool{}
	for n := 1; n <= 1763; n++ {
		names[DemoPerson(n).Name] = true
	}
	require.Len(t, names, 1763)
}
