use reqwest::StatusCode;
use serde_json::json;
use uuid::Uuid;

use crate::support::{eventually, with_service};

const OFTEN: &[&str] = &["--reservation-expiry-interval-seconds=0.2"];

#[tokio::test]
async fn an_expired_reservation_gives_its_stock_back_and_may_be_made_again() {
    with_service(OFTEN, |service| async move {
        let before = service.levels("AUD-1007").await;
        let order_id = Uuid::now_v7();
        let (_, first) = service.reserve(order_id, &[("AUD-1007", 2)]).await;
        service.run_out(order_id).await;
        eventually("the stock is back", || async {
            service.levels("AUD-1007").await == before
        })
        .await;
        let reasons: Vec<Option<String>> = sqlx::query_scalar(
            "SELECT reason FROM stock_movements WHERE order_id = $1 ORDER BY id",
        )
        .bind(order_id)
        .fetch_all(&service.pool)
        .await
        .unwrap();
        assert_eq!(reasons, [None, Some("expired".to_owned())]);

        let (status, body) = service.commit(order_id).await;
        assert_eq!(
            (status, &body["code"]),
            (StatusCode::CONFLICT, &json!("conflict"))
        );
        let (status, again) = service.reserve(order_id, &[("AUD-1007", 3)]).await;
        assert_eq!(status, StatusCode::CREATED, "{again}");
        assert_eq!(again["reservation_id"], first["reservation_id"]);
        let (status, _) = service.commit(order_id).await;
        assert_eq!(status, StatusCode::OK);
        service.assert_ledger().await;

        eventually("the job says so", || async {
            let metrics = service.metrics().await;
            metrics.contains("inventory_reservations_total{outcome=\"expired\"} 1")
                && metrics.contains("job_items_total{job_name=\"reservation_expiry\"} 1")
                && metrics
                    .contains("job_last_success_timestamp_seconds{job_name=\"reservation_expiry\"}")
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_committed_reservation_never_expires() {
    with_service(OFTEN, |service| async move {
        let committed = Uuid::now_v7();
        service.reserve(committed, &[("AUD-1008", 1)]).await;
        service.commit(committed).await;
        service.run_out(committed).await;
        let left = Uuid::now_v7();
        service.reserve(left, &[("AUD-1008", 1)]).await;
        service.run_out(left).await;
        // It ran out later, so once it has expired the committed one has had its chance.
        eventually("the other reservation expires", || async {
            service.movements_of(left).await.len() == 2
        })
        .await;
        let status: String =
            sqlx::query_scalar("SELECT status FROM reservations WHERE order_id = $1")
                .bind(committed)
                .fetch_one(&service.pool)
                .await
                .unwrap();
        assert_eq!(status, "committed");
    })
    .await;
}

#[tokio::test]
async fn open_and_overdue_reservations_are_measured() {
    // The job runs at the start, and not again within this test.
    let seldom = ["--reservation-expiry-interval-seconds=600"];
    with_service(&seldom, |service| async move {
        let [committed, left, overdue] = [(); 3].map(|()| Uuid::now_v7());
        for order_id in [committed, left, overdue] {
            service.reserve(order_id, &[("AUD-1009", 1)]).await;
        }
        service.run_out(overdue).await;
        service.commit(committed).await;
        eventually("both are measured", || async {
            service.metric("inventory_reservations_open").await == 2.0
                && service.metric("inventory_reservations_overdue").await == 1.0
        })
        .await;
    })
    .await;
}
