package bench

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
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

func TestLoadCountsWhatBecameOfTheOrders(t *testing.T) {
	var mu sync.Mutex
	keys := map[string]bool{}
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/users/login" {
			_ = json.NewEncoder(w).Encode(map[string]string{"access_token": "t"})
			return
		}
		mu.Lock()
		defer mu.Unlock()
		keys[r.Header.Get("Idempotency-Key")] = true
		status := []int{http.StatusCreated, http.StatusAccepted, http.StatusServiceUnavailable}[len(keys)%3]
		if r.Header.Get("Authorization") != "Bearer t" {
			status = http.StatusUnauthorized
		}
		w.WriteHeader(status)
	}))
	defer gateway.Close()
	m, err := shop{gateway: gateway.URL + "/"}.order(t.Context(), 2, 200*time.Millisecond)
	require.NoError(t, err)
	require.Len(t, keys, m.Confirmed+m.Pending+m.Other, "each order has an idempotency key of its own")
	require.Positive(t, m.Confirmed)
	require.Positive(t, m.Pending)
	require.Positive(t, m.Other)
	require.Positive(t, m.OrdersPerSecond)
}

func TestImpossibleOptionsAreRefused(t *testing.T) {
	cmd := NewCmdBench()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs([]string{"--rounds", "0"})
	require.ErrorContains(t, cmd.Execute(), "--rounds")
}
