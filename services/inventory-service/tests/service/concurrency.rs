use std::{sync::Arc, time::Duration};

use futures_util::future::join_all;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::time::sleep;
use uuid::Uuid;

use crate::support::{Service, eventually, with_service};

/// Leaves `quantity` pieces of a product, through the API.
async fn leave(service: &Service, sku: &str, quantity: i64) {
    let (_, _, available) = service.levels(sku).await;
    let order_id = Uuid::now_v7();
    service
        .reserve(order_id, &[(sku, available - quantity)])
        .await;
    let (status, _) = service.commit(order_id).await;
    assert_eq!(status, StatusCode::OK);
}

/// One of a crowd: whoever waits too long for a connection to the database is told to come again, and
/// does, as order-service would. The order id makes that harmless.
async fn reserve_in_crowd(service: &Service, sku: &str, ship_to: Value) -> StatusCode {
    let body = json!({
        "order_id": Uuid::now_v7(),
        "items": [{"sku": sku, "quantity": 1}],
        "ship_to": ship_to,
    });
    for _ in 0..20 {
        let (status, _) = service.post("/api/v1/inventory/reserve", &body).await;
        if status != StatusCode::SERVICE_UNAVAILABLE {
            return status;
        }
        sleep(Duration::from_secs(1)).await;
    }
    StatusCode::SERVICE_UNAVAILABLE
}

fn count(answers: &[StatusCode], status: StatusCode) -> usize {
    answers.iter().filter(|&&answer| answer == status).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_fifty_pieces_are_sold_fifty_times() {
    with_service(&[], |service| async move {
        leave(&service, "LAP-1003", 50).await;
        let orders = (0..200).map(|_| {
            let service = Arc::clone(&service);
            async move { reserve_in_crowd(&service, "LAP-1003", Value::Null).await }
        });
        let answers = join_all(orders).await;
        assert_eq!(count(&answers, StatusCode::CREATED), 50);
        assert_eq!(count(&answers, StatusCode::CONFLICT), 150);
        let (on_hand, reserved, available) = service.levels("LAP-1003").await;
        assert_eq!((on_hand, reserved, available), (50, 50, 0));
        service.assert_ledger().await;
    })
    .await;
}

/// The same over three warehouses, for customers in different countries: who comes late finds his
/// nearest warehouse empty, and no piece is promised twice or left over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_fifty_pieces_of_three_warehouses_are_sold_fifty_times() {
    with_service(&[], |service| async move {
        let levels = [("BER", 20), ("MAD", 17), ("RTM", 13)];
        service.stock("LAP-1004", levels).await;
        let orders = (0..200).map(|number| {
            let service = Arc::clone(&service);
            async move {
                let country = ["DE", "ES", "NL", "FR"][number % 4];
                reserve_in_crowd(&service, "LAP-1004", json!({"country": country})).await
            }
        });
        let answers = join_all(orders).await;
        assert_eq!(count(&answers, StatusCode::CREATED), 50);
        assert_eq!(count(&answers, StatusCode::CONFLICT), 150);
        let item = service.read("/api/v1/inventory/LAP-1004").await;
        assert_eq!(
            item["warehouses"],
            json!([
                {"warehouse": "BER", "on_hand": 20, "reserved": 20},
                {"warehouse": "MAD", "on_hand": 17, "reserved": 17},
                {"warehouse": "RTM", "on_hand": 13, "reserved": 13},
            ])
        );
        service.assert_ledger().await;
    })
    .await;
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from((self.0 >> 33) % sides as u64).unwrap()
    }
}

