package telemetry

import (
	"context"
	"log/slog"
	"os"
	"time"

	"github.com/go-logr/logr"
	"github.com/google/uuid"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"
	"golang.org/x/time/rate"
)

// StartTracing installs the tracer provider, configured by the standard OTEL_* variables.
// Without OTEL_EXPORTER_OTLP_ENDPOINT spans are made (logs and answers carry their ids) but not
// exported. The returned function flushes and ends it.
func StartTracing(ctx context.Context, log *slog.Logger) (stop func(context.Context) error, err error) {
	// A collector that is away must not fill the log: the first failure and one each minute.
	sometimes := rate.Sometimes{First: 1, Interval: time.Minute}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		sometimes.Do(func() { log.Warn("telemetry could not be exported", "error", err.Error()) })
	}))
	otel.SetLogger(logr.FromSlogHandler(log.Handler()))
	otel.SetTextMapPropagator(propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}))

	res, err := resource.New(ctx,
		resource.WithTelemetrySDK(),
		resource.WithAttributes(
			semconv.ServiceName(Service), semconv.ServiceNamespace("oms"),
			semconv.DeploymentEnvironmentNameKey.String("lab")),
		resource.WithFromEnv(), // OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME replace the above
		resource.WithAttributes(semconv.ServiceInstanceID(uuid.NewString())),
	)
	if err != nil {
		return nil, err
	}
	options := []sdktrace.TracerProviderOption{sdktrace.WithResource(res)}
	if os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != "" {
		exporter, err := otlptracehttp.New(ctx)
		if err != nil {
			return nil, err
		}
		options = append(options, sdktrace.WithBatcher(exporter))
	}
	provider := sdktrace.NewTracerProvider(options...)
	otel.SetTracerProvider(provider)
	return provider.Shutdown, nil
}

// Tracer makes the spans that no library makes.
func Tracer() trace.Tracer { return otel.Tracer("oms-lab/order-service") }

// Traceparent is the W3C form of the span in the context; "" when there is none.
func Traceparent(ctx context.Context) string {
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier["traceparent"]
}

// WithTraceparent goes on in a trace that was stored.
func WithTraceparent(ctx context.Context, traceparent string) context.Context {
	return WithStoredTrace(ctx, propagation.MapCarrier{"traceparent": traceparent})
}

// WithStoredTrace goes on in a trace whose state was stored with it.
func WithStoredTrace(ctx context.Context, stored propagation.MapCarrier) context.Context {
	ctx = propagation.TraceContext{}.Extract(ctx, stored)
	noteTrace(ctx)
	return ctx
}

// TraceID is the id of the trace in the context, 32 hexadecimal digits; "" when there is none.
func TraceID(ctx context.Context) string {
	if sc := trace.SpanContextFromContext(ctx); sc.IsValid() {
		return sc.TraceID().String()
	}
	return ""
}
