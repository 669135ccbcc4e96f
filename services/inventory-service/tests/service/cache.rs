//! The cache: what it answers, and what it never answers.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::body::Bytes;
use futures_util::future::join_all;
use inventory_service::{
    cache::{Answer, Cache, Scope},
    problem::Result,
};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tokio::{
    sync::{Barrier, Semaphore},
    task::JoinHandle,
    time::{Instant, timeout},
};
use uuid::Uuid;

use crate::{
    environment::{keys, redis, variable},
    proxy::{Line, Proxy},
    support::{Service, eventually, with_service},
};

const SKU: &str = "KEY-1003";
const ITEM: &str = "/api/v1/inventory/KEY-1003";
/// Far more than any answer takes.
const PATIENCE: Duration = Duration::from_secs(10);

async fn requests(service: &Service) -> [f64; 3] {
    let mut found = [0.0; 3];
    for (index, result) in ["hit", "miss", "error"].into_iter().enumerate() {
        let name = format!("inventory_cache_requests_total{{result=\"{result}\"}}");
        found[index] = service.metric(&name).await;
    }
    found
}

/// Reads until the entry is there.
async fn warm(service: &Service, path: &str) {
    eventually("an answer from the cache", || async {
        let before = requests(service).await;
        service.read(path).await;
        requests(service).await[0] > before[0]
    })
    .await;
}

#[tokio::test]
async fn products_and_pages_are_answered_from_the_cache_until_they_change() {
    with_service(&["--cache-ttl-seconds=600"], |service| async move {
        let page = "/api/v1/inventory?category=keyboards&limit=5";
        for path in [ITEM, page] {
            warm(&service, path).await;
            let from_database = service.read(path).await;
            // Nobody told the cache, so this proves that the answer comes from it.
            sqlx::query("UPDATE products SET name = name || '!' WHERE sku = $1")
                .bind(SKU)
                .execute(&service.pool)
                .await
                .unwrap();
            assert_eq!(service.read(path).await, from_database);
            let order_id = Uuid::now_v7();
            service.reserve(order_id, &[(SKU, 1)]).await;
            let after = service.read(path).await;
            assert!(after.to_string().contains('!'), "{after}");
        }
        for entry in keys(&service.database, "entry").await {
            let left: i64 = redis::cmd("TTL")
                .arg(&entry)
                .query_async(&mut redis().await)
                .await
                .unwrap();
            assert!((1..=600).contains(&left), "{entry} lives for {left} s");
        }
        let [hits, misses, errors] = requests(&service).await;
        assert!(hits >= 4.0 && misses >= 4.0 && errors == 0.0);
    })
    .await;
}

/// Each kind of change is seen by the next reader, from an entry that was there before it.
#[tokio::test]
async fn every_change_is_seen_by_the_next_reader() {
    let settings = [
        "--cache-ttl-seconds=600",
        "--reservation-expiry-interval-seconds=0.1",
    ];
    with_service(&settings, |service| async move {
        let start = service.levels(SKU).await.2;
        let (kept, expiring) = (Uuid::now_v7(), Uuid::now_v7());
        warm(&service, ITEM).await;
        service.reserve(kept, &[(SKU, 10)]).await;
        assert_eq!(service.levels(SKU).await.2, start - 10);
        warm(&service, ITEM).await;
        service.commit(kept).await;
        assert_eq!(service.levels(SKU).await, (start - 10, 0, start - 10));
        warm(&service, ITEM).await;
        service.release(kept).await;
        assert_eq!(service.levels(SKU).await, (start, 0, start));
        warm(&service, ITEM).await;
        service.adjust(SKU, "RTM", 4).await;
        assert_eq!(service.levels(SKU).await.2, start + 4);
        service.reserve(expiring, &[(SKU, 4)]).await;
        warm(&service, ITEM).await;
        service.run_out(expiring).await;
        eventually("the expired hold is gone from the answer", || async {
            service.levels(SKU).await.1 == 0
        })
        .await;
    })
    .await;
}

/// The race that a plain invalidation loses: a reader has read the database, then the product
/// changes, then the reader writes its entry.
#[tokio::test]
async fn a_slow_reader_does_not_put_the_old_value_back() {
    with_service(&["--cache-ttl-seconds=600"], |service| async move {
        warm(&service, ITEM).await;
        let old = service.levels(SKU).await.2;
        let slow = SlowReader::start(&service.app.cache).await;
        service.reserve(Uuid::now_v7(), &[(SKU, 1)]).await;
        assert_eq!(service.levels(SKU).await.2, old - 1);

        // A reader who comes now was told of the change: the old flight is not for him.
        assert_eq!(read_past(&service.app.cache).await, "new");
        assert_eq!(slow.finish().await, "old");
        assert_eq!(read_past(&service.app.cache).await, "new");
    })
    .await;
}

