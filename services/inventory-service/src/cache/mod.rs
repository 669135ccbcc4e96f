//! The read-through cache: answers about products, kept in Redis for a few seconds, and never older
//! than the last change that somebody was told of.
//!
//! What is cached belongs to a scope: one product, or the lists of all of them. In Redis a scope has
//!
//! - a *generation*, a random mark that every change replaces once it has ended. An entry carries the
//!   generation that was read before the database was, and counts only while that still is the
//!   scope's generation. So a slow reader cannot put an old value back: its entry is dead on arrival.
//! - the *changes under way*, announced before the first lock is taken and withdrawn after the commit.
//!   While there is one, readers go to the database. A process that dies between its commit and its
//!   withdrawal leaves the announcement behind, and that outlives every entry of the time before.
//!
//! When Redis does not answer in time the database does. A change that could not be announced
//! may leave old entries behind, so nothing is believed until they must have expired.

mod announcement;
mod commands;
mod connection;
mod trust;

use std::{sync::Arc, time::Instant};

use async_singleflight::DefaultGroup;
use axum::body::Bytes;
use tracing::Instrument;
use uuid::Uuid;

use crate::{
    config::Config,
    problem::{Error, Result},
    telemetry::metrics::Metrics,
};
pub use announcement::Announcement;
use commands::Seen;
use connection::Connection;
use trust::Trust;

/// The JSON of a product or of a page; none when there is no such product.
pub type Answer = Option<Bytes>;

/// What entries belong to, and what a change makes obsolete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The product with this SKU.
    Item(String),
    /// Every page of products: any change of any product may show on it.
    Lists,
}

impl Scope {
    /// The part of the keys that names the scope.
    fn name(&self) -> String {
        match self {
            Self::Item(sku) => format!("item:{sku}"),
            Self::Lists => "lists".to_owned(),
        }
    }
}

/// The cache. Cheap to clone.
#[derive(Clone)]
pub struct Cache {
    connection: Connection,
    trust: Arc<Trust>,
    /// Callers who miss the same entry of the same generation wait for one of them.
    flights: Arc<DefaultGroup<Answer, Error>>,
    metrics: Arc<Metrics>,
}

impl Cache {
    /// Connects with the first request, so that this service starts without Redis.
    ///
    /// # Errors
    /// When no client can be made of the settings.
    pub fn new(config: &Config, metrics: Arc<Metrics>) -> redis::RedisResult<Self> {
        let ttl = config.cache_ttl_seconds.duration();
        Ok(Self {
            connection: Connection::new(config, ttl, Arc::clone(&metrics))?,
            trust: Arc::new(Trust::new(ttl)),
            flights: Arc::default(),
            metrics,
        })
    }

    /// The entry `key` of `scope`, or what `load` gives, which then becomes the entry.
    ///
    /// # Errors
    /// Those of `load`; the cache has none.
    pub async fn read<F>(
        &self,
        scope: Scope,
        key: &str,
        load: impl Fn() -> F + Send + Sync + 'static,
    ) -> Result<Answer>
    where
        F: Future<Output = Result<Answer>> + Send + 'static,
    {
        let looked_at = Instant::now();
        let seen = match self.look_up(&scope, key).await {
            None => {
                self.metrics.cache_request("error");
                return load().await;
            }
            Some(Seen::Entry(body)) => {
                self.metrics.cache_request("hit");
                return Ok(Some(body));
            }
            Some(seen) => seen,
        };
        self.metrics.cache_request("miss");

        // The generation in its name keeps a caller who was told of a change out of a flight that
        // started before the change was over, also while the next change is under way.
        let flight = format!("{}/{}/{key}", scope.name(), seen.generation());
        let (cache, key) = (self.clone(), key.to_owned());
        // In a task of its own: a caller who goes away must not take the flight down with it.
        let flying = tokio::spawn(
            async move {
                let work = async {
                    let answer = load().await?;
                    cache.fill(&scope, &key, &seen, &answer, looked_at).await;
                    Ok(answer)
                };
                match cache.flights.work(&flight, work).await {
                    Err(None) => load().await,
                    Err(Some(error)) => Err(error),
                    Ok(answer) => Ok(answer),
                }
            }
            .in_current_span(),
        );
        flying
            .await
            .map_err(|_| Error::Internal("a read ended early"))?
    }

    async fn look_up(&self, scope: &Scope, key: &str) -> Option<Seen> {
        if !self.trust.entries() {
            return None;
        }
        self.heed(self.connection.look_up(&scope.name(), key).await)
    }

    /// Makes the answer an entry, unless the next reader could not believe it anyway.
    async fn fill(
        &self,
        scope: &Scope,
        key: &str,
        seen: &Seen,
        answer: &Answer,
        looked_at: Instant,
    ) {
        let (Some(body), true) = (answer, self.trust.entries()) else {
            return;
        };
        let scope = scope.name();
        match seen {
            Seen::Generation(generation) => {
                let filled = self
                    .connection
                    .fill(&scope, key, generation, body, looked_at);
                self.heed(filled.await);
            }
            Seen::NoGeneration => {
                self.heed(self.connection.found_generation(&scope).await);
            }
            Seen::Change(_) | Seen::Entry(_) => {}
        }
    }

    /// Says that these scopes are about to change; to be called before the change takes its first
    /// lock. It never fails: without Redis it remembers that it could not be said.
    pub async fn announce(&self, scopes: Vec<Scope>) -> Announcement {
        let names: Vec<String> = scopes.iter().map(Scope::name).collect();
        let id = Uuid::new_v4().simple().to_string();
        let said = if self.trust.redis() {
            let announced = self.connection.announce(&names, &id).await;
            self.heed(announced).is_some()
        } else {
            false
        };
        Announcement::new(self.clone(), names, id, said)
    }

    /// Notes a failure of Redis.
    fn heed<T>(&self, result: redis::RedisResult<T>) -> Option<T> {
        match result {
            Ok(value) => {
                self.trust.restore();
                Some(value)
            }
            Err(error) => {
                self.trust.lose(&error);
                None
            }
        }
    }
}
