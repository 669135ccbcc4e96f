//! Products with their stock, for everybody who is signed in; answered from the cache.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, State, rejection::PathRejection},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;

use super::{
    fields::is_sku,
    params::{Page, Params},
};
use crate::{
    App,
    auth::Caller,
    cache::Scope,
    problem::{Error, Result},
    store::ItemFilter,
};

pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/inventory", get(list))
        .route("/api/v1/inventory/{sku}", get(read))
}

async fn list(State(app): State<App>, _: Caller, params: Params) -> Result<Response> {
    let limit = params.limit()?;
    let filter = ItemFilter {
        text: params.text("q")?,
        category: params.text("category")?,
        low_stock: params.flag("low_stock")?,
        after: params.cursor(|sku| is_sku(&sku).then_some(sku))?,
        sku: None,
    };
    let key = to_json(&(
        limit,
        &filter.text,
        &filter.category,
        filter.low_stock,
        &filter.after,
    ))?;
    let store = app.store;
    let load = move || {
        let (store, filter) = (store.clone(), filter.clone());
        async move {
            let items = store.items(&filter, limit + 1).await?;
            let page = Page::new(items, limit, |item| item.sku.clone());
            Ok(Some(Bytes::from(to_json(&page)?)))
        }
    };
    match app.cache.read(Scope::Lists, &key, load).await? {
        Some(page) => Ok(json(page)),
        None => Err(Error::Internal("a list has no page")),
    }
}

async fn read(
    State(app): State<App>,
    _: Caller,
    sku: std::result::Result<Path<String>, PathRejection>,
) -> Result<Response> {
    let sku = named(sku)?;
    let (store, wanted) = (app.store, sku.clone());
    let load = move || {
        let (store, sku) = (store.clone(), wanted.clone());
        async move {
            let item = store.item(&sku).await?;
            item.map(|item| to_json(&item).map(Bytes::from)).transpose()
        }
    };
    match app
        .cache
        .read(Scope::Item(sku.clone()), "item", load)
        .await?
    {
        Some(item) => Ok(json(item)),
        None => Err(no_product(&sku)),
    }
}

/// The SKU in a path; what does not look like one names no product.
pub fn named(sku: std::result::Result<Path<String>, PathRejection>) -> Result<String> {
    match sku {
        Ok(Path(sku)) if is_sku(&sku) => Ok(sku),
        _ => Err(Error::NotFound("there is no such product".to_owned())),
    }
}

pub fn no_product(sku: &str) -> Error {
    Error::NotFound(format!("there is no product {sku}"))
}

fn to_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Internal("an answer cannot be written as JSON"))
}

fn json(body: Bytes) -> Response {
    let json = [(header::CONTENT_TYPE, "application/json")];
    (json, Body::from(body)).into_response()
}
