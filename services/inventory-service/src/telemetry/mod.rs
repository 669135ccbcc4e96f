//! Logs, traces and metrics, set up once at start.

pub mod exemplars;
mod exporter;
pub mod labels;
pub mod logs;
pub mod metrics;
mod process;
pub mod propagation;
mod runtime;
pub mod traces;

use opentelemetry::global;
use opentelemetry_sdk::{propagation::TraceContextPropagator, trace::SdkTracerProvider};
use tracing::Metadata;
use tracing_subscriber::{filter::filter_fn, layer::SubscriberExt, prelude::*};

use crate::config::Config;

/// Owns what must be flushed when the process ends.
pub struct Telemetry {
    tracer_provider: SdkTracerProvider,
}

impl Telemetry {
    /// Installs the global subscriber, propagator and panic hook; spans go to the collector.
    ///
    /// # Errors
    /// One line that says why the exporter could not be built.
    pub fn start(config: &Config) -> Result<Self, String> {
        let tracer_provider = traces::provider(config)?;
        Ok(Self::install(config, tracer_provider))
    }

    /// The same with a provider of the caller's.
    pub fn install(config: &Config, tracer_provider: SdkTracerProvider) -> Self {
        global::set_text_map_propagator(TraceContextPropagator::new());
        tracing_subscriber::registry()
            .with(traces::layer(&tracer_provider).with_filter(filter_fn(is_our_span)))
            .with(logs::layer(&config.otel_service_name, config.log_level))
            .init();
        logs::log_panics();
        Self { tracer_provider }
    }

    /// Sends the spans that are still queued, for at most two seconds.
    pub fn shutdown(self) {
        let patience = std::time::Duration::from_secs(2);
        if let Err(error) = self.tracer_provider.shutdown_with_timeout(patience) {
            tracing::debug!(%error, "the last spans were not sent");
        }
    }
}

/// Libraries have spans of their own; only ours are exported. Log lines stay out of the traces,
/// they carry the trace id instead.
fn is_our_span(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && metadata.target().starts_with(env!("CARGO_CRATE_NAME"))
}
