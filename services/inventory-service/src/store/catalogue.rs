//! Reading products with their stock.

use serde::Serialize;
use sqlx::PgExecutor;

use super::{Store, change::Change};
use crate::stock::Amount;

/// A product with its stock, as the API shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    pub sku: String,
    pub name: String,
    pub category: String,
    pub price: Amount,
    pub on_hand: i64,
    pub reserved: i64,
    pub available: i64,
    pub reorder_level: i32,
    pub warehouses: Vec<WarehouseLevel>,
}

/// The stock of a product in one warehouse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WarehouseLevel {
    pub warehouse: String,
    pub on_hand: i32,
    pub reserved: i32,
}

/// Which products a list shows; `None` means any.
#[derive(Debug, Default, Clone)]
pub struct ItemFilter {
    /// Text that the SKU or the name contains, in any case.
    pub text: Option<String>,
    /// Code of a category.
    pub category: Option<String>,
    /// At or below the reorder level, or above it.
    pub low_stock: Option<bool>,
    /// The last SKU of the page before.
    pub after: Option<String>,
    /// Exactly this product.
    pub sku: Option<String>,
}

/// What the stock gauges need of one product.
pub struct ProductLevels {
    pub sku: String,
    pub low_stock: bool,
    /// Available pieces by warehouse.
    pub available: Vec<(String, i32)>,
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    sku: String,
    name: String,
    category: String,
    price_minor: i64,
    currency: String,
    reorder_level: i32,
    warehouses: Vec<String>,
    on_hand: Vec<i32>,
    reserved: Vec<i32>,
}

const SELECT_ITEMS: &str =
    "SELECT p.sku, p.name, p.category, p.price_minor, p.currency, p.reorder_level,
            s.warehouses, s.on_hand, s.reserved
     FROM products p
     CROSS JOIN LATERAL (
         SELECT coalesce(array_agg(warehouse ORDER BY warehouse), '{}') AS warehouses,
                coalesce(array_agg(on_hand ORDER BY warehouse), '{}') AS on_hand,
                coalesce(array_agg(reserved ORDER BY warehouse), '{}') AS reserved,
                coalesce(sum(on_hand - reserved), 0) AS available
         FROM stock
         WHERE stock.sku = p.sku
     ) s
     WHERE ($1::text IS NULL OR position(lower($1) IN lower(p.sku || ' ' || p.name)) > 0)
       AND ($2::text IS NULL OR p.category = $2)
       AND ($3::bool IS NULL OR (s.available <= p.reorder_level) = $3)
       AND ($4::text IS NULL OR p.sku > $4)
       AND ($5::text IS NULL OR p.sku = $5)
     ORDER BY p.sku
     LIMIT $6";

impl Store {
    /// At most `limit` products in the order of their SKU.
    ///
    /// # Errors
    /// When the database does.
    pub async fn items(&self, filter: &ItemFilter, limit: i64) -> sqlx::Result<Vec<Item>> {
        self.select_items(&self.pool, filter, limit).await
    }

    /// One product, or none.
    ///
    /// # Errors
    /// When the database does.
    pub async fn item(&self, sku: &str) -> sqlx::Result<Option<Item>> {
        let filter = ItemFilter {
            sku: Some(sku.to_owned()),
            ..ItemFilter::default()
        };
        Ok(self.items(&filter, 1).await?.pop())
    }

    /// One product as a transaction has made it.
    pub(super) async fn changed_item(
        &self,
        change: &mut Change,
        sku: &str,
    ) -> sqlx::Result<Option<Item>> {
        let filter = ItemFilter {
            sku: Some(sku.to_owned()),
            ..ItemFilter::default()
        };
        let mut items = self.select_items(change.connection(), &filter, 1).await?;
        Ok(items.pop())
    }

    async fn select_items(
        &self,
        executor: impl PgExecutor<'_>,
        filter: &ItemFilter,
        limit: i64,
    ) -> sqlx::Result<Vec<Item>> {
        let query = sqlx::query_as::<_, ItemRow>(SELECT_ITEMS)
            .bind(&filter.text)
            .bind(&filter.category)
            .bind(filter.low_stock)
            .bind(&filter.after)
            .bind(&filter.sku)
            .bind(limit)
            .fetch_all(executor);
        let rows = self.observe("SELECT", "products", query).await?;
        Ok(rows.into_iter().map(Item::from).collect())
    }

    /// The levels of every product, for the gauges.
    ///
    /// # Errors
    /// When the database does.
    pub async fn levels(&self) -> sqlx::Result<Vec<ProductLevels>> {
        let items = self.items(&ItemFilter::default(), i64::MAX).await?;
        Ok(items
            .into_iter()
            .map(|item| ProductLevels {
                low_stock: item.available <= i64::from(item.reorder_level),
                available: item
                    .warehouses
                    .into_iter()
                    .map(|level| (level.warehouse, level.on_hand - level.reserved))
                    .collect(),
                sku: item.sku,
            })
            .collect())
    }
}

impl From<ItemRow> for Item {
    fn from(row: ItemRow) -> Self {
        let warehouses: Vec<WarehouseLevel> = row
            .warehouses
            .into_iter()
            .zip(row.on_hand.into_iter().zip(row.reserved))
            .map(|(warehouse, (on_hand, reserved))| WarehouseLevel {
                warehouse,
                on_hand,
                reserved,
            })
            .collect();
        let on_hand = warehouses
            .iter()
            .map(|level| i64::from(level.on_hand))
            .sum();
        let reserved = warehouses
            .iter()
            .map(|level| i64::from(level.reserved))
            .sum();
        Self {
            sku: row.sku,
            name: row.name,
            category: row.category,
            price: Amount {
                amount_minor: row.price_minor,
                currency: row.currency,
            },
            on_hand,
            reserved,
            available: on_hand - reserved,
            reorder_level: row.reorder_level,
            warehouses,
        }
    }
}
