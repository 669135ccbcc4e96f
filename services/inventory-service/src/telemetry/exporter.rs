//! Says once that traces are not delivered, and once that they are again. The SDK would repeat it
//! with every batch, which fills the log of a machine that runs no collector.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{SpanData, SpanExporter},
};

/// Wraps an exporter and logs when its success turns into failure, or back.
#[derive(Debug)]
pub struct Announcing<E> {
    inner: E,
    failing: AtomicBool,
}

impl<E> Announcing<E> {
    /// Wraps `inner`, which is taken to work until it fails.
    pub fn new(inner: E) -> Self {
        Self {
            inner,
            failing: AtomicBool::new(false),
        }
    }
}

impl<E: SpanExporter> SpanExporter for Announcing<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let result = self.inner.export(batch).await;
        let failed = result.is_err();
        if self.failing.swap(failed, Ordering::Relaxed) != failed {
            match &result {
                Ok(()) => tracing::info!("traces are delivered again"),
                Err(error) => tracing::warn!(%error, "traces are not delivered, spans are dropped"),
            }
        }
        result
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}