/// Everything that changes stock at once, over few products: whatever came of it, the ledger
/// explains every stock row, every hold is an open reservation, and every mark of low stock fits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_random_operations_the_books_balance() {
    const SKUS: [&str; 4] = ["LAP-1006", "MON-1008", "NET-1008", "STO-1009"];
    let soon = [
        "--reservation-ttl-seconds=0.3",
        "--reservation-expiry-interval-seconds=0.1",
    ];
    with_service(&soon, |service| async move {
        let workers = (0..16).map(|worker| {
            let service = Arc::clone(&service);
            async move {
                let mut dice = Dice(worker);
                let mut orders = vec![Uuid::now_v7()];
                for _ in 0..25 {
                    let order_id = orders[dice.roll(orders.len())];
                    let sku = SKUS[dice.roll(4)];
                    let (status, body) = match dice.roll(10) {
                        0..5 => {
                            orders.push(Uuid::now_v7());
                            let (first, second) = (dice.roll(4), dice.roll(4));
                            let quantity = 1 + dice.roll(5) as i64;
                            let items = [(SKUS[first], quantity), (SKUS[second], 1)];
                            service.reserve(orders[orders.len() - 1], &items).await
                        }
                        5..7 => service.commit(order_id).await,
                        7 => service.release(order_id).await,
                        8 => {
                            let warehouse = ["BER", "MAD", "RTM"][dice.roll(3)];
                            let delta = [-3, -2, -1, 1, 2, 3][dice.roll(6)];
                            service.adjust(sku, warehouse, delta).await
                        }
                        _ => {
                            let path = format!("/api/v1/inventory/products/{sku}");
                            let level = dice.roll(40);
                            let body = json!({"reorder_level": level});
                            service.send("admin", Method::PATCH, &path, &body).await
                        }
                    };
                    let known = [200, 201, 404, 409].contains(&status.as_u16());
                    assert!(known, "{status}: {body}");
                }
            }
        });
        join_all(workers).await;
        service.assert_ledger().await;
        eventually("every hold ends", || async {
            let open: i64 =
                sqlx::query_scalar("SELECT count(*) FROM reservations WHERE status = 'reserved'")
                    .fetch_one(&service.pool)
                    .await
                    .unwrap();
            open == 0
        })
        .await;
        service.assert_ledger().await;
        let wrong: Vec<String> = sqlx::query_scalar(
            "SELECT p.sku
             FROM products p
             JOIN stock s USING (sku)
             GROUP BY p.sku
             HAVING sum(s.reserved) <> 0
                 OR (sum(s.on_hand - s.reserved) <= p.reorder_level)
                    <> (p.low_stock_since IS NOT NULL)",
        )
        .fetch_all(&service.pool)
        .await
        .unwrap();
        assert_eq!(wrong, [] as [&str; 0]);
        // What readers are told is what the tables say.
        for sku in SKUS {
            let on_hand: i64 = sqlx::query_scalar("SELECT sum(on_hand) FROM stock WHERE sku = $1")
                .bind(sku)
                .fetch_one(&service.pool)
                .await
                .unwrap();
            assert_eq!(service.levels(sku).await, (on_hand, 0, on_hand));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_order_asked_in_parallel_is_reserved_once() {
    with_service(&[], |service| async move {
        let order_id = Uuid::now_v7();
        let calls = (0..20).map(|_| {
            let service = Arc::clone(&service);
            async move { service.reserve(order_id, &[("AUD-1003", 3)]).await }
        });
        let answers = join_all(calls).await;
        let statuses: Vec<StatusCode> = answers.iter().map(|(status, _)| *status).collect();
        assert_eq!(count(&statuses, StatusCode::CREATED), 1);
        assert_eq!(count(&statuses, StatusCode::OK), 19);
        assert!(answers.iter().all(|(_, body)| *body == answers[0].1));
        assert_eq!(service.movements_of(order_id).await.len(), 1);
        assert_eq!(service.levels("AUD-1003").await.1, 3);
    })
    .await;
}

/// Orders that name the same products in opposite order, being reserved, committed and released at
/// the same time: with a fixed order of locks none is lost to a deadlock.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn opposite_orders_do_not_lock_each_other_out() {
    with_service(&[], |service| async move {
        let there = [("NET-1001", 1), ("NET-1002", 2), ("STO-1003", 1)];
        let back = [("STO-1003", 1), ("NET-1002", 2), ("NET-1001", 1)];
        let lives = (0..40).map(|number| {
            let service = Arc::clone(&service);
            async move {
                let order_id = Uuid::now_v7();
                let items = if number % 2 == 0 { there } else { back };
                let (reserved, _) = service.reserve(order_id, &items).await;
                let (committed, _) = service.commit(order_id).await;
                let (released, _) = service.release(order_id).await;
                (reserved, committed, released)
            }
        });
        for life in join_all(lives).await {
            assert_eq!(life, (StatusCode::CREATED, StatusCode::OK, StatusCode::OK));
        }
        assert_eq!(service.levels("NET-1002").await.1, 0);
        service.assert_ledger().await;
    })
    .await;
}

/// A release and a commit of the same order race: whichever comes first, the books balance.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commit_and_release_at_once_keep_the_books() {
    with_service(&[], |service| async move {
        let before = service.levels("KEY-1005").await;
        let races = (0..20).map(|_| {
            let service = Arc::clone(&service);
            async move {
                let order_id = Uuid::now_v7();
                service.reserve(order_id, &[("KEY-1005", 1)]).await;
                let ((committed, _), (released, _)) =
                    tokio::join!(service.commit(order_id), service.release(order_id));
                assert!(matches!(committed, StatusCode::OK | StatusCode::CONFLICT));
                assert_eq!(released, StatusCode::OK);
            }
        });
        join_all(races).await;
        assert_eq!(service.levels("KEY-1005").await, before);
        service.assert_ledger().await;
    })
    .await;
}
