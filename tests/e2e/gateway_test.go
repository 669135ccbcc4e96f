package e2e

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// What only services may call is not even reachable through the gateway, not with a service's token either,
// and not by another spelling of the path.
func TestServiceOnlyEndpointsAreNotReachableThroughTheGateway(t *testing.T) {
	buyer := newCustomer(t)
	token := serviceToken(t)
	before := plenty(t, buyer, 5)
	orderID := uuid.NewString()
	reserve := map[string]any{"order_id": orderID, "items": []any{map[string]any{"sku": before.SKU, "quantity": 1}}}
	pay := map[string]any{"order_id": orderID, "amount": map[string]any{"amount_minor": 100, "currency": "EUR"},
		"method": map[string]any{"type": "card", "token": "tok_visa"}}
	for path, body := range map[string]any{
		"/api/v1/inventory/reserve": reserve,
		"/api/v1/inventory/commit":  map[string]any{"order_id": orderID},
		"/api/v1/inventory/release": map[string]any{"order_id": orderID},
		"/api/v1/payments":          pay,
	} {
		t.Run(path, func(t *testing.T) {
			problemOf(t, call{method: http.MethodPost, url: gateway() + path, token: token, body: body}.do(t), "not_found", path)
		})
	}
	for path, body := range map[string]any{
		"/api/v1/inventory/reserve/":              reserve,
		"/api/v1//inventory/reserve":              reserve,
		"/api/v1/inventory/%72eserve":             reserve,
		"/api/v1/orders/../inventory/reserve":     reserve,
		"/api/v1/orders/%2e%2e/inventory/reserve": reserve,
		"/api/v1/payments/":                       pay,
		"/api/v1/payments//":                      pay,
	} {
		t.Run(path, func(t *testing.T) {
			a := call{method: http.MethodPost, url: gateway() + path, token: token, body: body}.do(t)
			require.NotContains(t, []int{200, 201, 202, 402}, a.status, string(a.body))
		})
	}
	require.Equal(t, before.Reserved, stockOf(t, buyer, before.SKU).Reserved)
	_, found := paymentOf(t, operator(t), orderID)
	require.False(t, found)
}

// Metrics are for Prometheus, which does not come through the gateway.
func TestMetricsAreNotReachableThroughTheGateway(t *testing.T) {
	for _, path := range []string{"/metrics", "/metrics/", "//metrics", "/api/../metrics"} {
		a := call{method: http.MethodGet, url: gateway() + path}.do(t)
		require.NotEqual(t, http.StatusOK, a.status, "%s: %.100s", path, a.body)
	}
}
