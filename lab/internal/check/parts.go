package check

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
)

// lab is where the parts are, as the variables of .env.example say it.
type lab struct {
	getenv func(string) string
	faults []string
}

// defaultPorts are the values of .env.example, for a check outside of a checkout.
var defaultPorts = map[string]string{
	"GATEWAY_PORT": "80", "GATEWAY_ADMIN_PORT": "8080", "FRONTEND_PORT": "3000", "ORDER_SERVICE_PORT": "8001",
	"INVENTORY_SERVICE_PORT": "8002", "PAYMENT_SERVICE_PORT": "8003", "USER_SERVICE_PORT": "8004",
	"NOTIFICATION_SERVICE_PORT": "8005", "POSTGRES_PORT": "5432", "REDIS_PORT": "6379", "RABBITMQ_PORT": "5672",
	"RABBITMQ_MANAGEMENT_PORT": "15672", "RABBITMQ_PROMETHEUS_PORT": "15692", "INBOX_HTTP_PORT": "8025",
	"INBOX_SMTP_PORT": "1025", "NODE_EXPORTER_PORT": "9100", "CADVISOR_PORT": "8081", "PROMTAIL_PORT": "9080",
	"POSTGRES_EXPORTER_PORT": "9187", "REDIS_EXPORTER_PORT": "9121", "PROMETHEUS_PORT": "9090", "LOKI_PORT": "3100",
	"TEMPO_PORT": "3200", "OTLP_HTTP_PORT": "4318", "OTLP_GRPC_PORT": "4317", "ALERTMANAGER_PORT": "9093",
	"GRAFANA_PORT": "3001",
}

// Parts lists everything that `lab check` asks, in the order in which a request travels. The error names
// the variables whose value is no port.
func Parts(getenv func(string) string) ([]Part, error) {
	l := &lab{getenv: getenv}
	parts := slices.Concat(l.webapp(), l.stores(), l.agents(), l.grafanaStack())
	if len(l.faults) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(l.faults, "; "))
	}
	return parts, nil
}

func (l *lab) webapp() []Part {
	admin, inbox, smtp := l.at("GATEWAY_ADMIN_PORT"), l.at("INBOX_HTTP_PORT"), l.at("INBOX_SMTP_PORT")
	parts := []Part{
		{Name: "gateway", Address: admin, Probe: answers("http://" + admin + "/ping")},
		{Name: "gateway-routes", Address: l.at("GATEWAY_PORT"), Probe: answers("http://" + l.at("GATEWAY_PORT") + "/.well-known/jwks.json")},
	}
	for _, service := range []string{"frontend", "order-service", "inventory-service", "payment-service", "user-service", "notification-service"} {
		address := l.at(strings.ToUpper(strings.ReplaceAll(service, "-", "_")) + "_PORT")
		parts = append(parts, Part{Name: service, Address: address, Probe: ready("http://" + address)})
	}
	return append(parts,
		Part{Name: "inbox", Address: inbox, Probe: ready("http://" + inbox)},
		Part{Name: "inbox-smtp", Address: smtp, Probe: greets(smtp, "220 ")})
}

func (l *lab) stores() []Part {
	database, cache, broker := l.at("POSTGRES_PORT"), l.at("REDIS_PORT"), l.at("RABBITMQ_PORT")
	management, metrics := l.at("RABBITMQ_MANAGEMENT_PORT"), l.at("RABBITMQ_PROMETHEUS_PORT")
	user, password := l.getenv("RABBITMQ_USER"), l.getenv("RABBITMQ_PASSWORD")
	return []Part{
		{Name: "postgres", Address: database, Probe: postgres(database, l.getenv("POSTGRES_PASSWORD"))},
		{Name: "redis", Address: cache, Probe: redisPing(cache, l.getenv("REDIS_PASSWORD"))},
		{Name: "rabbitmq", Address: broker, Probe: rabbitmq(broker, user, password)},
		{Name: "rabbitmq-management", Address: management, Probe: rabbitmqAlarms("http://"+management, user, password)},
		{Name: "rabbitmq-metrics", Address: metrics, Probe: answers("http://" + metrics + "/metrics")},
	}
}

func (l *lab) agents() []Part {
	node, cadvisor, promtail := l.at("NODE_EXPORTER_PORT"), l.at("CADVISOR_PORT"), l.at("PROMTAIL_PORT")
	database, cache := l.at("POSTGRES_EXPORTER_PORT"), l.at("REDIS_EXPORTER_PORT")
	return []Part{
		{Name: "node-exporter", Address: node, Probe: answers("http://" + node + "/metrics")},
		{Name: "cadvisor", Address: cadvisor, Probe: answers("http://" + cadvisor + "/healthz"), Missing: noCadvisor},
		{Name: "promtail", Address: promtail, Probe: answers("http://" + promtail + "/ready")},
		{Name: "postgres-exporter", Address: database,
			Probe: metric("http://"+database+"/metrics", "pg_up 1", "it cannot reach PostgreSQL (pg_up is not 1)")},
		{Name: "redis-exporter", Address: cache,
			Probe: metric("http://"+cache+"/metrics", "redis_up 1", "it cannot reach Redis (redis_up is not 1)")},
	}
}

func (l *lab) grafanaStack() []Part {
	metrics, logs, traces := l.stackAt("PROMETHEUS_PORT"), l.stackAt("LOKI_PORT"), l.stackAt("TEMPO_PORT")
	otlpHTTP, otlpGRPC := l.stackAt("OTLP_HTTP_PORT"), l.stackAt("OTLP_GRPC_PORT")
	alerts, boards := l.stackAt("ALERTMANAGER_PORT"), l.stackAt("GRAFANA_PORT")
	dashboards := Part{Name: "grafana", Address: boards, Probe: grafana("http://" + boards)}
	if l.getenv("GRAFANA_STACK_HOST") == "" {
		dashboards.Missing = noGrafana(l.getenv)
	}
	return []Part{
		{Name: "prometheus", Address: metrics, Probe: prometheus("http://" + metrics)},
		{Name: "loki", Address: logs, Probe: answers("http://" + logs + "/ready")},
		{Name: "tempo", Address: traces, Probe: answers("http://" + traces + "/ready")},
		{Name: "tempo-otlp-http", Address: otlpHTTP, Probe: otlp("http://" + otlpHTTP)},
		{Name: "tempo-otlp-grpc", Address: otlpGRPC, Probe: connects(otlpGRPC)},
		{Name: "alertmanager", Address: alerts, Probe: answers("http://" + alerts + "/-/ready")},
		dashboards,
	}
}

// at is the address of a part on the webapp machine.
func (l *lab) at(variable string) string { return l.address("WEBAPP_HOST", variable) }

// stackAt is the address of a part on the machine of the Grafana stack.
func (l *lab) stackAt(variable string) string { return l.address("GRAFANA_STACK_HOST", variable) }

func (l *lab) address(hostVariable, portVariable string) string {
	host := l.getenv(hostVariable)
	if host == "" {
		host = l.getenv("BIND_ADDRESS")
	}
	// What listens everywhere is asked on the loopback.
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	port := l.getenv(portVariable)
	if port == "" {
		port = defaultPorts[portVariable]
	}
	if number, err := strconv.ParseUint(port, 10, 16); err != nil || number == 0 {
		l.faults = append(l.faults, fmt.Sprintf("%s is %q: it must be a port number from 1 to 65535", portVariable, port))
	}
	return net.JoinHostPort(host, port)
}
