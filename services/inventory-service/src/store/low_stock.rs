//! Which products are low on stock, and the moment when they become so.

use serde::Serialize;
use time::OffsetDateTime;

use super::{Store, change::Change};
use crate::{events::Event, problem::Result, timestamp};

/// A product at or below its reorder level, as the API shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Alert {
    pub sku: String,
    pub name: String,
    pub available: i64,
    pub reorder_level: i32,
    #[serde(serialize_with = "timestamp::serialize")]
    pub since: OffsetDateTime,
}

impl Store {
    /// At most `limit` products that are low on stock, in the order of their SKU.
    ///
    /// # Errors
    /// When the database does.
    pub async fn alerts(&self, after: Option<&str>, limit: i64) -> sqlx::Result<Vec<Alert>> {
        let query = sqlx::query_as(
            "SELECT p.sku, p.name, p.reorder_level, p.low_stock_since AS since,
                    coalesce(s.available, 0) AS available
             FROM products p
             CROSS JOIN LATERAL (
                 SELECT sum(on_hand - reserved) AS available FROM stock WHERE stock.sku = p.sku
             ) s
             WHERE p.low_stock_since IS NOT NULL AND ($1::text IS NULL OR p.sku > $1)
             ORDER BY p.sku
             LIMIT $2",
        )
        .bind(after)
        .bind(limit)
        .fetch_all(&self.pool);
        self.observe("SELECT", "products", query).await
    }

    /// Compares the products with their reorder levels after a change. One that came down to its
    /// level is marked, and that is an event; one that rose above it is armed again. The products'
    /// stock rows must be locked, which makes their sum a fact and locks the products in turn.
    pub(super) async fn watch_levels(&self, change: &mut Change, skus: &[String]) -> Result<u64> {
        let query = sqlx::query_scalar::<_, String>(
            "WITH crossed AS (
                 UPDATE products p
                 SET low_stock_since = CASE WHEN s.available <= p.reorder_level THEN now() END
                 FROM (
                     SELECT sku, sum(on_hand - reserved) AS available
                     FROM stock
                     WHERE sku = ANY($1)
                     GROUP BY sku
                 ) s
                 WHERE s.sku = p.sku
                   AND (s.available <= p.reorder_level) <> (p.low_stock_since IS NOT NULL)
                 RETURNING p.sku, p.low_stock_since
             )
             SELECT sku FROM crossed WHERE low_stock_since IS NOT NULL ORDER BY sku",
        )
        .bind(skus)
        .fetch_all(change.connection());
        let low = self.observe("UPDATE", "products", query).await?;
        for sku in &low {
            if let Some(item) = self.changed_item(change, sku).await? {
                self.insert_event(change, &Event::low_stock(&item)).await?;
                tracing::info!(sku, available = item.available, "stock is low");
            }
        }
        Ok(low.len() as u64)
    }

    /// Products whose mark does not fit their stock, because something else than this service wrote
    /// to the tables; at most `limit`.
    ///
    /// # Errors
    /// When the database does.
    pub async fn misjudged_products(&self, limit: i64) -> sqlx::Result<Vec<String>> {
        let query = sqlx::query_scalar(
            "SELECT p.sku
             FROM products p
             JOIN (
                 SELECT sku, sum(on_hand - reserved) AS available FROM stock GROUP BY sku
             ) s ON s.sku = p.sku
             WHERE (s.available <= p.reorder_level) <> (p.low_stock_since IS NOT NULL)
             ORDER BY p.sku
             LIMIT $1",
        )
        .bind(limit)
        .fetch_all(&self.pool);
        self.observe("SELECT", "products", query).await
    }

    /// Judges a product anew; answers whether it turned out to be low on stock.
    ///
    /// # Errors
    /// When the database does.
    pub async fn judge_product(&self, sku: &str) -> Result<bool> {
        let skus = [sku.to_owned()];
        let mut change = self.begin().await?;
        self.lock_levels(&mut change, &skus).await?;
        let low = self.watch_levels(&mut change, &skus).await?;
        self.commit(change).await?;
        Ok(low > 0)
    }
}
