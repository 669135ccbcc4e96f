//! The Tokio runtime's own metrics, read at each scrape. A worker that is busy all the time has tasks
//! waiting for it: the share is `rate(tokio_worker_busy_seconds_total[1m]) / tokio_workers`.

use std::{fmt, time::Duration};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric},
    metrics::{counter::ConstCounter, gauge::ConstGauge},
};
use tokio::runtime::Handle;

/// `tokio_*` metrics of the runtime that the scrape is answered on.
#[derive(Debug)]
pub struct RuntimeCollector;

impl Collector for RuntimeCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let Ok(handle) = Handle::try_current() else {
            return Ok(());
        };
        let runtime = handle.metrics();
        let workers = runtime.num_workers();
        for (name, help, value) in [
            ("tokio_workers", "Worker threads of the runtime.", workers),
            (
                "tokio_alive_tasks",
                "Tasks that have not ended.",
                runtime.num_alive_tasks(),
            ),
            (
                "tokio_global_queue_depth",
                "Tasks that wait in the queue that all workers share.",
                runtime.global_queue_depth(),
            ),
        ] {
            let gauge = ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX));
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)?;
        }
        let busy: Duration = (0..workers)
            .map(|worker| runtime.worker_total_busy_duration(worker))
            .sum();
        let busy = ConstCounter::new(busy.as_secs_f64());
        busy.encode(encoder.encode_descriptor(
            "tokio_worker_busy_seconds",
            "Time that all workers together have spent on tasks.",
            None,
            busy.metric_type(),
        )?)?;
        let parks: u64 = (0..workers)
            .map(|worker| runtime.worker_park_count(worker))
            .sum();
        let parks = ConstCounter::new(parks);
        parks.encode(encoder.encode_descriptor(
            "tokio_worker_parks",
            "How often a worker had nothing to do and went to sleep.",
            None,
            parks.metric_type(),
        )?)
    }
}
