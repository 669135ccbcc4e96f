//! Moves events from the outbox to the broker: what was committed is published at least once.

use std::sync::Arc;

use tokio::sync::Mutex;

use crate::{App, broker::Publisher, problem::Result};

/// Most events in flight: the broker confirms these before the next are read.
const BATCH: i64 = 100;

/// Empties the outbox. A broker that is away is an error only while events wait.
pub(super) async fn run(app: App, publisher: Arc<Mutex<Publisher>>) -> Result<u64> {
    let mut publisher = publisher.lock().await;
    let mut total = 0;
    loop {
        let backlog = app.store.outbox_backlog().await?;
        app.metrics.set_backlog(&backlog);
        if backlog.pending == 0 {
            return Ok(total);
        }
        // Before rows are locked: it may take a while.
        publisher.connect().await?;
        let batch = app.store.outbox_batch(BATCH).await?;
        if batch.events.is_empty() {
            // Another instance has them.
            return Ok(total);
        }
        let published = publisher.publish(&batch.events).await;
        app.store
            .mark_published(batch, &published.confirmed)
            .await?;
        total += published.confirmed.len() as u64;
        if let Some(failure) = published.failure {
            return Err(failure);
        }
    }
}
