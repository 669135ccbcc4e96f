//! The routes. Each resource has a file that exports its `router()`; this one merges them and adds
//! what every response shares.

mod fields;
mod idempotency;
mod items;
mod json;
mod leftover;
mod levels;
mod observe;
mod params;
mod probes;
mod products;
mod reservations;
pub mod server;

use axum::{Router, extract::DefaultBodyLimit, middleware, response::IntoResponse};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{App, problem::Error};

/// Largest request body: 1 MiB.
const BODY_LIMIT: usize = 1024 * 1024;

/// The whole service.
pub fn router(app: App) -> Router {
    let routes = Router::new()
        .merge(probes::router())
        .merge(items::router())
        .merge(levels::router())
        .merge(products::router())
        .merge(reservations::router());
    wrap(routes, app)
}

/// Gives routes what all of them share: problems for whatever goes wrong, and telemetry.
pub fn wrap(routes: Router<App>, app: App) -> Router {
    routes
        .fallback(|| async { Error::NotFound("there is no such route".to_owned()) })
        .method_not_allowed_fallback(|| async { Error::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::map_request(leftover::read_to_end))
        // The panic hook has logged it by now.
        .layer(CatchPanicLayer::custom(|_| {
            Error::Internal("panic").into_response()
        }))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            observe::observe,
        ))
        .with_state(app)
}
