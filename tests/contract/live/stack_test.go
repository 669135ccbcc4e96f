// Package live holds the running system to the files of contracts/: it drives it with the generated
// clients and compares what it publishes and serves with what the files say.
package live

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"oms-lab/contracts/client/inventory"
	"oms-lab/contracts/client/orders"
	"oms-lab/contracts/client/users"
)

// services are the five services and the variable of each one's port.
var services = map[string]string{
	"order-service":        "ORDER_SERVICE_PORT",
	"inventory-service":    "INVENTORY_SERVICE_PORT",
	"payment-service":      "PAYMENT_SERVICE_PORT",
	"user-service":         "USER_SERVICE_PORT",
	"notification-service": "NOTIFICATION_SERVICE_PORT",
}

func TestMain(m *testing.M) {
	for _, name := range []string{"GATEWAY_PORT", "LAB_PASSWORD", "TEST_RABBITMQ_URL"} {
		if os.Getenv(name) == "" {
			fmt.Fprintln(os.Stderr, name+" is not set: run `make test S=events`, which starts a lab and tells where it is")
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// at is the base URL of the part whose port the variable holds.
func at(portVariable string) string {
	host := os.Getenv("BIND_ADDRESS")
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, os.Getenv(portVariable))
}

// patient is shared by all clients.
var patient = &http.Client{Timeout: 20 * time.Second}

// as signs a request with a token.
func as(token string) func(context.Context, *http.Request) error {
	return func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+token)
		return nil
	}
}

func userClient(t *testing.T) *users.ClientWithResponses {
	t.Helper()
	client, err := users.NewClientWithResponses(at("GATEWAY_PORT"), users.WithHTTPClient(patient))
	require.NoError(t, err)
	return client
}

func orderClient(t *testing.T) *orders.ClientWithResponses {
	t.Helper()
	client, err := orders.NewClientWithResponses(at("GATEWAY_PORT"), orders.WithHTTPClient(patient))
	require.NoError(t, err)
	return client
}

func inventoryClient(t *testing.T) *inventory.ClientWithResponses {
	t.Helper()
	client, err := inventory.NewClientWithResponses(at("GATEWAY_PORT"), inventory.WithHTTPClient(patient))
	require.NoError(t, err)
	return client
}

// signIn gets an access token.
func signIn(t *testing.T, email string) string {
	t.Helper()
	answer, err := userClient(t).LoginWithResponse(t.Context(), users.Credentials{Email: email, Password: os.Getenv("LAB_PASSWORD")})
	require.NoError(t, err)
	require.NotNil(t, answer.JSON200, string(answer.Body))
	return answer.JSON200.AccessToken
}
