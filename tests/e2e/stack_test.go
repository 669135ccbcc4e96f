// Package e2e proves the whole lab from outside: through the gateway, the services' own ports and the
// APIs of the Grafana stack. The addresses come from the variables of .env.example.
package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
	for _, name := range []string{"GATEWAY_PORT", "LAB_PASSWORD", "PROCESS_COMPOSE_SOCKET"} {
		if os.Getenv(name) == "" {
			fmt.Fprintln(os.Stderr, name+" is not set: run `make test S=e2e`, which starts a lab and tells where it is")
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// at is the base URL of the part whose port the variable holds.
func at(portVariable string) string {
	return "http://" + address(portVariable)
}

func address(portVariable string) string {
	host := os.Getenv("BIND_ADDRESS")
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, os.Getenv(portVariable))
}

func gateway() string { return at("GATEWAY_PORT") }

// eventually repeats a check until it holds. It fails with what the last attempt found wrong.
func eventually(t *testing.T, within time.Duration, check func(c *assert.CollectT)) {
	t.Helper()
	require.EventuallyWithT(t, check, within, 250*time.Millisecond)
}

// process is what the supervisor says of one process.
type process struct {
	Name   string `json:"name"`
	Status string `json:"status"`
	Ready  string `json:"is_ready"`
	PID    int    `json:"pid"`
}

var supervisor = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
	DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", os.Getenv("PROCESS_COMPOSE_SOCKET"))
	},
}}

// allSupervised asks the supervisor for the processes of the lab.
func allSupervised(t require.TestingT) []process {
	response, err := supervisor.Get("http://supervisor/processes")
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	var answer struct {
		Data []process `json:"data"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	return answer.Data
}

// supervised asks the supervisor for one process of the lab.
func supervised(t require.TestingT, name string) process {
	for _, p := range allSupervised(t) {
		if p.Name == name {
			return p
		}
	}
	require.Fail(t, "the lab has no process "+name)
	return process{}
}
