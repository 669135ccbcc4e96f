//! Every metric of the service; the doc comment of a field is its help text.

use std::{
    fmt::Write,
    hash::Hash,
    sync::atomic::AtomicU64,
    time::{Duration, SystemTime},
};

use prometheus_client::{
    encoding::text,
    metrics::{counter::Counter, exemplar::HistogramWithExemplars, family::Family, gauge::Gauge},
    registry::Registry,
};

use super::{labels::*, process::ProcessCollector, runtime::RuntimeCollector};
use crate::store::{Backlog, OpenReservations};

/// Buckets of every HTTP duration, in seconds: the same in all services.
const HTTP_BUCKETS: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];
/// Buckets of database operations and jobs, in seconds.
const OPERATION_BUCKETS: [f64; 12] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// Durations in seconds. The library has native histograms too, but those cannot have exemplars.
pub type Durations = HistogramWithExemplars<TraceLabel>;

/// What becomes of reservations; every value exists from the start.
pub const RESERVATION_OUTCOMES: [&str; 6] = [
    "reserved",
    "out_of_stock",
    "committed",
    "released",
    "returned",
    "expired",
];

/// What becomes of requests to the cache; every value exists from the start.
pub const CACHE_RESULTS: [&str; 3] = ["hit", "miss", "error"];

