//! Events, written with what they tell and read by the relay.

use opentelemetry::propagation::Injector;
use sqlx::{Postgres, Transaction};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use uuid::Uuid;

use super::{Store, change::Change};
use crate::{events::Event, problem::Result};

/// An event that waits for publication.
#[derive(Debug, sqlx::FromRow)]
pub struct OutboxEvent {
    pub event_id: Uuid,
    #[sqlx(rename = "type")]
    pub event_type: String,
    pub body: String,
    /// The trace that it happened in; empty when there was none.
    pub traceparent: String,
    pub tracestate: String,
}

/// What waits, and how long the oldest has.
#[derive(Debug, Default)]
pub struct Backlog {
    pub pending: i64,
    pub oldest_age_seconds: f64,
}

/// Events under lock: another instance of this service does not see them.
pub struct Batch {
    transaction: Transaction<'static, Postgres>,
    pub events: Vec<OutboxEvent>,
}

/// The W3C headers of the current span.
#[derive(Default)]
struct TraceHeaders {
    traceparent: String,
    tracestate: String,
}

impl Injector for TraceHeaders {
    fn set(&mut self, key: &str, value: String) {
        match key {
            "traceparent" => self.traceparent = value,
            "tracestate" => self.tracestate = value,
            _ => {}
        }
    }
}

impl Store {
    /// Leaves an event in the outbox; it exists if and only if the change is committed.
    pub(super) async fn insert_event(&self, change: &mut Change, event: &Event) -> Result<()> {
        let mut trace = TraceHeaders::default();
        opentelemetry::global::get_text_map_propagator(|propagator| {
            propagator.inject_context(&Span::current().context(), &mut trace);
        });
        let query = sqlx::query(
            "INSERT INTO outbox (event_id, type, subject, body, traceparent, tracestate)
             VALUES ($1, $2, $3, $4::json, $5, $6)",
        )
        .bind(event.id)
        .bind(event.event_type)
        .bind(&event.subject)
        .bind(event.cloud_event().to_string())
        .bind(trace.traceparent)
        .bind(trace.tracestate)
        .execute(change.connection());
        self.observe("INSERT", "outbox", query).await?;
        change.has_events = true;
        Ok(())
    }

    /// How much waits for publication.
    ///
    /// # Errors
    /// When the database does.
    pub async fn outbox_backlog(&self) -> sqlx::Result<Backlog> {
        let query = sqlx::query_as(
            "SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8
             FROM outbox
             WHERE published_at IS NULL",
        )
        .fetch_one(&self.pool);
        let (pending, oldest_age_seconds) = self.observe("SELECT", "outbox", query).await?;
        Ok(Backlog {
            pending,
            oldest_age_seconds,
        })
    }

    /// The oldest events that wait and that nobody else publishes; at most `limit`.
    ///
    /// # Errors
    /// When the database does.
    pub async fn outbox_batch(&self, limit: i64) -> sqlx::Result<Batch> {
        let mut transaction = self.observe("BEGIN", "", self.pool.begin()).await?;
        let query = sqlx::query_as(
            "SELECT event_id, type, body::text AS body, traceparent, tracestate
             FROM outbox
             WHERE published_at IS NULL
             ORDER BY id
             LIMIT $1
             FOR UPDATE SKIP LOCKED",
        )
        .bind(limit)
        .fetch_all(&mut *transaction);
        let events = self.observe("SELECT", "outbox", query).await?;
        Ok(Batch {
            transaction,
            events,
        })
    }

    /// Marks what the broker has confirmed; the other events of the batch wait again.
    ///
    /// # Errors
    /// When the database does.
    pub async fn mark_published(&self, mut batch: Batch, published: &[Uuid]) -> sqlx::Result<()> {
        let query = sqlx::query("UPDATE outbox SET published_at = now() WHERE event_id = ANY($1)")
            .bind(published)
            .execute(&mut *batch.transaction);
        self.observe("UPDATE", "outbox", query).await?;
        self.observe("COMMIT", "", batch.transaction.commit()).await
    }

    /// Removes at most `limit` events that were published a day ago; answers how many.
    ///
    /// # Errors
    /// When the database does.
    pub async fn prune_outbox(&self, limit: i64) -> sqlx::Result<u64> {
        let query = sqlx::query(
            "DELETE FROM outbox WHERE id = ANY (ARRAY(
                 SELECT id FROM outbox
                 WHERE published_at < now() - interval '24 hours'
                 LIMIT $1))",
        )
        .bind(limit)
        .execute(&self.pool);
        let deleted = self.observe("DELETE", "outbox", query).await?;
        Ok(deleted.rows_affected())
    }
}
