package main

import (
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// traceStore stands for Tempo: it keeps the spans that are exported to it.
type traceStore struct {
	mu       sync.Mutex
	spans    []*otlp.Span
	resource map[string]string
}

func newTraceStore(t *testing.T) *traceStore {
	t.Helper()
	s := &traceStore{resource: map[string]string{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var export collector.ExportTraceServiceRequest
		if err != nil || proto.Unmarshal(body, &export) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, r := range export.ResourceSpans {
			for _, a := range r.Resource.Attributes {
				s.resource[a.Key] = a.Value.GetStringValue()
			}
			for _, scope := range r.ScopeSpans {
				s.spans = append(s.spans, scope.Spans...)
			}
		}
	}))
	t.Cleanup(server.Close)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.URL)
	t.Setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "service.namespace=oms,service.version=1.2.3,deployment.environment.name=lab")
	return s
}

// find answers the span of that name in the trace, nil if there is none.
func (s *traceStore) find(traceID, name string) *otlp.Span {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, span := range s.spans {
		if hex.EncodeToString(span.TraceId) == traceID && span.Name == name {
			return span
		}
	}
	return nil
}

func attribute(span *otlp.Span, key string) string {
	for _, a := range span.GetAttributes() {
		if a.Key == key {
			return a.Value.GetStringValue()
		}
	}
	return ""
}

func TestTraceOfAnOrder(t *testing.T) {
	store := newTraceStore(t)
	l := startLab(t)
	placed := l.call("POST", "/api/v1/orders", l.issuer.person("customer").token, orderOf("LAP-1001", 1, "tok_visa"))
	traceID, orderID := placed.text("trace_id"), placed.text("id")
	send := "send " + l.config.EventsExchange + ":order.confirmed"
	for name, kind := range map[string]otlp.Span_SpanKind{
		"POST /api/v1/orders":            otlp.Span_SPAN_KIND_SERVER,
		"saga fulfil":                    otlp.Span_SPAN_KIND_INTERNAL,
		"GET /api/v1/users/{id}":         otlp.Span_SPAN_KIND_CLIENT,
		"POST /api/v1/inventory/reserve": otlp.Span_SPAN_KIND_CLIENT,
		"POST /api/v1/payments":          otlp.Span_SPAN_KIND_CLIENT,
		"POST /api/v1/inventory/commit":  otlp.Span_SPAN_KIND_CLIENT,
		"INSERT":                         otlp.Span_SPAN_KIND_CLIENT,
		send:                             otlp.Span_SPAN_KIND_PRODUCER,
	} {
		eventually(t, "span "+name, func() bool { return store.find(traceID, name) != nil })
		expect(t, name, store.find(traceID, name).Kind, kind)
	}
	server, producer := store.find(traceID, "POST /api/v1/orders"), store.find(traceID, send)
	expect(t, "order id", attribute(server, "oms.order.id"), orderID)
	expect(t, "order status", attribute(server, "oms.order.status"), "confirmed")
	expect(t, "route", attribute(server, "http.route"), "/api/v1/orders")
	expect(t, "database", attribute(store.find(traceID, "INSERT"), "db.namespace"), l.config.DBName)
	expect(t, "producer belongs to the saga", string(producer.ParentSpanId), string(store.find(traceID, "saga fulfil").SpanId))
	for key, want := range map[string]string{
		"messaging.system": "rabbitmq", "messaging.operation.type": "send", "messaging.operation.name": "send",
		"messaging.destination.name":                 l.config.EventsExchange + ":order.confirmed",
		"messaging.rabbitmq.destination.routing_key": "order.confirmed",
	} {
		expect(t, key, attribute(producer, key), want)
	}
	for key, want := range map[string]string{
		"service.name": "order-service", "service.namespace": "oms", "service.version": "1.2.3", "deployment.environment.name": "lab",
	} {
		expect(t, key, store.resource[key], want)
	}

	store.mu.Lock()
	defer store.mu.Unlock()
	for _, span := range store.spans {
		if len(span.ParentSpanId) == 0 && span.Kind != otlp.Span_SPAN_KIND_SERVER {
			t.Errorf("background work makes traces of its own: %s", span.Name)
		}
		if attribute(span, "db.system.name") != "" {
			expect(t, "peer of "+span.Name, attribute(span, "peer.service"), "postgres")
		}
	}
}

func TestRecoveryContinuesTheTraceOfTheOrder(t *testing.T) {
	store := newTraceStore(t)
	l := startLab(t, briefBudget)
	ada := l.issuer.person("customer")
	l.peers.set("payment", true)
	placed := l.call("POST", "/api/v1/orders", ada.token, orderOf("LAP-1001", 1, "tok_visa"))
	l.peers.set("payment", false)
	l.awaitStatus(ada, placed, "confirmed")
	eventually(t, "the recovery is part of the order's trace", func() bool {
		return store.find(placed.text("trace_id"), "saga recover") != nil
	})
}
