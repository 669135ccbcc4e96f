//! Changing the catalogue, for administrators.

use axum::{
    Json, Router,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
    routing::{patch, post},
};
use serde::{Deserialize, Serialize};

use super::{
    fields::{Mistakes, PriceRequest, present},
    idempotency,
    items::{named, no_product},
    json::Body,
};
use crate::{
    App,
    auth::AdminCaller,
    problem::{Error, Result},
    store::{Item, NewProduct, ProductChange},
};

pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/inventory/products", post(create))
        .route("/api/v1/inventory/products/{sku}", patch(change))
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct CreateRequest {
    sku: String,
    name: String,
    category: String,
    price: PriceRequest,
    reorder_level: i64,
}

/// 201 with the product, which has no stock yet.
async fn create(
    State(app): State<App>,
    AdminCaller(caller): AdminCaller,
    headers: HeaderMap,
    Body(request): Body<CreateRequest>,
) -> Result<Response> {
    let product = request.product()?;
    let repeatable = idempotency::repeatable(&headers, &caller, "create_product", &request)?;
    let response = app
        .store
        .create_product(&product, repeatable.as_ref())
        .await?;
    if !response.replayed {
        app.stock_changed.notify_one();
        tracing::info!(
            sku = product.sku,
            user_id = caller.subject,
            "a product was added"
        );
    }
    let mut response = idempotency::created(response);
    let location = format!("/api/v1/inventory/{}", product.sku);
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

impl CreateRequest {
    fn product(&self) -> Result<NewProduct> {
        let mut mistakes = Mistakes::default();
        mistakes.sku("sku", &self.sku);
        mistakes.text("name", &self.name);
        mistakes.text("category", &self.category);
        mistakes.price(&self.price);
        mistakes.reorder_level(self.reorder_level);
        mistakes.refuse()?;
        Ok(NewProduct {
            sku: self.sku.clone(),
            name: self.name.clone(),
            category: self.category.clone(),
            price: self.price.clone().into(),
            reorder_level: i32::try_from(self.reorder_level).unwrap_or_default(),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeRequest {
    #[serde(default, deserialize_with = "present")]
    name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    category: Option<String>,
    #[serde(default, deserialize_with = "present")]
    price: Option<PriceRequest>,
    #[serde(default, deserialize_with = "present")]
    reorder_level: Option<i64>,
}

async fn change(
    State(app): State<App>,
    AdminCaller(caller): AdminCaller,
    sku: std::result::Result<Path<String>, PathRejection>,
    Body(request): Body<ChangeRequest>,
) -> Result<Json<Item>> {
    let to = request.change()?;
    let sku = named(sku)?;
    let changed = app.store.change_product(&sku, &to).await?;
    let item = changed.ok_or_else(|| no_product(&sku))?;
    app.stock_changed.notify_one();
    tracing::info!(sku, user_id = caller.subject, "a product was changed");
    Ok(Json(item))
}

impl ChangeRequest {
    fn change(self) -> Result<ProductChange> {
        let mut mistakes = Mistakes::default();
        if let Some(name) = &self.name {
            mistakes.text("name", name);
        }
        if let Some(category) = &self.category {
            mistakes.text("category", category);
        }
        if let Some(price) = &self.price {
            mistakes.price(price);
        }
        if let Some(level) = self.reorder_level {
            mistakes.reorder_level(level);
        }
        mistakes.refuse()?;
        let change = ProductChange {
            name: self.name,
            category: self.category,
            price: self.price.map(Into::into),
            reorder_level: self
                .reorder_level
                .and_then(|level| i32::try_from(level).ok()),
        };
        if change.is_empty() {
            return Err(Error::field("body", "must name at least one field"));
        }
        Ok(change)
    }
}
