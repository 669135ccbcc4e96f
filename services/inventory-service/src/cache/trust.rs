//! Whether Redis is asked, and whether its entries are believed.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// How long Redis is left alone after a failure: a request must not wait for each of its timeouts.
const PAUSE: Duration = Duration::from_secs(1);

/// Two moments, in milliseconds since `start`, before which something is not done.
pub(super) struct Trust {
    start: Instant,
    ttl: Duration,
    ask_after: AtomicU64,
    believe_after: AtomicU64,
    failing: AtomicBool,
}

impl Trust {
    /// Entries expire after `ttl`.
    pub(super) fn new(ttl: Duration) -> Self {
        Self {
            start: Instant::now(),
            ttl,
            ask_after: AtomicU64::new(0),
            believe_after: AtomicU64::new(0),
            failing: AtomicBool::new(false),
        }
    }

    /// Whether Redis is asked at all.
    pub(super) fn redis(&self) -> bool {
        self.now() >= self.ask_after.load(Ordering::Acquire)
    }

    /// Whether entries can be believed, and are worth writing.
    pub(super) fn entries(&self) -> bool {
        self.redis() && self.now() >= self.believe_after.load(Ordering::Acquire)
    }

    /// A change that Redis was not told of may have made entries obsolete: they must expire first.
    pub(super) fn doubt_entries(&self) {
        let until = self.now() + milliseconds(self.ttl) + 1;
        self.believe_after.fetch_max(until, Ordering::AcqRel);
    }

    /// Redis failed. After a restart it may hold what it held some time ago, so its entries are
    /// doubted too.
    pub(super) fn lose(&self, error: &redis::RedisError) {
        self.ask_after
            .fetch_max(self.now() + milliseconds(PAUSE), Ordering::AcqRel);
        self.doubt_entries();
        if !self.failing.swap(true, Ordering::AcqRel) {
            tracing::warn!(%error, "Redis does not answer; products are read from the database");
        }
    }

    /// Redis answered.
    pub(super) fn restore(&self) {
        if self.failing.load(Ordering::Acquire) && self.failing.swap(false, Ordering::AcqRel) {
            tracing::info!("Redis answers again");
        }
    }

    fn now(&self) -> u64 {
        milliseconds(self.start.elapsed())
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_stops_asking_and_a_change_unsaid_stops_believing() {
        let trust = Trust::new(Duration::from_secs(60));
        assert!(trust.redis() && trust.entries());
        trust.doubt_entries();
        assert!(trust.redis() && !trust.entries());

        let trust = Trust::new(Duration::from_secs(60));
        trust.lose(&redis::RedisError::from(std::io::Error::other("away")));
        assert!(!trust.redis() && !trust.entries());
    }

    #[test]
    fn entries_are_believed_again_once_the_old_ones_have_expired() {
        let trust = Trust::new(Duration::ZERO);
        trust.doubt_entries();
        assert!(!trust.entries());
        while !trust.entries() {
            assert!(trust.start.elapsed() < Duration::from_secs(10));
            std::hint::spin_loop();
        }
    }
}
