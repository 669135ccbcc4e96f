//! PostgreSQL: the pool, the migrations, and the span and metric around every statement. The SQL
//! stands beside the functions that use it.

mod catalogue;
mod change;
mod geography;
mod idempotency;
mod ledger;
mod low_stock;
mod outbox;
mod products;
mod reservation_rows;
mod reservations;

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::sync::Notify;
use tracing::{Instrument, Span, field::Empty};

use crate::{
    cache::Cache,
    config::Config,
    stock::Geography,
    telemetry::{
        exemplars::exemplar,
        labels::DatabaseLabels,
        metrics::{Metrics, record},
    },
};

pub use catalogue::{Item, ItemFilter, ProductLevels, WarehouseLevel};
pub use idempotency::{Repeatable, Response};
pub use ledger::{Adjustment, LedgerEntry};
pub use low_stock::Alert;
pub use outbox::{Backlog, Batch, OutboxEvent};
pub use products::{NewProduct, ProductChange};
pub use reservations::{Committed, OpenReservations, Released, Reserved};

/// How long the start waits for the database before it gives up.
const START_PATIENCE: Duration = Duration::from_secs(30);

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pool: PgPool,
    metrics: Arc<Metrics>,
    server: Arc<Server>,
    geography: Arc<Geography>,
    /// Told of every change before it can be seen.
    cache: Cache,
    /// Rung after each commit that left an event in the outbox.
    outbox_filled: Arc<Notify>,
}

/// What a span says about the database.
struct Server {
    host: String,
    port: u16,
    namespace: String,
}

impl Store {
    /// Connects and applies the migrations, each in a transaction of its own.
    ///
    /// # Errors
    /// When the database does not answer within 30 s or a migration fails.
    pub async fn open(config: &Config, cache: Cache, metrics: Arc<Metrics>) -> sqlx::Result<Self> {
        let options = PgConnectOptions::new_without_pgpass()
            .host(&config.db_host)
            .port(config.db_port)
            .database(&config.db_name)
            .username(&config.db_user)
            .password(&config.db_password)
            .application_name(&config.otel_service_name)
            .disable_statement_logging();

        // Migrations may take longer than a request may, so they have a connection without limits.
        let start = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(START_PATIENCE)
            .connect_with(options.clone())
            .await?;
        sqlx::migrate!().run(&start).await?;
        let geography = geography::read(&start).await?;
        start.close().await;

        let pool = PgPoolOptions::new()
            .max_connections(config.db_pool_max)
            .min_connections(1)
            .acquire_timeout(Duration::from_secs(3))
            .idle_timeout(Duration::from_secs(300))
            .connect_with(options.options([
                ("statement_timeout", "5s"),
                ("idle_in_transaction_session_timeout", "10s"),
            ]))
            .await?;
        Ok(Self {
            pool,
            metrics,
            server: Arc::new(Server {
                host: config.db_host.clone(),
                port: config.db_port,
                namespace: config.db_name.clone(),
            }),
            geography: Arc::new(geography),
            cache,
            outbox_filled: Arc::default(),
        })
    }

    /// Waits for running statements and closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Whether a statement goes through; neither traced nor measured.
    ///
    /// # Errors
    /// Why it does not.
    pub async fn ping(&self) -> sqlx::Result<()> {
        sqlx::query("SELECT 1").execute(&self.pool).await.map(drop)
    }

    /// Brings the pool gauges up to date.
    pub fn measure_pool(&self) {
        let max = self.pool.options().get_max_connections();
        self.metrics
            .set_pool(self.pool.size(), self.pool.num_idle(), max);
    }

    /// Where the warehouses and countries are.
    pub fn geography(&self) -> &Geography {
        &self.geography
    }

    /// Rings when an event was committed.
    pub fn outbox_filled(&self) -> Arc<Notify> {
        Arc::clone(&self.outbox_filled)
    }

    /// Runs one statement inside a client span and records how long it took.
    async fn observe<T>(
        &self,
        operation: &'static str,
        table: &'static str,
        statement: impl Future<Output = sqlx::Result<T>>,
    ) -> sqlx::Result<T> {
        let span = self.span(operation, table);
        let started = Instant::now();
        let result = statement.instrument(span.clone()).await;
        let labels = DatabaseLabels {
            db_system_name: "postgresql",
            db_namespace: self.server.namespace.clone(),
            db_operation_name: operation,
        };
        record(
            &self.metrics.db_client_operation_duration,
            &labels,
            started.elapsed(),
            exemplar(&span),
        );
        if let Err(error) = &result {
            span.record("otel.status_code", "ERROR");
            span.record("error.type", error_type(error));
        }
        result
    }

    /// A span follows the current semantic conventions, plus two older names for Tempo's service
    /// graph: `db.system` tells it a database, `peer.service` names its node. What runs outside a
    /// trace (a job that finds nothing to do) has no span, or every poll would be a trace.
    fn span(&self, operation: &'static str, table: &'static str) -> Span {
        if Span::current().is_none() {
            return Span::none();
        }
        let summary = format!("{operation} {table}");
        tracing::info_span!(
            "database",
            otel.name = summary.trim_end(),
            otel.kind = "client",
            otel.status_code = Empty,
            error.type = Empty,
            peer.service = "postgres",
            db.system.name = "postgresql",
            db.system = "postgresql",
            db.namespace = self.server.namespace,
            db.operation.name = operation,
            db.collection.name = (!table.is_empty()).then_some(table),
            db.query.summary = summary.trim_end(),
            server.address = self.server.host,
            server.port = self.server.port,
        )
    }
}

/// The SQLSTATE when the database refused, else the kind of failure.
fn error_type(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.code().unwrap_or_default().into_owned(),
        sqlx::Error::PoolTimedOut => "pool_timeout".to_owned(),
        sqlx::Error::Io(_) => "connection".to_owned(),
        _ => "client".to_owned(),
    }
}
