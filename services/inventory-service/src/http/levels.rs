//! The stock of staff: the ledger, alerts about low stock, and corrections of a count.

use axum::{
    Json, Router,
    extract::{Path, State, rejection::PathRejection},
    http::HeaderMap,
    response::Response,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    fields::{Mistakes, is_sku},
    idempotency,
    items::{named, no_product},
    json::Body,
    params::{Page, Params},
};
use crate::{
    App,
    auth::{OperatorCaller, StaffCaller},
    problem::Result,
    store::{Adjustment, Alert, LedgerEntry},
};

const MAX_DELTA: i32 = 1_000_000;

pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/inventory/{sku}/movements", get(movements))
        .route("/api/v1/inventory/alerts", get(alerts))
        .route("/api/v1/inventory/adjust", post(adjust))
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
    let sku = named(sku)?;
    if app.store.item(&sku).await?.is_none() {
        return Err(no_product(&sku));
    }
    let entries = app.store.movements(&sku, before, limit + 1).await?;
    Ok(Json(Page::new(entries, limit, |entry| {
        entry.id.to_string()
    })))
}

async fn alerts(
    State(app): State<App>,
    _: StaffCaller,
    params: Params,
) -> Result<Json<Page<Alert>>> {
    let limit = params.limit()?;
    let after = params.cursor(|sku| is_sku(&sku).then_some(sku))?;
    let alerts = app.store.alerts(after.as_deref(), limit + 1).await?;
    Ok(Json(Page::new(alerts, limit, |alert| alert.sku.clone())))
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct AdjustRequest {
    sku: String,
    warehouse: String,
    delta: i64,
    reason: String,
}

/// 201 with the movement.
async fn adjust(
    State(app): State<App>,
    OperatorCaller(caller): OperatorCaller,
    headers: HeaderMap,
    Body(request): Body<AdjustRequest>,
) -> Result<Response> {
    let adjustment = request.adjustment()?;
    let repeatable = idempotency::repeatable(&headers, &caller, "adjust", &request)?;
    let response = app.store.adjust(&adjustment, repeatable.as_ref()).await?;
    if !response.replayed {
        app.stock_changed.notify_one();
        tracing::info!(
            sku = adjustment.sku,
            warehouse = adjustment.warehouse,
            delta = adjustment.delta,
            reason = adjustment.reason,
            user_id = caller.subject,
            "a count was corrected"
        );
    }
    Ok(idempotency::created(response))
}

impl AdjustRequest {
    fn adjustment(&self) -> Result<Adjustment> {
        let mut mistakes = Mistakes::default();
        mistakes.sku("sku", &self.sku);
        mistakes.require(
            self.warehouse.len() <= 16 && self.warehouse.bytes().all(|b| b.is_ascii_uppercase()),
            "warehouse",
            "there is no such warehouse",
        );
        let delta = i32::try_from(self.delta).unwrap_or(0);
        mistakes.require(
            delta != 0 && (-MAX_DELTA..=MAX_DELTA).contains(&delta),
            "delta",
            "must be a whole number from -1000000 to 1000000 other than 0",
        );
        mistakes.text("reason", &self.reason);
        mistakes.refuse()?;
        Ok(Adjustment {
            sku: self.sku.clone(),
            warehouse: self.warehouse.clone(),
            delta,
            reason: self.reason.clone(),
        })
    }
}
