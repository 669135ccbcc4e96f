//! Catalogue, stock per warehouse, reservations and the movements ledger.
//!
//! Read [`stock`] for the rules, [`store`] for the SQL, [`cache`] for what is kept in Redis, [`http`]
//! for the routes, [`jobs`] for what happens without a request.

pub mod auth;
pub mod broker;
pub mod cache;
pub mod config;
pub mod events;
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
    /// For reading products; what changes them tells it through the store.
    pub cache: cache::Cache,
    pub tokens: Arc<auth::TokenVerifier>,
    pub metrics: Arc<telemetry::metrics::Metrics>,
    /// How long a reservation holds stock before the expiry job gives it back.
    pub reservation_ttl: Duration,
    /// Rung after each change of stock, so that the stock gauges follow at once.
    pub stock_changed: Arc<Notify>,
}
