//! Catalogue, stock per warehouse, reservations and the movements ledger.
//!
//! Read [`stock`] for the rules, [`store`] for the SQL, [`http`] for the routes.

pub mod auth;
pub mod config;
pub mod http;
pub mod jobs;
pub mod problem;
pub mod stock;
pub mod store;
pub mod telemetry;
pub mod timestamp;

use std::{sync::Arc, time::Duration};

use tokio::sync::Notify;

/// What every handler and job needs. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub store: store::Store,
    pub tokens: Arc<auth::TokenVerifier>,
    pub metrics: Arc<telemetry::metrics::Metrics>,
    /// How long a reservation holds stock before the expiry job gives it back.
    pub reservation_ttl: Duration,
    /// Rung after each change of stock, so that the stock gauges follow at once.
    pub stock_changed: Arc<Notify>,
}
