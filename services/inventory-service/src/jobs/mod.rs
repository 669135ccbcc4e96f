//! Background workers, all with the same metrics.

mod low_stock_scan;
mod outbox_relay;
mod reservation_expiry;
mod retention;
mod stock_levels;

use std::{
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use tokio::{
    sync::{Mutex, Notify, watch},
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};

use crate::{
    App,
    broker::Publisher,
    config::Config,
    problem::Result,
    telemetry::{
        exemplars,
        labels::{JobLabels, JobOutcomeLabels},
        metrics::{self, Metrics},
    },
};

/// How often the stock gauges are read again when nothing rings.
const STOCK_LEVELS_PERIOD: Duration = Duration::from_secs(15);
/// How often old rows are removed.
const RETENTION_PERIOD: Duration = Duration::from_secs(3600);
/// Least time between two runs of `stock_levels` that are rung: a burst of orders makes one run.
const BURST: Duration = Duration::from_millis(500);
/// A job that fails again and again pauses longer and longer, up to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// When a job runs.
struct Schedule {
    job_name: &'static str,
    period: Duration,
    /// Runs the job early.
    bell: Arc<Notify>,
    /// What follows the bell before the run.
    delay: Duration,
    /// Whether there is one more run when the service stops.
    runs_at_the_end: bool,
}

/// Starts every job; each ends soon after the sender of `stop` is dropped.
pub fn start(app: &App, config: &Config, stop: &watch::Receiver<()>) -> JoinSet<()> {
    let every = |job_name, period| Schedule {
        job_name,
        period,
        bell: Arc::default(),
        delay: Duration::ZERO,
        runs_at_the_end: false,
    };
    let expiry_period = config.reservation_expiry_interval_seconds.duration();
    let expiry = every("reservation_expiry", expiry_period);
    let scan_period = config.low_stock_scan_interval_seconds.duration();
    let scan = every("low_stock_scan", scan_period);
    let retention = every("retention", RETENTION_PERIOD);
    let levels = Schedule {
        bell: Arc::clone(&app.stock_changed),
        delay: BURST,
        ..every("stock_levels", STOCK_LEVELS_PERIOD)
    };
    let relay_period = config.outbox_poll_interval_seconds.duration();
    let relay = Schedule {
        bell: app.store.outbox_filled(),
        runs_at_the_end: true,
        ..every("outbox_relay", relay_period)
    };
    let publisher = Publisher::new(config, Arc::clone(&app.metrics));
    let publisher = Arc::new(Mutex::new(publisher));
    let publish = move |app| outbox_relay::run(app, Arc::clone(&publisher));

    let mut jobs = JoinSet::new();
    jobs.spawn(expiry.repeat(app.clone(), stop.clone(), reservation_expiry::run));
    jobs.spawn(scan.repeat(app.clone(), stop.clone(), low_stock_scan::run));
    jobs.spawn(retention.repeat(app.clone(), stop.clone(), retention::run));
    jobs.spawn(levels.repeat(app.clone(), stop.clone(), stock_levels::run));
    jobs.spawn(relay.repeat(app.clone(), stop.clone(), publish));
    jobs
}

impl Schedule {
    /// Runs `job` at once and then at each tick or ring; it answers how many items it worked on.
    /// Failure is counted and logged, and the job tries again.
    async fn repeat<F>(self, app: App, mut stop: watch::Receiver<()>, job: impl Fn(App) -> F)
    where
        F: Future<Output = Result<u64>>,
    {
        let job_name = self.job_name;
        register(&app.metrics, job_name);
        let mut ticks = interval(self.period);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut failures = 0;
        loop {
            let early = async {
                self.bell.notified().await;
                sleep(self.delay).await;
            };
            let stopping = tokio::select! {
                _ = ticks.tick() => false,
                () = early => false,
                _ = stop.changed() => true,
            };
            if stopping && !self.runs_at_the_end {
                return;
            }
            let started = Instant::now();
            let (result, exemplar) = exemplars::with_last_trace(job(app.clone())).await;
            let failed = result.is_err();
            let took = started.elapsed();
            metrics::record(
                &app.metrics.job_duration,
                &JobLabels { job_name },
                took,
                exemplar,
            );
            count(&app.metrics, job_name, result, failures);
            if stopping {
                return;
            }
            failures = if failed { failures + 1 } else { 0 };
            if failed && self.period < LONGEST_PAUSE {
                let pause = self.period * 2_u32.pow(failures.min(10));
                tokio::select! {
                    () = sleep(pause.min(LONGEST_PAUSE)) => {}
                    _ = stop.changed() => return,
                }
            }
        }
    }
}

/// Both outcomes exist from the start, so that an alert on a rate has something to look at.
fn register(metrics: &Metrics, job_name: &'static str) {
    for outcome in ["success", "error"] {
        drop(
            metrics
                .job_runs
                .get_or_create(&JobOutcomeLabels { job_name, outcome }),
        );
    }
    drop(metrics.job_items.get_or_create(&JobLabels { job_name }));
}

/// Counts a run; of `failures` in a row the first is logged, and the end of them.
fn count(metrics: &Metrics, job_name: &'static str, result: Result<u64>, failures: u32) {
    let labels = JobLabels { job_name };
    let outcome = match result {
        Ok(items) => {
            metrics.job_items.get_or_create(&labels).inc_by(items);
            let now = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default();
            metrics
                .job_last_success_timestamp
                .get_or_create(&labels)
                .set(now.as_secs_f64());
            if failures > 0 {
                tracing::info!(job_name, failures, "a job works again");
            }
            "success"
        }
        Err(error) => {
            if failures == 0 {
                tracing::error!(job_name, %error, "a job failed; it tries again");
            } else {
                tracing::debug!(job_name, %error, failures, "a job failed again");
            }
            "error"
        }
    };
    metrics
        .job_runs
        .get_or_create(&JobOutcomeLabels { job_name, outcome })
        .inc();
}
