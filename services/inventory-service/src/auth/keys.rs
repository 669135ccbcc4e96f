//! The public keys of user-service, cached.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use jsonwebtoken::{
    DecodingKey,
    jwk::{AlgorithmParameters, JwkSet},
};
use opentelemetry::global;
use reqwest::{Client, Url, header::HeaderMap};
use tokio::sync::{Mutex, RwLock};
use tracing::{Instrument, field::Empty};
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::{
    problem::{Error, Result},
    telemetry::{
        exemplars::exemplar,
        labels::ClientLabels,
        metrics::{Metrics, record},
        propagation::HeaderInjector,
    },
};

/// Who is asked, whatever the address.
const PEER: &str = "user-service";
/// Least time between two fetches: a caller with made-up key ids must not flood user-service.
const FETCH_PAUSE: Duration = Duration::from_secs(5);
/// The same while there is no key at all and nobody can be let in.
const FIRST_FETCH_PAUSE: Duration = Duration::from_secs(1);
/// Age at which the keys are read again, so that a withdrawn key stops working.
const MAX_AGE: Duration = Duration::from_secs(600);

pub(super) struct Keys {
    url: Url,
    client: Client,
    metrics: Arc<Metrics>,
    cached: RwLock<Cached>,
    /// Held while fetching: callers that arrive meanwhile wait for the result instead of asking too.
    last_attempt: Mutex<Option<Instant>>,
}

#[derive(Default)]
struct Cached {
    by_id: HashMap<String, DecodingKey>,
    fetched_at: Option<Instant>,
}

impl Keys {
    pub(super) fn new(url: Url, metrics: Arc<Metrics>) -> reqwest::Result<Self> {
        let client = Client::builder()
            .connect_timeout(Duration::from_secs(1))
            .timeout(Duration::from_secs(2))
            .build()?;
        Ok(Self {
            url,
            client,
            metrics,
            cached: RwLock::default(),
            last_attempt: Mutex::default(),
        })
    }

    /// The key `id`, or none when user-service does not publish it.
    ///
    /// # Errors
    /// `DependencyUnavailable` when no key could ever be fetched. Once there are keys, they stay in
    /// use for as long as user-service is away.
    pub(super) async fn find(self: &Arc<Self>, id: &str) -> Result<Option<DecodingKey>> {
        if let Some((key, age)) = self.cached_key(id).await {
            if age > MAX_AGE {
                // The caller does not wait: the old key is good until the new ones are here.
                let keys = Arc::clone(self);
                tokio::spawn(async move { keys.refresh().await });
            }
            return Ok(Some(key));
        }
        self.refresh().await;
        match self.cached_key(id).await {
            Some((key, _)) => Ok(Some(key)),
            None if self.cached.read().await.fetched_at.is_some() => Ok(None),
            None => Err(Error::DependencyUnavailable(
                "the keys that sign tokens cannot be fetched",
            )),
        }
    }

    async fn cached_key(&self, id: &str) -> Option<(DecodingKey, Duration)> {
        let cached = self.cached.read().await;
        let key = cached.by_id.get(id)?.clone();
        Some((key, cached.fetched_at?.elapsed()))
    }

    async fn refresh(&self) {
        let mut last_attempt = self.last_attempt.lock().await;
        let pause = match self.cached.read().await.fetched_at {
            Some(_) => FETCH_PAUSE,
            None => FIRST_FETCH_PAUSE,
        };
        if last_attempt.is_some_and(|at| at.elapsed() < pause) {
            return;
        }
        *last_attempt = Some(Instant::now());
        match self.fetch().await {
            Ok(by_id) => {
                let fetched_at = Some(Instant::now());
                *self.cached.write().await = Cached { by_id, fetched_at };
            }
            Err(error) => tracing::warn!(%error, "the keys that sign tokens were not fetched"),
        }
    }

    async fn fetch(&self) -> reqwest::Result<HashMap<String, DecodingKey>> {
        let span = tracing::info_span!(
            "GET",
            otel.kind = "client",
            http.request.method = "GET",
            http.response.status_code = Empty,
            url.full = %self.url,
            peer.service = PEER,
            server.address = self.url.host_str(),
            server.port = self.url.port_or_known_default(),
            otel.status_code = Empty,
            error.type = Empty,
        );
        let mut headers = HeaderMap::new();
        global::get_text_map_propagator(|propagator| {
            propagator.inject_context(&span.context(), &mut HeaderInjector(&mut headers));
        });

        let started = Instant::now();
        let request = self.client.get(self.url.clone()).headers(headers).send();
        let response = request.instrument(span.clone()).await;
        let status = response.as_ref().ok().map(|response| response.status());
        let labels = ClientLabels {
            server_address: PEER,
            http_request_method: "GET",
            http_response_status_code: status
                .map_or("error".to_owned(), |status| status.as_str().to_owned()),
        };
        record(
            &self.metrics.http_client_request_duration,
            &labels,
            started.elapsed(),
            exemplar(&span),
        );
        if let Some(status) = status {
            span.record("http.response.status_code", status.as_u16());
        }

        let read = async { response?.error_for_status()?.json::<JwkSet>().await };
        match read.instrument(span.clone()).await {
            Ok(set) => Ok(usable(&set)),
            Err(error) => {
                span.record("otel.status_code", "ERROR");
                span.record("error.type", "jwks_fetch");
                Err(error)
            }
        }
    }
}

/// The RSA keys that have an id; anything else cannot verify an RS256 token.
fn usable(set: &JwkSet) -> HashMap<String, DecodingKey> {
    set.keys
        .iter()
        .filter(|jwk| matches!(jwk.algorithm, AlgorithmParameters::RSA(_)))
        .filter_map(|jwk| {
            let id = jwk.common.key_id.clone()?;
            Some((id, DecodingKey::from_jwk(jwk).ok()?))
        })
        .collect()
}
