//! Removes what nobody asks for any more: events that were published, and idempotency keys, after a
//! day.

use crate::{App, problem::Result};

/// Rows of one statement, so that none of them takes long.
const BATCH: i64 = 5_000;

pub(super) async fn run(app: App) -> Result<u64> {
    let mut total = 0;
    loop {
        let events = app.store.prune_outbox(BATCH).await?;
        let keys = app.store.prune_idempotency_keys(BATCH).await?;
        total += events + keys;
        if events + keys == 0 {
            return Ok(total);
        }
    }
}
