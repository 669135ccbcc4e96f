package check

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"slices"
	"strings"

	"oms-lab/lab/internal/settings"
)

// lab is where the parts are, as the settings or the environment of a container say it.
type lab struct {
	getenv func(string) string
	faults []string
}

// Parts lists everything that `lab check` asks, in the order in which a request travels. The error names
// the variables whose value is no port.
func Parts(getenv func(string) string) ([]Part, error) {
	l := &lab{getenv: getenv}
	parts := append(
		of(settings.Webapp, l.webapp(), l.stores(), l.agents()),
		of(settings.Grafana, l.grafanaStack())...)
	if len(l.faults) > 0 {
		return nil, errors.New(strings.Join(l.faults, "; "))
	}
	return parts, nil
}

// of says of parts to which half of the lab they belong.
func of(half settings.Half, lists ...[]Part) []Part {
	parts := slices.Concat(lists...)
	for i := range parts {
		parts[i].Half = half
	}
	return parts
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

// outOfReach are the parts to which no other machine connects.
var outOfReach = []string{"postgres", "redis", "rabbitmq", "rabbitmq-management"}

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
	var missing func(context.Context) (string, bool)
	if l.native(settings.Webapp) {
		missing = noCadvisor
	}
	return []Part{
		{Name: "node-exporter", Address: node, Probe: answers("http://" + node + "/metrics")},
		{Name: "cadvisor", Address: cadvisor, Probe: answers("http://" + cadvisor + "/healthz"), Missing: missing},
		{Name: "promtail", Address: promtail, Probe: shipper("http://" + promtail)},
		{Name: "postgres-exporter", Address: database,
			Probe: metric("http://"+database+"/metrics", "pg_up 1", "it cannot reach PostgreSQL (pg_up is not 1)")},
		{Name: "redis-exporter", Address: cache,
			Probe: metric("http://"+cache+"/metrics", "redis_up 1", "it cannot reach Redis (redis_up is not 1)")},
	}
}

func (l *lab) grafanaStack() []Part {
	metrics, logs, traces := l.at("PROMETHEUS_PORT"), l.at("LOKI_PORT"), l.at("TEMPO_PORT")
	otlpHTTP, otlpGRPC := l.at("OTLP_HTTP_PORT"), l.at("OTLP_GRPC_PORT")
	alerts, boards := l.at("ALERTMANAGER_PORT"), l.at("GRAFANA_PORT")
	missing := unscraped("http://"+metrics, "grafana")
	if l.native(settings.Grafana) {
		missing = noGrafana(l.getenv)
	}
	return []Part{
		{Name: "prometheus", Address: metrics, Probe: prometheus("http://" + metrics)},
		{Name: "loki", Address: logs, Probe: answers("http://" + logs + "/ready")},
		{Name: "tempo", Address: traces, Probe: answers("http://" + traces + "/ready")},
		{Name: "tempo-otlp-http", Address: otlpHTTP, Probe: otlp("http://" + otlpHTTP)},
		{Name: "tempo-otlp-grpc", Address: otlpGRPC, Probe: connects(otlpGRPC)},
		{Name: "alertmanager", Address: alerts, Probe: answers("http://" + alerts + "/-/ready")},
		{Name: "grafana", Address: boards, Probe: grafana("http://" + boards), Missing: missing},
	}
}

// at is the address of a part.
func (l *lab) at(portVariable string) string {
	address, err := settings.AddressOf(l.getenv, portVariable)
	if err != nil && !slices.Contains(l.faults, err.Error()) {
		l.faults = append(l.faults, err.Error())
	}
	return address
}

// native tells whether this machine runs the half as its own processes: their supervisor takes connections. One that root
// has started takes none from others.
func (l *lab) native(half settings.Half) bool {
	state := l.getenv("LAB_STATE")
	if state == "" {
		return false
	}
	connection, err := net.Dial("unix", settings.Socket(state))
	if err == nil {
		_ = connection.Close()
	} else if !errors.Is(err, fs.ErrPermission) {
		return false
	}
	host := map[settings.Half]string{settings.Webapp: "WEBAPP_HOST", settings.Grafana: "GRAFANA_STACK_HOST"}[half]
	return l.getenv("LAB_HALF") == string(half) || l.getenv(host) == ""
}