/// The same while one change follows another, so that each reader sees one under way.
#[tokio::test]
async fn a_reader_during_a_change_does_not_join_one_from_before_the_last() {
    with_service(&[], |service| async move {
        warm(&service, ITEM).await;
        let cache = &service.app.cache;
        let mut first = cache.announce(vec![Scope::Item(SKU.to_owned())]).await;
        let slow = SlowReader::start(cache).await;
        first.commit_starts();
        first.withdraw().await;
        let second = cache.announce(vec![Scope::Item(SKU.to_owned())]).await;
        assert_eq!(read_past(cache).await, "new");
        assert_eq!(slow.finish().await, "old");
        second.withdraw().await;
    })
    .await;
}

/// One who has read the database and takes his time. His entry is of the product, under a key of the
/// test.
struct SlowReader {
    may_write: Arc<Semaphore>,
    reading: JoinHandle<Result<Answer>>,
}

impl SlowReader {
    /// Returns when he has read.
    async fn start(cache: &Cache) -> Self {
        let (has_read, may_write) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let load = {
            let (has_read, may_write) = (Arc::clone(&has_read), Arc::clone(&may_write));
            move || {
                let (has_read, may_write) = (Arc::clone(&has_read), Arc::clone(&may_write));
                async move {
                    has_read.add_permits(1);
                    may_write.acquire().await.unwrap().forget();
                    Ok(Some(Bytes::from_static(b"old")))
                }
            }
        };
        let (cache, scope) = (cache.clone(), Scope::Item(SKU.to_owned()));
        let reading = tokio::spawn(async move { cache.read(scope, "slow", load).await });
        has_read.acquire().await.unwrap().forget();
        Self { may_write, reading }
    }

    async fn finish(self) -> Bytes {
        self.may_write.add_permits(1);
        self.reading.await.unwrap().unwrap().unwrap()
    }
}

/// Reads the slow reader's entry without waiting for him.
async fn read_past(cache: &Cache) -> Bytes {
    let fresh = || async { Ok(Some(Bytes::from_static(b"new"))) };
    let scope = Scope::Item(SKU.to_owned());
    let answer = timeout(PATIENCE, cache.read(scope, "slow", fresh)).await;
    let answer = answer.expect("he waits for the slow reader");
    answer.unwrap().unwrap()
}

