//! A transaction that changes something: the cache hears of it before it starts and after it ends,
//! the outbox relay when it left an event.

use sqlx::{PgConnection, Postgres, Transaction};

use super::Store;
use crate::cache::{Announcement, Scope};

/// A transaction under way; dropping it rolls it back.
pub(super) struct Change {
    transaction: Transaction<'static, Postgres>,
    announcement: Option<Announcement>,
    pub(super) has_events: bool,
}

impl Change {
    /// What statements of this transaction run on.
    pub(super) fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

impl Store {
    pub(super) async fn begin(&self) -> sqlx::Result<Change> {
        let transaction = self.observe("BEGIN", "", self.pool.begin()).await?;
        Ok(Change {
            transaction,
            announcement: None,
            has_events: false,
        })
    }

    /// Tells the cache which products change. Called before their rows are locked, and once.
    pub(super) async fn announce(&self, change: &mut Change, skus: &[String]) {
        let mut scopes: Vec<Scope> = skus.iter().cloned().map(Scope::Item).collect();
        scopes.push(Scope::Lists);
        change.announcement = Some(self.cache.announce(scopes).await);
    }

    /// Makes the change visible; when this returns, no cached answer is older than it.
    pub(super) async fn commit(&self, mut change: Change) -> sqlx::Result<()> {
        if let Some(announcement) = &mut change.announcement {
            announcement.commit_starts();
        }
        self.observe("COMMIT", "", change.transaction.commit())
            .await?;
        if let Some(announcement) = change.announcement {
            announcement.withdraw().await;
        }
        if change.has_events {
            self.outbox_filled.notify_one();
        }
        Ok(())
    }
}
