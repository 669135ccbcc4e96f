//! `GET /health`, `GET /ready`, `GET /metrics`, `GET /openapi.yaml`: for the platform, without a token
//! and untraced.

use std::time::Duration;

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::json;

use crate::App;

const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const CLASSIC_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The description of this API, as it was when the program was built.
const OPENAPI: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../contracts/openapi/inventory-service.yaml"
));

/// What is neither traced nor measured.
pub const ROUTES: [&str; 4] = ["/health", "/ready", "/metrics", "/openapi.yaml"];

pub fn router() -> Router<App> {
    Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .route("/openapi.yaml", get(openapi))
}

/// The process answers; no dependency is asked.
async fn health() -> Response {
    Json(json!({"status": "ok"})).into_response()
}

async fn openapi() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/yaml"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, OPENAPI).into_response()
}

/// The database answers, or the reason why it does not. Redis and RabbitMQ may be away.
async fn ready(State(app): State<App>) -> Response {
    let answer = tokio::time::timeout(Duration::from_secs(1), app.store.ping()).await;
    let reason = match answer {
        Ok(Ok(())) => {
            let body = json!({"status": "ready", "checks": {"postgres": "ok"}});
            return Json(body).into_response();
        }
        Ok(Err(sqlx::Error::Database(_))) => "refuses statements",
        Ok(Err(_)) => "no connection",
        Err(_) => "no answer within 1 s",
    };
    let body = json!({"status": "unavailable", "checks": {"postgres": reason}});
    (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
}

/// OpenMetrics with exemplars for those who ask for it, else the classic text format.
async fn metrics(State(app): State<App>, headers: HeaderMap) -> Response {
    app.store.measure_pool();
    let wants_openmetrics = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("application/openmetrics-text"));
    let (content_type, page) = if wants_openmetrics {
        (OPENMETRICS, app.metrics.openmetrics())
    } else {
        (CLASSIC_TEXT, app.metrics.classic_text())
    };
    ([(header::CONTENT_TYPE, content_type)], page).into_response()
}
