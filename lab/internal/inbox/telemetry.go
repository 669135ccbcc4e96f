package inbox

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
)

// metrics are the Prometheus metrics of the inbox.
type metrics struct {
	registry *prometheus.Registry
	duration *prometheus.HistogramVec
	active   prometheus.Gauge
	received *prometheus.CounterVec
	// suppressed counts repetitions of messages that are here already.
	suppressed *prometheus.CounterVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "http_server_request_duration_seconds",
			Help:    "Duration of HTTP server requests in seconds.",
			Buckets: []float64{.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10},
			// Beside the buckets a native histogram, for a Prometheus that asks for one.
			NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 100, NativeHistogramMinResetDuration: time.Hour,
		}, []string{"http_request_method", "http_route", "http_response_status_code"}),
		active: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "http_server_active_requests", Help: "HTTP server requests under way.",
		}),
		received: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inbox_messages_received_total", Help: "Messages received and stored, by kind.",
		}, []string{"kind"}),
		suppressed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inbox_messages_suppressed_total", Help: "Repetitions of a stored message that were not stored again, by kind.",
		}, []string{"kind"}),
	}
	for _, kind := range Kinds {
		m.received.WithLabelValues(string(kind))
		m.suppressed.WithLabelValues(string(kind))
	}
	m.registry.MustRegister(m.duration, m.active, m.received, m.suppressed,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// startTracing installs the global tracer provider and propagator; the sampler and the batch processor read
// their OTEL_ variables themselves. Without an endpoint spans exist, for their ids, and are not exported.
func startTracing(ctx context.Context, endpoint string, log *slog.Logger) (stop func(context.Context) error, err error) {
	res, err := resource.New(ctx,
		resource.WithAttributes(semconv.ServiceNamespace("oms"), semconv.ServiceVersion(version()),
			semconv.ServiceInstanceID(uuid.NewString()), attribute.String("deployment.environment.name", "lab")),
		resource.WithFromEnv(),
		// After the environment: in one process tree OTEL_SERVICE_NAME may name another service.
		resource.WithAttributes(semconv.ServiceName(serviceName)))
	if err != nil {
		return nil, fmt.Errorf("OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	options := []trace.TracerProviderOption{trace.WithResource(res)}
	if endpoint != "" {
		exporter, err := otlptracehttp.New(ctx)
		if err != nil {
			return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_ENDPOINT: %w", err)
		}
		options = append(options, trace.WithBatcher(exporter))
	}
	provider := trace.NewTracerProvider(options...)
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}))
	otel.SetErrorHandler(quietly(log))
	return provider.Shutdown, nil
}

// quietly logs at most one telemetry fault a minute: while Tempo is down each batch would be one.
func quietly(log *slog.Logger) otel.ErrorHandlerFunc {
	var last atomic.Int64
	return func(err error) {
		now, before := time.Now().Unix(), last.Load()
		if now-before >= 60 && last.CompareAndSwap(before, now) {
			log.Warn("Traces could not be exported", "error", err.Error())
		}
	}
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
