//! Changing the catalogue.

use super::{Item, Repeatable, Response, Store, change::Change};
use crate::{
    problem::{Error, Result},
    stock::{Amount, StockError},
};

/// A product to be added.
pub struct NewProduct {
    pub sku: String,
    pub name: String,
    pub category: String,
    pub price: Amount,
    pub reorder_level: i32,
}

/// What changes about a product; `None` stays.
#[derive(Default)]
pub struct ProductChange {
    pub name: Option<String>,
    pub category: Option<String>,
    pub price: Option<Amount>,
    pub reorder_level: Option<i32>,
}

impl ProductChange {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.name.is_none()
            && self.category.is_none()
            && self.price.is_none()
            && self.reorder_level.is_none()
    }
}

impl Store {
    /// Adds a product, with nothing in stock; the answer is the [`Item`].
    ///
    /// # Errors
    /// [`StockError::SkuTaken`]; `InvalidRequest` for a category that does not exist;
    /// `IdempotencyKeyReused`.
    pub async fn create_product(
        &self,
        product: &NewProduct,
        repeatable: Option<&Repeatable>,
    ) -> Result<Response> {
        let mut change = self.begin().await?;
        if let Some(response) = self.claim_key(&mut change, repeatable).await? {
            return Ok(response);
        }
        let skus = [product.sku.clone()];
        self.announce(&mut change, &skus).await;
        let query = sqlx::query(
            "INSERT INTO products (sku, name, category, price_minor, currency, reorder_level)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&product.sku)
        .bind(&product.name)
        .bind(&product.category)
        .bind(product.price.amount_minor)
        .bind(&product.price.currency)
        .bind(product.reorder_level)
        .execute(change.connection());
        self.observe("INSERT", "products", query)
            .await
            .map_err(|error| refused(error, &product.sku))?;
        let query = sqlx::query(
            "INSERT INTO stock (sku, warehouse) SELECT $1, code FROM warehouses ORDER BY code",
        )
        .bind(&product.sku)
        .execute(change.connection());
        self.observe("INSERT", "stock", query).await?;
        self.watch_levels(&mut change, &skus).await?;
        let item = self.existing_item(&mut change, &product.sku).await?;
        let response = self.keep_answer(&mut change, repeatable, &item).await?;
        self.commit(change).await?;
        Ok(response)
    }

    /// Changes a product; none when there is no such product.
    ///
    /// # Errors
    /// `InvalidRequest` for a category that does not exist.
    pub async fn change_product(&self, sku: &str, to: &ProductChange) -> Result<Option<Item>> {
        let skus = [sku.to_owned()];
        let mut change = self.begin().await?;
        // The stock rows first, as everywhere: the level decides whether they are low.
        if self.lock_levels(&mut change, &skus).await?.is_empty() {
            return Ok(None);
        }
        let query = sqlx::query(
            "UPDATE products
             SET name = coalesce($2, name),
                 category = coalesce($3, category),
                 price_minor = coalesce($4, price_minor),
                 currency = coalesce($5, currency),
                 reorder_level = coalesce($6, reorder_level),
                 updated_at = now()
             WHERE sku = $1",
        )
        .bind(sku)
        .bind(&to.name)
        .bind(&to.category)
        .bind(to.price.as_ref().map(|price| price.amount_minor))
        .bind(to.price.as_ref().map(|price| &price.currency))
        .bind(to.reorder_level)
        .execute(change.connection());
        self.observe("UPDATE", "products", query)
            .await
            .map_err(|error| refused(error, sku))?;
        self.watch_levels(&mut change, &skus).await?;
        let item = self.existing_item(&mut change, sku).await?;
        self.commit(change).await?;
        Ok(Some(item))
    }

    async fn existing_item(&self, change: &mut Change, sku: &str) -> Result<Item> {
        let item = self.changed_item(change, sku).await?;
        item.ok_or(Error::Internal("a product disappeared"))
    }
}

/// The constraints that a caller can run into.
fn refused(error: sqlx::Error, sku: &str) -> Error {
    let constraint = error
        .as_database_error()
        .and_then(|error| error.constraint());
    match constraint {
        Some("products_pkey") => StockError::SkuTaken(sku.to_owned()).into(),
        Some("products_category_fkey") => Error::field("category", "there is no such category"),
        _ => error.into(),
    }
}
