//! The catalogue with its stock: reading only.

use axum::{
    Json, Router,
    extract::{Path, State, rejection::PathRejection},
    routing::get,
};
use uuid::Uuid;

use super::params::{Page, Params};
use crate::{
    App,
    auth::{Caller, StaffCaller},
    problem::{Error, Result},
    store::{Item, ItemFilter, LedgerEntry},
};

pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/inventory", get(list))
        .route("/api/v1/inventory/{sku}", get(read))
        .route("/api/v1/inventory/{sku}/movements", get(movements))
}

async fn list(State(app): State<App>, _: Caller, params: Params) -> Result<Json<Page<Item>>> {
    let limit = params.limit()?;
    let filter = ItemFilter {
        text: params.text("q")?,
        category: params.text("category")?,
        low_stock: params.flag("low_stock")?,
        after: params.cursor(|sku| (!sku.contains('\0')).then_some(sku))?,
        sku: None,
    };
    let items = app.store.items(&filter, limit + 1).await?;
    Ok(Json(Page::new(items, limit, |item| item.sku.clone())))
}

async fn read(
    State(app): State<App>,
    _: Caller,
    sku: std::result::Result<Path<String>, PathRejection>,
) -> Result<Json<Item>> {
    let sku = readable(sku)?;
    let item = app.store.item(&sku).await?;
    item.map(Json).ok_or_else(|| no_product(&sku))
}

/// Staff only: the ledger names other people's orders.
async fn movements(
    State(app): State<App>,
    _: StaffCaller,
    sku: std::result::Result<Path<String>, PathRejection>,
    params: Params,
) -> Result<Json<Page<LedgerEntry>>> {
    let limit = params.limit()?;
    let before = params.cursor(|id| id.parse::<Uuid>().ok())?;
    let sku = readable(sku)?;
    if app.store.item(&sku).await?.is_none() {
        return Err(no_product(&sku));
    }
    let entries = app.store.movements(&sku, before, limit + 1).await?;
    Ok(Json(Page::new(entries, limit, |entry| {
        entry.id.to_string()
    })))
}

/// A path segment that is no text, or that PostgreSQL cannot hold, names no product.
fn readable(sku: std::result::Result<Path<String>, PathRejection>) -> Result<String> {
    match sku {
        Ok(Path(sku)) if !sku.contains('\0') => Ok(sku),
        _ => Err(Error::NotFound("there is no such product".to_owned())),
    }
}

fn no_product(sku: &str) -> Error {
    Error::NotFound(format!("there is no product {sku}"))
}
