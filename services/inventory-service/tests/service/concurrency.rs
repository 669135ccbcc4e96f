use std::sync::Arc;

use futures_util::future::join_all;
use reqwest::StatusCode;
use uuid::Uuid;

use crate::support::{Service, with_service};

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

fn count(answers: &[StatusCode], status: StatusCode) -> usize {
    answers.iter().filter(|&&answer| answer == status).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_fifty_pieces_are_sold_fifty_times() {
    with_service(&[], |service| async move {
        leave(&service, "LAP-1003", 50).await;
        let orders = (0..200).map(|_| {
            let service = Arc::clone(&service);
            async move { service.reserve(Uuid::now_v7(), &[("LAP-1003", 1)]).await.0 }
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
