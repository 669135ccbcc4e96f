//! A running service with a database of its own.

use std::{sync::Arc, time::Duration};

use clap::Parser;
use inventory_service::{
    App, auth::TokenVerifier, cache::Cache, config::Config, http, jobs, store::Store,
    telemetry::metrics::Metrics,
};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::{
    net::TcpListener,
    sync::{Notify, oneshot, watch},
    time::{Instant, sleep},
};
use uuid::Uuid;

use crate::{
    database::Database,
    environment, observability,
    tokens::{Users, token},
};

/// The service under test and what a test needs around it.
pub struct Service {
    pub url: String,
    pub client: Client,
    /// For looking behind the API.
    pub pool: PgPool,
    pub users: Users,
    pub app: App,
    pub database: Arc<Database>,
}

/// Runs `test` against a fresh service, and removes everything however it ends.
pub async fn with_service<F>(settings: &[&str], test: impl FnOnce(Arc<Service>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let database = Arc::new(Database::create().await);
    let users = Users::start().await;
    let mut arguments = vec!["inventory-service".to_owned()];
    let mut defaults = database.settings();
    defaults.extend(environment::settings(&database));
    defaults.push(("JWKS_URL", users.jwks_url.clone()));
    for (variable, value) in defaults {
        let argument = format!("--{}=", variable.to_lowercase().replace('_', "-"));
        if !settings
            .iter()
            .any(|setting| setting.starts_with(&argument))
        {
            arguments.push(format!("{argument}{value}"));
        }
    }
    arguments.extend(settings.iter().map(|&setting| setting.to_owned()));
    let config = Config::parse_from(arguments);
    observability::install(&config);

    let app = open(&config).await;
    let (stop_jobs, jobs_stop) = watch::channel(());
    let mut jobs = jobs::start(&app, &config, &jobs_stop);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(http::server::serve(
        listener,
        http::router(app.clone()),
        async { drop(stopped.await) },
    ));

    let pool = PgPool::connect_with(database.options()).await.unwrap();
    let service = Arc::new(Service {
        url,
        client: Client::new(),
        pool: pool.clone(),
        database: Arc::clone(&database),
        users,
        app: app.clone(),
    });
    let outcome = tokio::spawn(test(service)).await;

    drop((stop, stop_jobs));
    server.await.unwrap();
    while jobs.join_next().await.is_some() {}
    app.store.close().await;
    pool.close().await;
    environment::remove(&database).await;
    database.remove().await;
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
}

async fn open(config: &Config) -> App {
    let metrics = Arc::new(Metrics::new());
    let tokens = TokenVerifier::new(config.jwks_url.clone(), Arc::clone(&metrics)).unwrap();
    let cache = Cache::new(config, Arc::clone(&metrics)).unwrap();
    App {
        store: Store::open(config, cache.clone(), Arc::clone(&metrics))
            .await
            .unwrap(),
        cache,
        tokens: Arc::new(tokens),
        metrics,
        reservation_ttl: config.reservation_ttl_seconds.duration(),
        stock_changed: Arc::new(Notify::new()),
    }
}

impl Service {
    /// A request without a token.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// What a caller with `role` reads.
    pub async fn get(&self, role: &str, path: &str) -> Response {
        let request = self.request(Method::GET, path);
        request.bearer_auth(token(&[role])).send().await.unwrap()
    }

    /// The JSON that an operator reads.
    pub async fn read(&self, path: &str) -> Value {
        let response = self.get("operator", path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.unwrap()
    }

    /// What order-service posts.
    pub async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        self.send("service", Method::POST, path, body).await
    }

    /// What a caller with `role` sends.
    pub async fn send(
        &self,
        role: &str,
        method: Method,
        path: &str,
        body: &Value,
    ) -> (StatusCode, Value) {
        let request = self.request(method, path).bearer_auth(token(&[role]));
        let response = request.json(body).send().await.unwrap();
        let status = response.status();
        (status, response.json().await.unwrap())
    }

    /// A corrected count.
    pub async fn adjust(&self, sku: &str, warehouse: &str, delta: i64) -> (StatusCode, Value) {
        let body = json!({"sku": sku, "warehouse": warehouse, "delta": delta, "reason": "a test"});
        let path = "/api/v1/inventory/adjust";
        self.send("operator", Method::POST, path, &body).await
    }

    /// Puts exactly so many pieces into the three warehouses; none may be reserved.
    pub async fn stock(&self, sku: &str, wanted: [(&str, i64); 3]) {
        let item = self.read(&format!("/api/v1/inventory/{sku}")).await;
        for (warehouse, wanted) in wanted {
            let levels = item["warehouses"].as_array().unwrap();
            let level = levels.iter().find(|level| level["warehouse"] == warehouse);
            let delta = wanted - level.unwrap()["on_hand"].as_i64().unwrap();
            if delta != 0 {
                let (status, body) = self.adjust(sku, warehouse, delta).await;
                assert_eq!(status, StatusCode::CREATED, "{body}");
            }
        }
    }

    pub async fn reserve(&self, order_id: Uuid, items: &[(&str, i64)]) -> (StatusCode, Value) {
        let items: Vec<Value> = items
            .iter()
            .map(|(sku, quantity)| json!({"sku": sku, "quantity": quantity}))
            .collect();
        let body = json!({"order_id": order_id, "items": items});
        self.post("/api/v1/inventory/reserve", &body).await
    }

    pub async fn commit(&self, order_id: Uuid) -> (StatusCode, Value) {
        let body = json!({"order_id": order_id});
        self.post("/api/v1/inventory/commit", &body).await
    }

    pub async fn release(&self, order_id: Uuid) -> (StatusCode, Value) {
        let body = json!({"order_id": order_id});
        self.post("/api/v1/inventory/release", &body).await
    }

    /// Lets the hold of an order run out now.
    pub async fn run_out(&self, order_id: Uuid) {
        let query =
            "UPDATE reservations SET expires_at = now() - interval '1 s' WHERE order_id = $1";
        let done = sqlx::query(query).bind(order_id).execute(&self.pool).await;
        assert_eq!(done.unwrap().rows_affected(), 1);
    }

    /// (on hand, reserved, available) of a product.
    pub async fn levels(&self, sku: &str) -> (i64, i64, i64) {
        let item = self.read(&format!("/api/v1/inventory/{sku}")).await;
        let number = |name: &str| item[name].as_i64().unwrap();
        (number("on_hand"), number("reserved"), number("available"))
    }

    pub async fn metrics(&self) -> String {
        let request = self.request(Method::GET, "/metrics");
        request.send().await.unwrap().text().await.unwrap()
    }

    /// The value of a metric without labels, or with all of them as they are written.
    pub async fn metric(&self, name: &str) -> f64 {
        let metrics = self.metrics().await;
        let value = metrics
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value
            .unwrap_or_else(|| panic!("no {name}"))
            .parse()
            .unwrap()
    }

    /// Every stock row equals what its ledger adds up to.
    pub async fn assert_ledger(&self) {
        let wrong: Vec<(String, String)> = sqlx::query_as(
            "SELECT s.sku, s.warehouse
             FROM stock s
             LEFT JOIN stock_movements m USING (sku, warehouse)
             GROUP BY s.sku, s.warehouse, s.on_hand, s.reserved
             HAVING s.on_hand - s.reserved <> coalesce(sum(m.quantity), 0)
                 OR s.on_hand <> coalesce(sum(m.quantity)
                    FILTER (WHERE m.kind IN ('receipt', 'return', 'commit', 'adjust')), 0)
                 OR s.reserved <> -coalesce(sum(m.quantity)
                    FILTER (WHERE m.kind IN ('reserve', 'release')), 0)",
        )
        .fetch_all(&self.pool)
        .await
        .unwrap();
        assert!(wrong.is_empty(), "stock and ledger differ: {wrong:?}");
    }

    /// The kinds of the movements of an order in the order of their ids, with their quantities.
    pub async fn movements_of(&self, order_id: Uuid) -> Vec<(String, i32)> {
        sqlx::query_as("SELECT kind, quantity FROM stock_movements WHERE order_id = $1 ORDER BY id")
            .bind(order_id)
            .fetch_all(&self.pool)
            .await
            .unwrap()
    }
}

/// Polls until `condition` holds; fails after 10 s.
pub async fn eventually<F: Future<Output = bool>>(what: &str, condition: impl Fn() -> F) {
    let end = Instant::now() + Duration::from_secs(10);
    while !condition().await {
        assert!(Instant::now() < end, "not within 10 s: {what}");
        sleep(Duration::from_millis(50)).await;
    }
}