/// Defines the metrics: doc comment (which is also the help text), name, type and initial value.
macro_rules! metrics {
    ($(#[doc = $help:literal] $field:ident: $type:ty = $name:literal, $new:expr;)*) => {
        /// The metrics and the registry that renders them.
        pub struct Metrics {
            registry: Registry,
            $(#[doc = $help] pub $field: $type,)*
        }

        impl Metrics {
            fn register() -> Self {
                let mut registry = Registry::default();
                $(
                    let $field: $type = $new;
                    registry.register($name, $help.trim(), $field.clone());
                )*
                registry.register_collector(Box::new(ProcessCollector));
                registry.register_collector(Box::new(RuntimeCollector));
                Self { registry, $($field,)* }
            }
        }
    };
}

metrics! {
    /// Duration of HTTP requests that this service answered
    http_server_request_duration: Family<ServerLabels, Durations> = "http_server_request_duration_seconds", http_durations();
    /// HTTP requests that are being answered
    http_server_active_requests: Gauge = "http_server_active_requests", Gauge::default();
    /// Duration of HTTP requests that this service sent; the status is error when there was no answer
    http_client_request_duration: Family<ClientLabels, Durations> = "http_client_request_duration_seconds", http_durations();
    /// Duration of database operations; BEGIN includes the wait for a connection
    db_client_operation_duration: Family<DatabaseLabels, Durations> = "db_client_operation_duration_seconds", operation_durations();
    /// Messages handed to the broker by what it answered (success, error)
    messaging_client_sent_messages: Family<MessageLabels, Counter> = "messaging_client_sent_messages", Family::default();
    /// Connections of the database pool by state (idle, used)
    db_client_connection_count: Family<StateLabels, Gauge> = "db_client_connection_count", Family::default();
    /// Most connections that the database pool opens
    db_client_connection_max: Gauge = "db_client_connection_max", Gauge::default();
    /// Runs of background jobs by outcome (success, error)
    job_runs: Family<JobOutcomeLabels, Counter> = "job_runs", Family::default();
    /// Duration of a run of a background job
    job_duration: Family<JobLabels, Durations> = "job_duration_seconds", operation_durations();
    /// When a background job last succeeded, in seconds since the Unix epoch
    job_last_success_timestamp: Family<JobLabels, Gauge<f64, AtomicU64>> = "job_last_success_timestamp_seconds", Family::default();
    /// Items that a background job worked on
    job_items: Family<JobLabels, Counter> = "job_items", Family::default();
    /// Pieces available for sale (on hand minus reserved) by product and warehouse
    inventory_stock_level: Family<StockLabels, Gauge> = "inventory_stock_level", Family::default();
    /// Reservations by what became of them; repeated requests are not counted again
    inventory_reservations: Family<OutcomeLabels, Counter> = "inventory_reservations", Family::default();
    /// Reservations that are neither committed nor given back
    inventory_reservations_open: Gauge = "inventory_reservations_open", Gauge::default();
    /// Open reservations that should have been given back: past their expiry
    inventory_reservations_overdue: Gauge = "inventory_reservations_overdue", Gauge::default();
    /// Requests to the cache of products (hit, miss; error when Redis was not asked or did not answer)
    inventory_cache_requests: Family<ResultLabels, Counter> = "inventory_cache_requests", Family::default();
    /// Products at or below their reorder level
    inventory_low_stock_items: Gauge = "inventory_low_stock_items", Gauge::default();
    /// Events that wait for publication
    outbox_pending: Gauge = "outbox_pending", Gauge::default();
    /// Age of the oldest event that waits for publication; 0 when none does
    outbox_oldest_age: Gauge<f64, AtomicU64> = "outbox_oldest_age_seconds", Gauge::default();
}

fn http_durations<L: Clone + Eq + Hash>() -> Family<L, Durations> {
    Family::new_with_constructor(|| Durations::new(HTTP_BUCKETS.into_iter()))
}

fn operation_durations<L: Clone + Eq + Hash>() -> Family<L, Durations> {
    Family::new_with_constructor(|| Durations::new(OPERATION_BUCKETS.into_iter()))
}

/// Records how long something took, with the trace that it belongs to.
pub fn record<L: Clone + Eq + Hash>(
    family: &Family<L, Durations>,
    labels: &L,
    took: Duration,
    exemplar: Option<TraceLabel>,
) {
    let now = exemplar.is_some().then(SystemTime::now);
    family
        .get_or_create(labels)
        .observe(took.as_secs_f64(), exemplar, now);
}

impl Metrics {
    /// Creates every metric; those with bounded labels start at 0.
    pub fn new() -> Self {
        let metrics = Self::register();
        for outcome in RESERVATION_OUTCOMES {
            metrics.reservation_counter(outcome);
        }
        for result in CACHE_RESULTS {
            metrics.cache_counter(result);
        }
        metrics
    }

    /// Counts a reservation that came to `outcome`, one of [`RESERVATION_OUTCOMES`].
    pub fn reservation(&self, outcome: &'static str) {
        self.reservation_counter(outcome).inc();
    }

    fn reservation_counter(&self, outcome: &'static str) -> Counter {
        self.inventory_reservations
            .get_or_create(&OutcomeLabels { outcome })
            .clone()
    }

    /// Counts a request to the cache that came to `result`, one of [`CACHE_RESULTS`].
    pub fn cache_request(&self, result: &'static str) {
        self.cache_counter(result).inc();
    }

    fn cache_counter(&self, result: &'static str) -> Counter {
        self.inventory_cache_requests
            .get_or_create(&ResultLabels { result })
            .clone()
    }

    /// Makes the counters of messages to these destinations start at 0.
    pub fn expect_messages(&self, destinations: impl IntoIterator<Item = String>) {
        for destination in destinations {
            self.message_counter(destination.clone(), true);
            self.message_counter(destination, false);
        }
    }

    /// Counts a message that the broker has confirmed, or has not.
    pub fn sent_message(&self, destination: String, confirmed: bool) {
        self.message_counter(destination, confirmed).inc();
    }

    fn message_counter(&self, messaging_destination_name: String, confirmed: bool) -> Counter {
        let outcome = if confirmed { "success" } else { "error" };
        self.messaging_client_sent_messages
            .get_or_create(&MessageLabels {
                messaging_destination_name,
                outcome,
            })
            .clone()
    }

    /// Sets the outbox gauges.
    pub fn set_backlog(&self, backlog: &Backlog) {
        self.outbox_pending.set(backlog.pending);
        self.outbox_oldest_age.set(backlog.oldest_age_seconds);
    }

    /// Sets the gauges of reservations that nothing has ended yet.
    pub fn set_open_reservations(&self, reservations: &OpenReservations) {
        self.inventory_reservations_open.set(reservations.open);
        self.inventory_reservations_overdue
            .set(reservations.overdue);
    }

    /// Sets the pool gauges; called at each scrape, since the pool changes with every request.
    pub fn set_pool(&self, size: u32, idle: usize, max: u32) {
        let idle = i64::try_from(idle).unwrap_or(i64::MAX);
        for (state, count) in [("idle", idle), ("used", i64::from(size) - idle)] {
            self.db_client_connection_count
                .get_or_create(&StateLabels { state })
                .set(count.max(0));
        }
        self.db_client_connection_max.set(i64::from(max));
    }

    /// OpenMetrics text, with exemplars.
    pub fn openmetrics(&self) -> String {
        let mut page = String::with_capacity(64 * 1024);
        // Writing to a String cannot fail.
        let _ = text::encode(&mut page, &self.registry);
        page
    }

    /// The classic text format, for a reader that does not ask for OpenMetrics: it knows no
    /// exemplars, units or end mark, and names a counter with its `_total`.
    pub fn classic_text(&self) -> String {
        let openmetrics = self.openmetrics();
        let counters: Vec<&str> = openmetrics
            .lines()
            .filter_map(|line| line.strip_prefix("# TYPE ")?.strip_suffix(" counter"))
            .collect();
        let mut page = String::with_capacity(openmetrics.len());
        for line in openmetrics.lines() {
            if line == "# EOF" || line.starts_with("# UNIT ") {
                continue;
            }
            let line = line.split(" # {").next().unwrap_or(line);
            let mut words = line.splitn(4, ' ');
            let _ = match (words.next(), words.next(), words.next(), words.next()) {
                (Some("#"), Some(keyword), Some(name), Some(rest)) if counters.contains(&name) => {
                    writeln!(page, "# {keyword} {name}_total {rest}")
                }
                _ => writeln!(page, "{line}"),
            };
        }
        page
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openmetrics_has_exemplars_and_the_classic_text_has_none() {
        let metrics = Metrics::new();
        let labels = ServerLabels {
            http_request_method: "GET",
            http_route: "/api/v1/inventory".to_owned(),
            http_response_status_code: 200,
        };
        let exemplar = TraceLabel {
            trace_id: "0af7651916cd43dd8448eb211c80319c".to_owned(),
        };
        let took = Duration::from_millis(30);
        record(
            &metrics.http_server_request_duration,
            &labels,
            took,
            Some(exemplar),
        );

        let open = metrics.openmetrics();
        assert!(open.contains("# {trace_id=\"0af7651916cd43dd8448eb211c80319c\"}"));
        assert!(open.contains("# TYPE inventory_reservations counter"));
        assert!(open.ends_with("# EOF\n"));

        let classic = metrics.classic_text();
        assert!(!classic.contains("0af76519"));
        assert!(!classic.contains("# EOF"));
        assert!(classic.contains("# TYPE inventory_reservations_total counter"));
        assert!(classic.contains("inventory_reservations_total{outcome=\"out_of_stock\"} 0"));
        assert!(
            classic.contains("le=\"0.05\",http_request_method=\"GET\""),
            "{classic}"
        );
    }
}
