package seed

import (
	"context"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

func newSeeder(url string) *seeder {
	api := NewAPI(url)
	api.Pause = func(context.Context, time.Duration) error { return nil }
	return &seeder{api: api, password: "observe-me-1", concurrency: 4,
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
	require.Equal(t, int64(1000*first.Orders[confirmed]), first.Revenue.Minor)
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
	catalogue := []product{{"A", 1}, {"B", 1}, {"C", 1}}
	cards := map[string]int{}
	for range 1000 {
		o := demoOrder(random, demoPerson(1), catalogue)
		require.NotEmpty(t, o.Items)
		seen := map[string]bool{}
		for _, i := range o.Items {
			require.False(t, seen[i.SKU], "no product twice")
			seen[i.SKU] = true
			require.Contains(t, []int{1, 2, 3}, i.Quantity)
		}
		require.NotEmpty(t, o.ShippingAddress.City)
		cards[o.PaymentMethod.Token]++
	}
	require.Greater(t, cards["tok_visa"]+cards["tok_mastercard"]+cards["tok_slow"], 850)
	require.NotZero(t, cards["tok_insufficient_funds"])
}

func TestPeopleAreTheSameInEveryRun(t *testing.T) {
	require.Equal(t, demoPerson(7), demoPerson(7))
	names := map[string]bool{}
	for n := 1; n <= 400; n++ {
		names[demoPerson(n).Name] = true
	}
	require.Len(t, names, 400)
}

func TestFlags(t *testing.T) {
	tests := map[string]struct {
		args    []string
		env     map[string]string
		gateway string
		err     string
	}{
		"defaults":        {nil, nil, "http://127.0.0.1:80", ""},
		"ports":           {nil, map[string]string{"BIND_ADDRESS": "0.0.0.0", "GATEWAY_PORT": "20080"}, "http://127.0.0.1:20080", ""},
		"URL":             {nil, map[string]string{"GATEWAY_URL": "http://shop.example"}, "http://shop.example", ""},
		"no URL":          {nil, map[string]string{"GATEWAY_URL": "shop"}, "", `GATEWAY_URL is "shop"`},
		"no customers":    {[]string{"--customers", "0"}, nil, "", "--customers must be from 1 to 9999"},
		"negative orders": {[]string{"--orders", "-1"}, nil, "", "--orders must be from 0 to 100000"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{"GATEWAY_URL", "BIND_ADDRESS", "GATEWAY_PORT"} {
				t.Setenv(variable, test.env[variable])
			}
			var got *Options
			cmd := newCmdSeed(func(_ *cobra.Command, opts *Options) error { got = opts; return nil })
			cmd.SetArgs(test.args)
			cmd.SetOut(io.Discard)
			cmd.SetErr(io.Discard)
			err := cmd.Execute()
			if test.err != "" {
				require.ErrorContains(t, err, test.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, test.gateway, got.Gateway)
		})
	}
}
