//! The commands behind the cache. Keys start with the name of the database whose contents they
//! repeat:
//!
//! | key                            | value                                          | kept     |
//! | ------------------------------ | ---------------------------------------------- | -------- |
//! | `<db>:generation:<scope>`      | the generation                                 | a day    |
//! | `<db>:changes:<scope>`         | sorted set: announcements by their last moment | so long  |
//! | `<db>:entry:<scope>:<key>`     | the generation, then the JSON                  | the TTL  |

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use redis::{RedisResult, pipe};
use uuid::Uuid;

use super::connection::Connection;

/// Longer than any transaction lives: its statements are limited to 5 s each.
const LONGEST_CHANGE: Duration = Duration::from_secs(60);
/// How long a generation without changes is kept; when it is gone, so are its entries.
const GENERATION_SECONDS: u64 = 86_400;
/// Length of a generation: a UUID without hyphens.
const GENERATION_LENGTH: usize = 32;

/// What a look into the cache found.
pub(super) enum Seen {
    /// The entry, which is right.
    Entry(Bytes),
    /// None; one that is read from the database now belongs to this generation.
    Generation(String),
    /// None, and its scope has no generation.
    NoGeneration,
    /// A change is under way: what is read now may be obsolete at once. The generation, if there is
    /// one, is that of before its end.
    Change(Option<String>),
}

impl Seen {
    /// Tells flights of different generations apart.
    pub(super) fn generation(&self) -> &str {
        match self {
            Self::Generation(generation) | Self::Change(Some(generation)) => generation,
            Self::Entry(_) | Self::NoGeneration | Self::Change(None) => "",
        }
    }
}

impl Connection {
    pub(super) async fn look_up(&self, scope: &str, key: &str) -> RedisResult<Seen> {
        let mut commands = pipe();
        commands
            // First of all: a change that ends in between has replaced the generation before.
            .cmd("ZCOUNT")
            .arg(self.key("changes", scope))
            .arg(now_millis())
            .arg("+inf")
            .cmd("GET")
            .arg(self.key("generation", scope))
            .cmd("GET")
            .arg(self.entry(scope, key));
        let (changes, generation, entry): (u64, Option<String>, Option<Vec<u8>>) =
            self.run(commands).await?;
        if changes > 0 {
            return Ok(Seen::Change(generation));
        }
        let Some(generation) = generation else {
            return Ok(Seen::NoGeneration);
        };
        match entry {
            Some(entry) if entry.starts_with(generation.as_bytes()) => {
                Ok(Seen::Entry(Bytes::from(entry).slice(GENERATION_LENGTH..)))
            }
            _ => Ok(Seen::Generation(generation)),
        }
    }

    /// Writes an entry of the generation that was seen at `looked_at`; it expires one TTL after that
    /// moment, however long the database took.
    pub(super) async fn fill(
        &self,
        scope: &str,
        key: &str,
        generation: &str,
        body: &[u8],
        looked_at: Instant,
    ) -> RedisResult<()> {
        let left = self.ttl.saturating_sub(looked_at.elapsed()).as_millis();
        if left == 0 {
            return Ok(());
        }
        let mut commands = pipe();
        commands
            .cmd("SET")
            .arg(self.entry(scope, key))
            .arg([generation.as_bytes(), body].concat())
            .arg("PX")
            .arg(u64::try_from(left).unwrap_or(u64::MAX))
            .ignore();
        self.run(commands).await
    }

    /// Gives a scope its first generation.
    pub(super) async fn found_generation(&self, scope: &str) -> RedisResult<()> {
        let mut commands = pipe();
        commands
            .cmd("SET")
            .arg(self.key("generation", scope))
            .arg(new_generation())
            .arg("NX")
            .arg("EX")
            .arg(GENERATION_SECONDS)
            .ignore();
        self.run(commands).await
    }

    /// Adds a change under way to each scope. It lasts until the entries of before its commit have
    /// expired, should nobody withdraw it.
    pub(super) async fn announce(&self, scopes: &[String], id: &str) -> RedisResult<()> {
        let now = now_millis();
        let lasts = u64::try_from((LONGEST_CHANGE + self.ttl).as_millis()).unwrap_or(u64::MAX);
        let mut commands = pipe();
        for scope in scopes {
            let changes = self.key("changes", scope);
            commands
                .cmd("ZREMRANGEBYSCORE")
                .arg(&changes)
                .arg("-inf")
                .arg(now)
                .ignore()
                .cmd("ZADD")
                .arg(&changes)
                .arg(now + lasts)
                .arg(id)
                .ignore()
                .cmd("PEXPIRE")
                .arg(&changes)
                .arg(lasts)
                .ignore();
        }
        self.run(commands).await
    }

    /// Gives each scope a new generation, and only then removes the change: in the other order a
    /// reader could see neither.
    pub(super) async fn withdraw(&self, scopes: &[String], id: &str) -> RedisResult<()> {
        let mut commands = pipe();
        for scope in scopes {
            commands
                .cmd("SET")
                .arg(self.key("generation", scope))
                .arg(new_generation())
                .arg("EX")
                .arg(GENERATION_SECONDS)
                .ignore()
                .cmd("ZREM")
                .arg(self.key("changes", scope))
                .arg(id)
                .ignore();
        }
        self.run(commands).await
    }

    fn key(&self, kind: &str, scope: &str) -> String {
        format!("{}:{kind}:{scope}", self.prefix)
    }

    fn entry(&self, scope: &str, key: &str) -> String {
        format!("{}:entry:{scope}:{key}", self.prefix)
    }
}

fn new_generation() -> String {
    Uuid::new_v4().simple().to_string()
}

/// Of the Unix epoch: announcements are compared between processes.
fn now_millis() -> u64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(now.as_millis()).unwrap_or(u64::MAX)
}
