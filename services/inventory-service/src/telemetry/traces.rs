//! Spans go to the collector over OTLP/HTTP. A collector that is away costs nothing but spans: they
//! are queued, then dropped, on a thread of their own.

use std::time::Duration;

use opentelemetry::{KeyValue, trace::TraceContextExt, trace::TracerProvider as _};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::{
    Resource,
    trace::{SdkTracerProvider, Tracer},
};
use tracing::{Span, Subscriber};
use tracing_opentelemetry::{OpenTelemetryLayer, OpenTelemetrySpanExt};
use tracing_subscriber::registry::LookupSpan;
use uuid::Uuid;

use super::exporter::Announcing;
use crate::config::Config;

/// Builds the provider; sampler, batch delay and resource attributes come from the `OTEL_*`
/// variables that the SDK reads itself.
///
/// # Errors
/// One line that says why the exporter could not be built.
pub fn provider(config: &Config) -> Result<SdkTracerProvider, String> {
    let endpoint = config.otel_exporter_otlp_endpoint.as_str();
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
        .with_timeout(Duration::from_secs(2))
        .build()
        .map_err(|error| format!("OTEL_EXPORTER_OTLP_ENDPOINT is not usable: {error}"))?;
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(Announcing::new(exporter))
        .with_resource(resource(config))
        .build())
}

/// Turns our `tracing` spans into OpenTelemetry spans.
pub fn layer<S>(provider: &SdkTracerProvider) -> OpenTelemetryLayer<S, Tracer>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    tracing_opentelemetry::layer()
        .with_tracer(provider.tracer(env!("CARGO_PKG_NAME")))
        .with_location(false)
        .with_threads(false)
        .with_target(false)
        .with_tracked_inactivity(false)
}

/// The 32 hex digits of the trace that `span` belongs to; none for a span that is switched off.
pub fn trace_id(span: &Span) -> Option<String> {
    let context = span.context();
    let span = context.span();
    let ids = span.span_context();
    ids.is_valid().then(|| ids.trace_id().to_string())
}

fn resource(config: &Config) -> Resource {
    Resource::builder()
        .with_service_name(config.otel_service_name.clone())
        .with_attribute(KeyValue::new(
            "service.instance.id",
            Uuid::new_v4().to_string(),
        ))
        .build()
}
