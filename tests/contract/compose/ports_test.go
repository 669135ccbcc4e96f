package compose

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/assert"
)

// published are the ports that each service has on the host, as variables of .env.example: what people, the other
// machine's Prometheus and the other machine's exporters ask for, and nothing else.
var published = map[string][]string{
	"traefik":              {"GATEWAY_PORT", "GATEWAY_ADMIN_PORT"},
	"frontend":             {"FRONTEND_PORT"},
	"order-service":        {"ORDER_SERVICE_PORT"},
	"inventory-service":    {"INVENTORY_SERVICE_PORT"},
	"payment-service":      {"PAYMENT_SERVICE_PORT"},
	"user-service":         {"USER_SERVICE_PORT"},
	"notification-service": {"NOTIFICATION_SERVICE_PORT"},
	"inbox":                {"INBOX_HTTP_PORT", "INBOX_SMTP_PORT"},
	"rabbitmq":             {"RABBITMQ_PROMETHEUS_PORT"},
	"promtail":             {"PROMTAIL_PORT"},
	"alloy":                {"PROMTAIL_PORT"},
	"cadvisor":             {"CADVISOR_PORT"},
	"postgres-exporter":    {"POSTGRES_EXPORTER_PORT"},
	"redis-exporter":       {"REDIS_EXPORTER_PORT"},
	"prometheus":           {"PROMETHEUS_PORT"},
	"alertmanager":         {"ALERTMANAGER_PORT"},
	"loki":                 {"LOKI_PORT"},
	"tempo":                {"TEMPO_PORT", "OTLP_GRPC_PORT", "OTLP_HTTP_PORT"},
	"grafana":              {"GRAFANA_PORT"},
	"data-ports":           {"POSTGRES_PORT", "REDIS_PORT", "RABBITMQ_PORT", "RABBITMQ_MANAGEMENT_PORT"},
}

// inside are the ports that only one container's own parts use, or that need not be published to be on the host.
var inside = map[string]string{
	"NODE_EXPORTER_PORT": "node-exporter is in the network of the host",
	"LOKI_GRPC_PORT":     "between Loki's own parts",
	"TEMPO_GRPC_PORT":    "between Tempo's own parts",
	"RABBITMQ_DIST_PORT": "between RabbitMQ and its command line tools",
	"EPMD_PORT":          "between RabbitMQ and its command line tools",
}

// A host port is that of .env and the same inside, so that an address is right from everywhere; the data layer is on the
// host by the profile tools only.
func TestEachServicePublishesItsPorts(t *testing.T) {
	settings := telling()
	variables := portVariables(settings)
	forEachService(t, func(t *testing.T, s types.ServiceConfig) {
		var names []string
		for _, port := range s.Ports {
			name, known := variables[port.Published]
			assert.True(t, known, "the host port %s is no variable of .env.example", port.Published)
			assert.Equal(t, port.Published, strconv.Itoa(int(port.Target)), "%s is another port inside", name)
			names = append(names, name)
		}
		assert.ElementsMatch(t, published[s.Name], names, "published ports of %s", s.Name)
	})
}

// Every port of .env.example is that of some service, or stated not to be published.
func TestEveryPortBelongsToAService(t *testing.T) {
	known := slices.Collect(maps.Keys(inside))
	for _, names := range published {
		known = append(known, names...)
	}
	for name := range telling() {
		if strings.HasSuffix(name, "_PORT") {
			assert.Contains(t, known, name)
		}
	}
}

// Loopback by default; the machine's own address when there are two; PUBLISH_ADDRESS has the last word. The tools open
// the data layer at 127.0.0.1, whatever the rest does.
func TestPortsArePublishedWhereTheyShould(t *testing.T) {
	webapp := load(t, example, profiles, webappFile).ServiceNames()
	for name, test := range map[string]struct {
		environment                map[string]string
		webapp, grafana, dataLayer string
	}{
		"one machine":      {example, "127.0.0.1", "127.0.0.1", "127.0.0.1"},
		"another loopback": {with(example, map[string]string{"BIND_ADDRESS": "127.0.0.2"}), "127.0.0.2", "127.0.0.2", "127.0.0.1"},
		"another address":  {with(example, map[string]string{"BIND_ADDRESS": "192.0.2.3"}), "192.0.2.3", "192.0.2.3", "127.0.0.1"},
		"two machines":     {onTwoMachines(example), webappMachine, grafanaMachine, "127.0.0.1"},
		"behind NAT":       {with(onTwoMachines(example), map[string]string{"PUBLISH_ADDRESS": "0.0.0.0"}), "0.0.0.0", "0.0.0.0", "127.0.0.1"},
	} {
		project := load(t, test.environment, profiles, webappFile, grafanaFile)
		for _, service := range project.ServiceNames() {
			want := test.grafana
			switch {
			case service == "data-ports":
				want = test.dataLayer
			case slices.Contains(webapp, service):
				want = test.webapp
			}
			for _, port := range project.Services[service].Ports {
				assert.Equal(t, want, port.HostIP, "%s: where %s publishes its port %s", name, service, port.Published)
			}
		}
	}
}

// What natively tells whether a process is ready is asked at the same port in its container.
func TestHealthChecksAskTheSamePortAsTheNativeProbes(t *testing.T) {
	settings := telling()
	project, native := lab(t), readNative(t)
	for name, process := range native.Processes {
		port := process.ReadinessProbe.HTTPGet.Port
		service, is := project.Services[name]
		if port == "" || !is {
			continue
		}
		var test string
		if service.HealthCheck != nil {
			test = strings.Join(service.HealthCheck.Test, " ")
		}
		variable, given := portVariables(settings)[port], given(t, service)
		asks := strings.Contains(test, ":"+port) || strings.Contains(test, "$"+variable) && given[variable] == port
		switch {
		case test == "":
			// The image's, which asks at the port that the service is given.
			asks = given["HTTP_PORT"] == port
		case strings.Contains(test, "/lab check"):
			asks = given[variable] == port
		case strings.Contains(test, "traefik healthcheck"):
			asks = strings.HasSuffix(given["TRAEFIK_ENTRYPOINTS_TRAEFIK_ADDRESS"], ":"+port)
		}
		assert.True(t, asks, "the health check of %s does not ask at %s, as the native probe does: %q", name, variable, test)
	}
}
