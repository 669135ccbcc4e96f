//! The connection to Redis: every request has a time limit, a span and a metric.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use redis::{
    Client, FromRedisValue, Pipeline, RedisError, RedisResult,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use tracing::{Instrument, Span, field::Empty};

use crate::{
    config::Config,
    telemetry::{
        exemplars::exemplar,
        labels::DatabaseLabels,
        metrics::{Metrics, record},
    },
};

/// A connection that comes back by itself. Cheap to clone.
#[derive(Clone)]
pub(super) struct Connection {
    manager: ConnectionManager,
    /// How long a request may take before the database is asked instead.
    patience: Duration,
    /// How long entries live.
    pub(super) ttl: Duration,
    /// What every key starts with.
    pub(super) prefix: Arc<str>,
    server: Arc<Server>,
    metrics: Arc<Metrics>,
}

/// What spans and metrics say about Redis.
struct Server {
    host: String,
    port: u16,
    namespace: String,
}

impl Connection {
    /// Entries expire after `ttl`.
    pub(super) fn new(config: &Config, ttl: Duration, metrics: Arc<Metrics>) -> RedisResult<Self> {
        let client = Client::open(config.redis_url.as_str())?;
        let namespace = client
            .get_connection_info()
            .redis_settings()
            .db()
            .to_string();
        let patience = config.cache_timeout_seconds.duration();
        let settings = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_connection_timeout(Some(Duration::from_secs(1)))
            .set_response_timeout(Some(patience));
        Ok(Self {
            manager: ConnectionManager::new_lazy_with_config(client, settings)?,
            patience,
            ttl,
            prefix: config.db_name.as_str().into(),
            server: Arc::new(Server {
                host: config.redis_url.host_str().unwrap_or_default().to_owned(),
                port: config.redis_url.port().unwrap_or(6379),
                namespace,
            }),
            metrics,
        })
    }

    /// Sends the commands at once and reads their answers.
    pub(super) async fn run<T: FromRedisValue>(&self, commands: Pipeline) -> RedisResult<T> {
        let operation = match commands.len() {
            1 => "SET",
            _ => "PIPELINE",
        };
        let span = self.span(operation, commands.len());
        let started = Instant::now();
        let mut manager = self.manager.clone();
        let answering = commands.query_async(&mut manager).instrument(span.clone());
        let result = match tokio::time::timeout(self.patience, answering).await {
            Ok(result) => result,
            Err(_) => Err(RedisError::from(std::io::Error::from(
                std::io::ErrorKind::TimedOut,
            ))),
        };
        let labels = DatabaseLabels {
            db_system_name: "redis",
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
            span.record(
                "error.type",
                if error.is_timeout() {
                    "timeout"
                } else {
                    "connection"
                },
            );
        }
        result
    }

    /// As in `store`: the older names are for Tempo's service graph, and what runs outside a trace
    /// has no span.
    fn span(&self, operation: &'static str, commands: usize) -> Span {
        if Span::current().is_none() {
            return Span::none();
        }
        tracing::info_span!(
            "redis",
            otel.name = operation,
            otel.kind = "client",
            otel.status_code = Empty,
            error.type = Empty,
            peer.service = "redis",
            db.system.name = "redis",
            db.system = "redis",
            db.namespace = self.server.namespace,
            db.operation.name = operation,
            db.operation.batch.size = (commands > 1).then_some(commands),
            server.address = self.server.host,
            server.port = self.server.port,
        )
    }
}
