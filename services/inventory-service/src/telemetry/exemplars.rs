//! Exemplars: from a bucket to one of the traces that fell into it.

use std::{cell::RefCell, future::Future};

use opentelemetry::trace::TraceContextExt;
use tokio::task_local;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use super::labels::TraceLabel;

/// The trace of `span`; none when it is not kept, because that would be a dead link.
pub fn exemplar(span: &Span) -> Option<TraceLabel> {
    let context = span.context();
    let span = context.span();
    let ids = span.span_context();
    ids.is_sampled().then(|| TraceLabel {
        trace_id: ids.trace_id().to_string(),
    })
}

task_local! {
    static LAST: RefCell<Option<TraceLabel>>;
}

/// Runs work that goes on in one trace after the other; answers the last that it noted as well.
pub async fn with_last_trace<T>(work: impl Future<Output = T>) -> (T, Option<TraceLabel>) {
    let noting = async {
        let result = work.await;
        (result, LAST.with(RefCell::take))
    };
    LAST.scope(RefCell::default(), noting).await
}

/// Notes the trace in which work goes on.
pub fn note_trace(span: &Span) {
    // Outside of `with_last_trace` nobody asks.
    let _ = LAST.try_with(|last| {
        if let Some(trace) = exemplar(span) {
            last.replace(Some(trace));
        }
    });
}