/// Readers and writers at full speed: nobody who was told of a change, or who has seen it, reads a
/// value from before it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_reader_goes_back_in_time() {
    with_service(&[], |service| async move {
        let done = Arc::new(AtomicBool::new(false));
        let written = Arc::new(AtomicUsize::new(0));
        let start = service.levels(SKU).await.0;
        let readers = (0..4).map(|reader| {
            let service = Arc::clone(&service);
            let (done, written) = (Arc::clone(&done), Arc::clone(&written));
            async move {
                let path = if reader % 2 == 0 {
                    ITEM
                } else {
                    "/api/v1/inventory?q=KEY-1003"
                };
                let mut seen = start;
                while !done.load(Ordering::Acquire) {
                    let told = start + written.load(Ordering::Acquire) as i64;
                    let answer = service.read(path).await;
                    let item = answer.get("items").map_or(&answer, |items| &items[0]);
                    let now = item["on_hand"].as_i64().unwrap();
                    assert!(now >= told, "{now} after a change to {told}");
                    assert!(now >= seen, "{now} after {seen} was seen");
                    seen = now;
                }
            }
        });
        let writer = async {
            for _ in 0..150 {
                let (status, _) = service.adjust(SKU, "BER", 1).await;
                assert_eq!(status, StatusCode::CREATED);
                written.fetch_add(1, Ordering::AcqRel);
            }
            done.store(true, Ordering::Release);
        };
        tokio::join!(join_all(readers), writer);
        let [hits, misses, errors] = requests(&service).await;
        assert!(
            hits > 0.0 && misses > 0.0 && errors == 0.0,
            "{hits} {misses} {errors}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_miss_at_once_ask_the_database_once() {
    with_service(&[], |service| async move {
        warm(&service, ITEM).await;
        let loads = Arc::new(AtomicUsize::new(0));
        let (crowd, gate) = (Arc::new(Barrier::new(50)), Arc::new(Semaphore::new(0)));
        let readers = (0..50).map(|_| {
            let cache = service.app.cache.clone();
            let (loads, gate, crowd) = (Arc::clone(&loads), Arc::clone(&gate), Arc::clone(&crowd));
            let load = move || {
                loads.fetch_add(1, Ordering::AcqRel);
                let gate = Arc::clone(&gate);
                async move {
                    gate.acquire().await.unwrap().forget();
                    Ok(Some(Bytes::from_static(b"1")))
                }
            };
            tokio::spawn(async move {
                crowd.wait().await;
                cache.read(Scope::Item(SKU.to_owned()), "crowd", load).await
            })
        });
        let readers: Vec<_> = readers.collect();
        eventually("all of them have missed", || async {
            requests(&service).await[1] >= 50.0
        })
        .await;
        // Enough for everybody, so that a second load would be counted and not hang.
        gate.add_permits(50);
        for reader in readers {
            let answer = reader.await.unwrap().unwrap();
            assert_eq!(answer.unwrap(), Bytes::from_static(b"1"));
        }
        // Who missed just before the entry was written may still fly alone.
        let loads = loads.load(Ordering::Acquire);
        assert!(loads <= 3, "{loads} loads");
    })
    .await;
}

/// A process that dies after its commit leaves its announcement behind: readers go to the database
/// for as long as an old entry could live.
#[tokio::test]
async fn a_change_that_nobody_withdraws_keeps_readers_away() {
    with_service(&["--cache-ttl-seconds=600"], |service| async move {
        warm(&service, ITEM).await;
        let scopes = vec![Scope::Item(SKU.to_owned()), Scope::Lists];
        let mut announcement = service.app.cache.announce(scopes).await;
        announcement.commit_starts();
        drop(announcement);
        sqlx::query("UPDATE products SET name = 'Changed behind the back' WHERE sku = $1")
            .bind(SKU)
            .execute(&service.pool)
            .await
            .unwrap();
        for _ in 0..3 {
            assert_eq!(service.read(ITEM).await["name"], "Changed behind the back");
        }
        for changes in keys(&service.database, "changes").await {
            let left: i64 = redis::cmd("TTL")
                .arg(&changes)
                .query_async(&mut redis().await)
                .await
                .unwrap();
            assert!((600..=660).contains(&left), "{changes} lives for {left} s");
        }
        assert_eq!(keys(&service.database, "changes").await.len(), 2);
    })
    .await;
}

/// A refused change changes nothing, so its announcement ends with it.
#[tokio::test]
async fn a_refused_change_does_not_keep_readers_away() {
    with_service(&[], |service| async move {
        let (status, _) = service.reserve(Uuid::now_v7(), &[(SKU, 900_000)]).await;
        assert_eq!(status, StatusCode::CONFLICT);
        warm(&service, ITEM).await;
    })
    .await;
}

#[tokio::test]
async fn an_empty_redis_is_filled_again() {
    with_service(&[], |service| async move {
        warm(&service, ITEM).await;
        for kind in ["entry", "generation"] {
            let keys = keys(&service.database, kind).await;
            let _: i64 = redis::cmd("DEL")
                .arg(keys)
                .query_async(&mut redis().await)
                .await
                .unwrap();
            warm(&service, ITEM).await;
        }
    })
    .await;
}

#[tokio::test]
async fn without_redis_the_database_answers_soon_and_rightly() {
    let proxy = Proxy::start(&variable("TEST_REDIS_URL")).await;
    let url = format!("--redis-url={}", proxy.url);
    let settings = [
        url.as_str(),
        "--cache-ttl-seconds=1",
        "--cache-timeout-seconds=0.5",
    ];
    with_service(&settings, |service| async move {
        for line in [Line::Down, Line::Silent] {
            warm(&service, ITEM).await;
            let before = service.levels(SKU).await.2;
            proxy.set(line);
            let started = Instant::now();
            let (status, _) = service.reserve(Uuid::now_v7(), &[(SKU, 1)]).await;
            assert_eq!(status, StatusCode::CREATED);
            for _ in 0..20 {
                assert_eq!(service.levels(SKU).await.2, before - 1, "{line:?}");
            }
            let took = started.elapsed();
            // Not every request waits for the timeout: that would be 10 s.
            assert!(took < Duration::from_secs(5), "{took:?} {line:?}");
            assert!(requests(&service).await[2] > 0.0);
            let ready = service.request(Method::GET, "/ready").send().await.unwrap();
            assert_eq!(ready.status(), StatusCode::OK);

            // Redis comes back with the entry from before the change, which nobody may believe.
            proxy.set(Line::Up);
            assert_eq!(service.levels(SKU).await.2, before - 1, "{line:?}");
        }
        warm(&service, ITEM).await;
    })
    .await;
}

#[tokio::test]
async fn reservations_are_made_from_the_database_alone() {
    with_service(&["--cache-ttl-seconds=600"], |service| async move {
        warm(&service, ITEM).await;
        // The cache says that there is plenty, and an old price.
        sqlx::query("UPDATE stock SET on_hand = 0 WHERE sku = $1")
            .bind(SKU)
            .execute(&service.pool)
            .await
            .unwrap();
        let (status, body) = service.reserve(Uuid::now_v7(), &[(SKU, 1)]).await;
        assert_eq!(
            (status, &body["skus"]),
            (StatusCode::CONFLICT, &json!([SKU]))
        );
    })
    .await;
}
