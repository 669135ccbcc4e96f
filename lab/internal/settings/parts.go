package settings

import (
	"fmt"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"
)

// layer says on which machine a part runs, and who may reach it there.
type layer int

const (
	webapp  layer = iota
	data          // on the webapp's machine, for that machine alone
	grafana       // the Grafana stack
)

// layers are the variables that say where each part is reached. They are computed, and an environment that sets
// one has the last word: in containers each is the name of a service.
var layers = map[string]layer{
	"POSTGRES_HOST": data, "REDIS_HOST": data, "RABBITMQ_HOST": data,
	// RabbitMQ's metrics are for Prometheus, on whatever machine it is.
	"RABBITMQ_METRICS_HOST": webapp,

	"GATEWAY_HOST": webapp, "FRONTEND_HOST": webapp, "ORDER_SERVICE_HOST": webapp, "INVENTORY_SERVICE_HOST": webapp,
	"PAYMENT_SERVICE_HOST": webapp, "USER_SERVICE_HOST": webapp, "NOTIFICATION_SERVICE_HOST": webapp, "INBOX_HOST": webapp,
	"PROMTAIL_HOST": webapp, "NODE_EXPORTER_HOST": webapp, "CADVISOR_HOST": webapp, "POSTGRES_EXPORTER_HOST": webapp,
	"REDIS_EXPORTER_HOST": webapp,

	"PROMETHEUS_HOST": grafana, "LOKI_HOST": grafana, "TEMPO_HOST": grafana, "ALERTMANAGER_HOST": grafana, "GRAFANA_HOST": grafana,
}

// otherHosts are the ports whose part is not in the name of the variable.
var otherHosts = map[string]string{
	"GATEWAY_ADMIN_PORT": "GATEWAY_HOST", "INBOX_HTTP_PORT": "INBOX_HOST", "INBOX_SMTP_PORT": "INBOX_HOST",
	"RABBITMQ_MANAGEMENT_PORT": "RABBITMQ_HOST", "RABBITMQ_PROMETHEUS_PORT": "RABBITMQ_METRICS_HOST",
	"RABBITMQ_DIST_PORT": "RABBITMQ_HOST", "EPMD_PORT": "RABBITMQ_HOST",
	"LOKI_GRPC_PORT": "LOKI_HOST", "TEMPO_GRPC_PORT": "TEMPO_HOST", "OTLP_GRPC_PORT": "TEMPO_HOST", "OTLP_HTTP_PORT": "TEMPO_HOST",
}

// forThemselves are the ports at which a part talks to itself, or to its own command line tools, on the loopback:
// Tempo as a single process believes in no other address, and RabbitMQ's node is for nobody else.
var forThemselves = []string{"TEMPO_GRPC_PORT", "RABBITMQ_DIST_PORT"}

// Hosts lists the names of the variables that say where parts are, in alphabetical order.
func Hosts() []string { return slices.Sorted(maps.Keys(layers)) }

// hostVariable is the variable that says where the part is whose port the other variable holds.
func hostVariable(portVariable string) string {
	if other, ok := otherHosts[portVariable]; ok {
		return other
	}
	return strings.TrimSuffix(portVariable, "_PORT") + "_HOST"
}

// HostOf is where a part is reached, such as "ORDER_SERVICE": what <PART>_HOST says, or what follows from the machines
// of the lab and their addresses.
func HostOf(getenv func(string) string, part string) string {
	name := part + "_HOST"
	if host := getenv(name); host != "" {
		return host
	}
	if host := getenv("RABBITMQ_HOST"); host != "" && name == "RABBITMQ_METRICS_HOST" {
		return host
	}
	here, half := reachable(getenv("BIND_ADDRESS")), Half(getenv("LAB_HALF"))
	webappHost, grafanaHost := getenv("WEBAPP_HOST"), getenv("GRAFANA_STACK_HOST")
	switch l := layers[name]; {
	case l == data && half != Grafana:
		return reachable(firstOf(getenv("DATA_ADDRESS"), dataAddress(here)))
	case l == grafana && half != Grafana && grafanaHost != "":
		return grafanaHost
	case l != grafana && half != Webapp && webappHost != "":
		return webappHost
	}
	return here
}

// AddressOf is where a part is reached, with the port that the variable holds. The error names the variable.
func AddressOf(getenv func(string) string, portVariable string) (string, error) {
	port := getenv(portVariable)
	if number, err := strconv.ParseUint(port, 10, 16); err != nil || number == 0 {
		return "", errPort(portVariable, port)
	}
	return net.JoinHostPort(HostOf(getenv, strings.TrimSuffix(hostVariable(portVariable), "_HOST")), port), nil
}

func errPort(variable, value string) error {
	return fmt.Errorf("%s is %q: it must be a port number from 1 to 65535", variable, value)
}

// reachable is where what listens at an address is found: what listens everywhere, on the loopback.
func reachable(address string) string {
	if address == "" || isUnspecified(address) {
		return "127.0.0.1"
	}
	return address
}

// dataAddress is where the data layer listens: nowhere that another machine could reach.
func dataAddress(bindAddress string) string {
	if isLoopback(bindAddress) {
		return bindAddress
	}
	return "127.0.0.1"
}
