//go:build compose

package compose

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shopParts are the programs through which an order passes.
var shopParts = []string{"traefik", "order-service", "inventory-service", "payment-service", "user-service",
	"notification-service"}

func TestEveryContainerIsHealthyOrDone(t *testing.T) {
	for _, c := range containers(t) {
		if c.oneShot() {
			assert.Equal(t, "exited", c.State.Status, c.Name)
			assert.Zero(t, c.State.ExitCode, c.Name)
			continue
		}
		assert.Equal(t, "running", c.State.Status, c.Name)
		assert.Equal(t, "healthy", c.State.Health.Status, c.Name)
		assert.Zero(t, c.RestartCount, "%s was started again", c.Name)
	}
}

// lab check asks every part from inside the networks, the data layer as well.
func TestTheLabsOwnCheckAgrees(t *testing.T) {
	output, err := compose(nil, webapp, "run", "--rm", "--no-deps", "check", "--only", "webapp")
	assert.NoError(t, err, output)
}

func TestPrometheusReachesEveryTarget(t *testing.T) {
	running := map[string]bool{}
	for _, c := range containers(t) {
		running[c.service()] = true
	}
	eventually(t, 2*time.Minute, func(c *assert.CollectT) {
		targets := metrics(c, "up")
		assert.Greater(c, len(targets), 15)
		for _, target := range targets {
			if target.labels["job"] == "grafana" && !running["grafana"] {
				continue // no image of Grafana on this machine
			}
			assert.Equal(c, 1.0, target.value, "%s", target.labels)
		}
	})
}

func TestContainerMetricsHaveTheNamesOfContainersAndServices(t *testing.T) {
	eventually(t, 2*time.Minute, func(c *assert.CollectT) {
		named := map[string]string{}
		for _, s := range metrics(c, `container_memory_working_set_bytes{name!=""}`) {
			named[s.labels["name"]] = s.labels["service_name"]
		}
		for _, running := range containers(c) {
			if running.oneShot() {
				continue
			}
			// The program's name in logs and traces; only the inbox's is not that of its Compose service.
			service := strings.Replace(running.service(), "inbox", "lab-inbox", 1)
			assert.Equal(c, service, named[strings.TrimPrefix(running.Name, "/")], running.Name)
		}
	})
}

func TestAnOrderThroughTheGatewayIsSeenEverywhere(t *testing.T) {
	buyer := newCustomer(t)
	bought := buy(t, buyer)

	t.Run("its mail arrives", func(t *testing.T) {
		eventually(t, time.Minute, func(c *assert.CollectT) {
			assert.True(c, slices.ContainsFunc(mailsTo(c, buyer.email), func(m message) bool {
				return strings.Contains(m.Subject+m.Text, bought.Number)
			}), "no mail to %s about %s", buyer.email, bought.Number)
		})
	})
	t.Run("Loki has the lines of all five services by its trace", func(t *testing.T) {
		eventually(t, 90*time.Second, func(c *assert.CollectT) {
			var services []string
			for _, labels := range logLabels(c, `{service_name=~".+"} | trace_id="`+bought.TraceID+`"`) {
				assert.NotEmpty(c, labels["level"], labels)
				services = append(services, labels["service_name"])
			}
			for _, service := range shopParts {
				assert.Contains(c, services, service)
			}
		})
	})
	t.Run("one trace leads through all parts", func(t *testing.T) {
		eventually(t, 90*time.Second, func(c *assert.CollectT) {
			services := inTrace(c, bought.TraceID)
			for _, service := range append(shopParts, "lab-inbox") {
				assert.Contains(c, services, service)
			}
		})
	})
	t.Run("the web page shows the shop", func(t *testing.T) {
		response, err := client.Get(gateway() + "/")
		require.NoError(t, err)
		defer func() { _ = response.Body.Close() }()
		assert.Equal(t, http.StatusOK, response.StatusCode)
	})
}
