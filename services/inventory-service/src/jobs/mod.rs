//! Background workers, all with the same metrics.

mod reservation_expiry;
mod stock_levels;

use std::{
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};

use crate::{
    App,
    problem::Result,
    telemetry::{
        labels::{JobLabels, JobOutcomeLabels},
        metrics::Metrics,
    },
};

/// How often the stock gauges are read again when nothing rings.
const STOCK_LEVELS_PERIOD: Duration = Duration::from_secs(15);
/// Least time between two runs of a job that is rung: a burst of orders makes one run.
const BURST: Duration = Duration::from_millis(500);

/// When a job runs.
struct Schedule {
    job_name: &'static str,
    period: Duration,
    /// Runs the job early.
    bell: Arc<Notify>,
}

/// Starts every job; each ends soon after the sender of `stop` is dropped.
pub fn start(app: &App, expiry_period: Duration, stop: &watch::Receiver<()>) -> JoinSet<()> {
    let expiry = Schedule {
        job_name: "reservation_expiry",
        period: expiry_period,
        bell: Arc::default(),
    };
    let levels = Schedule {
        job_name: "stock_levels",
        period: STOCK_LEVELS_PERIOD,
        bell: Arc::clone(&app.stock_changed),
    };
    let mut jobs = JoinSet::new();
    jobs.spawn(expiry.repeat(app.clone(), stop.clone(), reservation_expiry::run));
    jobs.spawn(levels.repeat(app.clone(), stop.clone(), stock_levels::run));
    jobs
}

impl Schedule {
    /// Runs `job` at once and then at each tick or ring; it answers how many items it worked on.
    /// Failure is counted and logged, and the next tick tries again.
    async fn repeat<F>(self, app: App, mut stop: watch::Receiver<()>, job: impl Fn(App) -> F)
    where
        F: Future<Output = Result<u64>>,
    {
        let job_name = self.job_name;
        register(&app.metrics, job_name);
        let mut ticks = interval(self.period);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                () = self.bell.notified() => sleep(BURST).await,
                _ = stop.changed() => return,
            }
            let started = Instant::now();
            let result = job(app.clone()).await;
            record(&app.metrics, job_name, started.elapsed(), result);
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

fn record(metrics: &Metrics, job_name: &'static str, took: Duration, result: Result<u64>) {
    let labels = JobLabels { job_name };
    metrics
        .job_duration
        .get_or_create(&labels)
        .observe(took.as_secs_f64());
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
            "success"
        }
        Err(error) => {
            tracing::error!(job_name, %error, "a job failed");
            "error"
        }
    };
    metrics
        .job_runs
        .get_or_create(&JobOutcomeLabels { job_name, outcome })
        .inc();
}
