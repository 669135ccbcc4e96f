package seed

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"oms-lab/lab/internal/seed/history"
)

func newSeeder(url string) *liveSeeder {
	api := NewAPI(url)
	api.retry.RetryWaitMax = time.Millisecond
	return &liveSeeder{api: api, password: "observe-me-1", concurrency: 4,
		random: rand.New(rand.NewPCG(1, 2)), progress: func(int, int, string) {}}
}

func TestSeedTwice(t *testing.T) {
	shop, url := newShop(t)
	shop.busy = 3
	first, err := newSeeder(url).run(t.Context(), 5, 100)
	require.NoError(t, err)
	require.Equal(t, 5, first.Customers.Registered)
	require.Len(t, shop.orders, 100)
	require.Len(t, shop.keys, 100, "every order has a key of its own")
	require.Equal(t, 100, first.Orders[confirmed]+first.Orders[declined])
	require.Greater(t, first.Orders[confirmed], 80)
	require.Positive(t, first.Orders[declined])
	require.Equal(t, int64(1000*first.Orders[confirmed]), first.Revenue.AmountMinor)
	require.NotNil(t, first.Example)

	second, err := newSeeder(url).run(t.Context(), 6, 0)
	require.NoError(t, err)
	require.Equal(t, 1, second.Customers.Registered)
	require.Equal(t, 5, second.Customers.Existing)
	require.Len(t, shop.orders, 100)
}

func TestOrdersThatFailAreCounted(t *testing.T) {
	shop, url := newShop(t)
	shop.busy = 1000
	summary, err := newSeeder(url).run(t.Context(), 1, 3)
	require.NoError(t, err)
	require.Equal(t, 3, summary.Orders[failed])
	require.Len(t, summary.Errors, 3)
}

func TestOrdersAreBelievable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	catalogue := []string{"A", "B", "C"}
	cards := map[string]int{}
	for range 1000 {
		o := demoOrder(random, history.DemoPerson(1), catalogue)
		require.NotEmpty(t, o.Items)
		seen := map[string]bool{}
		for _, i := range o.Items {
			require.False(t, seen[i.SKU], "no product twice")
			seen[i.SKU] = true
			require.Contains(t, []int64{1, 2, 3}, i.Quantity)
		}
		require.NotEmpty(t, o.ShippingAddress.City)
		cards[o.PaymentMethod.Token]++
	}
	require.Greater(t, cards["tok_visa"]+cards["tok_mastercard"]+cards["tok_slow"], 850)
	require.NotZero(t, cards["tok_insufficient_funds"])
}
