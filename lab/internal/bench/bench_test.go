package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tsenart/vegeta/v12/lib"
)

func TestMediansAreComparedVariantByVariant(t *testing.T) {
	on, off := Variants[0].Name, Variants[1].Name
	c := compare([]Measurement{
		{Variant: on, OrdersPerSecond: 10, P50: 100, P99: 400}, {Variant: off, OrdersPerSecond: 20, P50: 50, P99: 100},
		{Variant: on, OrdersPerSecond: 14, P50: 120, P99: 200}, {Variant: off, OrdersPerSecond: 24, P50: 70, P99: 200},
	})
	require.Equal(t, []Measurement{
		{Variant: on, OrdersPerSecond: 12, P50: 110, P99: 300},
		{Variant: off, OrdersPerSecond: 22, P50: 60, P99: 150},
	}, c.Medians)
	var out bytes.Buffer
	require.NoError(t, c.print(&Options{Out: &out}))
	require.Contains(t, out.String(), "Medians: 12.0 against 22.0 orders/s (-45 %), p99 300 against 150 ms (+100 %)")
}

// openShop lets everybody sign in, and answers order by order.
func openShop(t *testing.T, answer func(http.ResponseWriter, *http.Request)) *shop {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/users/login", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]string{"access_token": "t"})
	})
	mux.HandleFunc("POST /api/v1/orders", answer)
	gateway := httptest.NewServer(mux)
	t.Cleanup(gateway.Close)
	return newShop(gateway.URL, "observe-me-1")
}

func TestLoadCountsWhatBecameOfTheOrders(t *testing.T) {
	var mu sync.Mutex
	keys := map[string]bool{}
	lab := openShop(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		keys[r.Header.Get("Idempotency-Key")] = true
		status := []int{http.StatusCreated, http.StatusAccepted, http.StatusServiceUnavailable}[len(keys)%3]
		mu.Unlock()
		if r.Header.Get("Authorization") != "Bearer t" {
			status = http.StatusUnauthorized
		}
		w.WriteHeader(status)
	})
	m, err := lab.order(t.Context(), 2, time.Second)
	require.NoError(t, err)
	require.Len(t, keys, m.Confirmed+m.Pending+m.Other, "each order has an idempotency key of its own")
	require.Positive(t, m.Confirmed)
	require.Positive(t, m.Pending)
	require.Positive(t, m.Other)
	require.Positive(t, m.OrdersPerSecond)
	require.Positive(t, m.P50)
}

func TestWhatFailsIsNoOrderThatIsSlow(t *testing.T) {
	results := make(chan *vegeta.Result, 3)
	results <- &vegeta.Result{Code: http.StatusCreated, Latency: 100 * time.Millisecond}
	results <- &vegeta.Result{Code: http.StatusAccepted, Latency: 100 * time.Millisecond}
	results <- &vegeta.Result{Code: http.StatusServiceUnavailable, Latency: 9 * time.Second}
	close(results)
	m, err := sumUp(results)
	require.NoError(t, err)
	require.Equal(t, 100.0, m.P50)
	require.Equal(t, 100.0, m.P99)
	require.Equal(t, 1, m.Other)
}

func TestLoadOfWhichNothingIsTakenIsAnError(t *testing.T) {
	lab := openShop(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	_, err := lab.order(t.Context(), 2, 50*time.Millisecond)
	require.ErrorContains(t, err, "orders was taken: 503 Service Unavailable")
}

func TestLoadEndsWhenItIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	lab := openShop(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		cancel()
	})
	started := time.Now()
	_, err := lab.order(ctx, 2, time.Minute)
	require.ErrorIs(t, err, context.Canceled)
	require.Less(t, time.Since(started), 30*time.Second)
}

func TestImpossibleOptionsAreRefused(t *testing.T) {
	cmd := NewCmdBench()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs([]string{"--rounds", "0"})
	require.ErrorContains(t, cmd.Execute(), "--rounds")
}
