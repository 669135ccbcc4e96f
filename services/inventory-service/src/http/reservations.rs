//! `reserve`, `commit` and `release`: for order-service only, each idempotent by order id.

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde::{Deserialize, Serialize};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use uuid::Uuid;

use super::{
    fields::{self, Mistakes},
    idempotency,
    json::Body,
};
use crate::{
    App,
    auth::ServiceCaller,
    problem::{Error, FieldError, Result},
    stock::{self, Distances, Geography, Line, Reservation, StockError},
    store::{Committed, Released, Reserved},
};

const MAX_ITEMS: usize = 100;
const MAX_QUANTITY: i64 = 1_000_000;

pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/inventory/reserve", post(reserve))
        .route("/api/v1/inventory/commit", post(commit))
        .route("/api/v1/inventory/release", post(release))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReserveRequest {
    #[serde(deserialize_with = "fields::uuid")]
    order_id: Uuid,
    items: Vec<ItemRequest>,
    ship_to: Option<Destination>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Destination {
    country: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemRequest {
    sku: String,
    quantity: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderRequest {
    #[serde(deserialize_with = "fields::uuid")]
    order_id: Uuid,
}

/// What became of an order's reservation; without an id when there never was one.
#[derive(Serialize)]
struct Outcome {
    order_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    reservation_id: Option<Uuid>,
    status: &'static str,
}

/// 201 with a new reservation, 200 with the one that the order has.
async fn reserve(
    State(app): State<App>,
    _: ServiceCaller,
    headers: HeaderMap,
    Body(request): Body<ReserveRequest>,
) -> Result<(StatusCode, Json<Reservation>)> {
    let order_id = request.order_id;
    let (lines, distances) = request.check(app.store.geography())?;
    idempotency::key(&headers)?;
    let span = Span::current();
    span.set_attribute("oms.order.id", order_id.to_string());
    span.set_attribute(
        "oms.sku.count",
        i64::try_from(lines.len()).unwrap_or(i64::MAX),
    );

    let merged = stock::merge_lines(lines);
    match app
        .store
        .reserve(order_id, &merged, distances.as_ref(), app.reservation_ttl)
        .await
    {
        Ok(Reserved::New(reservation)) => {
            app.metrics.reservation("reserved");
            app.stock_changed.notify_one();
            tracing::info!(%order_id, reservation_id = %reservation.id, "stock is reserved");
            Ok((StatusCode::CREATED, Json(reservation)))
        }
        Ok(Reserved::Before(reservation)) => Ok((StatusCode::OK, Json(reservation))),
        Err(Error::Stock(StockError::UnknownProducts(skus))) => {
            Err(unknown_products(&request.items, &skus))
        }
        Err(Error::Stock(StockError::OutOfStock { order_id, skus })) => {
            app.metrics.reservation("out_of_stock");
            tracing::info!(%order_id, sku = skus.join(","), "out of stock");
            Err(StockError::OutOfStock { order_id, skus }.into())
        }
        Err(error) => Err(error),
    }
}

async fn commit(
    State(app): State<App>,
    _: ServiceCaller,
    headers: HeaderMap,
    Body(OrderRequest { order_id }): Body<OrderRequest>,
) -> Result<Json<Outcome>> {
    idempotency::key(&headers)?;
    Span::current().set_attribute("oms.order.id", order_id.to_string());
    match app.store.commit_reservation(order_id).await? {
        Committed::Now(reservation) => {
            app.metrics.reservation("committed");
            app.stock_changed.notify_one();
            tracing::info!(%order_id, reservation_id = %reservation.id, "stock has left");
            Ok(Json(Outcome::of(&reservation)))
        }
        Committed::Before(reservation) => Ok(Json(Outcome::of(&reservation))),
    }
}

async fn release(
    State(app): State<App>,
    _: ServiceCaller,
    headers: HeaderMap,
    Body(OrderRequest { order_id }): Body<OrderRequest>,
) -> Result<Json<Outcome>> {
    idempotency::key(&headers)?;
    Span::current().set_attribute("oms.order.id", order_id.to_string());
    match app.store.release_reservation(order_id).await? {
        Released::Now(reservation) => {
            app.metrics.reservation(reservation.status.as_str());
            app.stock_changed.notify_one();
            tracing::info!(%order_id, reservation_id = %reservation.id, "stock is back");
            Ok(Json(Outcome::of(&reservation)))
        }
        Released::Before(reservation) => Ok(Json(Outcome::of(&reservation))),
        Released::Never => Ok(Json(Outcome {
            order_id,
            reservation_id: None,
            status: "none",
        })),
    }
}

impl Outcome {
    fn of(reservation: &Reservation) -> Self {
        Self {
            order_id: reservation.order_id,
            reservation_id: Some(reservation.id),
            status: reservation.status.as_str(),
        }
    }
}

impl ReserveRequest {
    /// The lines, and how far the warehouses are when the caller says where the goods go.
    fn check(&self, geography: &Geography) -> Result<(Vec<Line>, Option<Distances>)> {
        let mut mistakes = Mistakes::default();
        mistakes.require(
            (1..=MAX_ITEMS).contains(&self.items.len()),
            "items",
            "must have 1 to 100 entries",
        );
        let mut lines = Vec::new();
        for (index, item) in self.items.iter().take(MAX_ITEMS).enumerate() {
            mistakes.sku(format!("items[{index}].sku"), &item.sku);
            mistakes.require(
                (1..=MAX_QUANTITY).contains(&item.quantity),
                format!("items[{index}].quantity"),
                "must be a whole number from 1 to 1000000",
            );
            lines.push(Line {
                sku: item.sku.clone(),
                quantity: i32::try_from(item.quantity).unwrap_or_default(),
            });
        }
        let distances = self
            .ship_to
            .as_ref()
            .map(|to| geography.distances(&to.country));
        mistakes.require(
            !matches!(distances, Some(None)),
            "ship_to.country",
            "must be a country of ISO 3166-1 (alpha-2), or XK",
        );
        mistakes.refuse()?;
        Ok((lines, distances.flatten()))
    }
}

/// The rules know products, the caller knows positions.
fn unknown_products(items: &[ItemRequest], skus: &[String]) -> Error {
    let errors = items
        .iter()
        .enumerate()
        .filter(|(_, item)| skus.contains(&item.sku))
        .map(|(index, item)| FieldError {
            field: format!("items[{index}].sku"),
            message: format!("there is no product {}", item.sku),
        })
        .collect();
    Error::InvalidRequest(errors)
}
