use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::with_service;

fn kinds(movements: &[(String, i32)]) -> Vec<(&str, i32)> {
    movements
        .iter()
        .map(|(kind, quantity)| (kind.as_str(), *quantity))
        .collect()
}

#[tokio::test]
async fn reserve_holds_stock_and_names_prices() {
    with_service(&[], |service| async move {
        let before = service.levels("LAP-1001").await;
        let order_id = Uuid::now_v7();
        let (status, body) = service
            .reserve(
                order_id,
                &[("MON-1002", 2), ("LAP-1001", 1), ("MON-1002", 1)],
            )
            .await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        assert_eq!(body["order_id"], order_id.to_string());
        assert!(body["expires_at"].as_str().unwrap().ends_with('Z'));
        assert_eq!(
            body["items"],
            json!([
                {
                    "sku": "LAP-1001",
                    "name": "Aurora 13 Ultrabook",
                    "quantity": 1,
                    "unit_price": {"amount_minor": 119900, "currency": "EUR"},
                    "allocations": [{"warehouse": "BER", "quantity": 1}],
                },
                {
                    "sku": "MON-1002",
                    "name": "ClearView 27 QHD",
                    "quantity": 3,
                    "unit_price": {"amount_minor": 27900, "currency": "EUR"},
                    "allocations": [{"warehouse": "BER", "quantity": 3}],
                },
            ])
        );
        let after = service.levels("LAP-1001").await;
        assert_eq!(after, (before.0, before.1 + 1, before.2 - 1));
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn reserve_again_answers_the_same() {
    with_service(&[], |service| async move {
        let order_id = Uuid::now_v7();
        let items = [("LAP-1002", 2), ("AUD-1001", 1)];
        let (_, first) = service.reserve(order_id, &items).await;
        let (status, again) = service.reserve(order_id, &items).await;
        assert_eq!((status, &again), (StatusCode::OK, &first));

        service.commit(order_id).await;
        let (status, committed) = service.reserve(order_id, &items).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(committed["items"], first["items"]);
        assert_eq!(committed["status"], "committed");

        let (status, other) = service.reserve(order_id, &[("LAP-1002", 3)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(other["code"], "idempotency_key_reused");
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn a_line_larger_than_any_warehouse_is_split() {
    with_service(&[], |service| async move {
        // 10 in Berlin, 9 in Madrid, 8 in Rotterdam.
        let (status, body) = service.reserve(Uuid::now_v7(), &[("MON-1008", 20)]).await;
        assert_eq!(status, StatusCode::CREATED);
        assert_eq!(
            body["items"][0]["allocations"],
            json!([
                {"warehouse": "BER", "quantity": 10},
                {"warehouse": "MAD", "quantity": 9},
                {"warehouse": "RTM", "quantity": 1},
            ])
        );
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn out_of_stock_names_the_products_and_holds_nothing() {
    with_service(&[], |service| async move {
        let before = service.levels("KEY-1001").await;
        let order_id = Uuid::now_v7();
        let items = [("KEY-1001", 1), ("LAP-1006", 1000), ("MON-1008", 1000)];
        let (status, body) = service.reserve(order_id, &items).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert_eq!(body["code"], "out_of_stock");
        assert_eq!(body["order_id"], order_id.to_string());
        assert_eq!(body["skus"], json!(["LAP-1006", "MON-1008"]));
        assert_eq!(service.levels("KEY-1001").await, before);
        assert_eq!(service.movements_of(order_id).await, []);

        // The refusal left nothing behind that would stand in the way of a smaller order.
        let (status, _) = service.reserve(order_id, &[("KEY-1001", 1)]).await;
        assert_eq!(status, StatusCode::CREATED);
    })
    .await;
}

#[tokio::test]
async fn an_unknown_product_is_an_invalid_item() {
    with_service(&[], |service| async move {
        let items = [("KEY-1001", 1), ("NON-0000", 1)];
        let (status, body) = service.reserve(Uuid::now_v7(), &items).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(body["code"], "invalid_request");
        assert_eq!(body["errors"][0]["field"], "items[1].sku");
    })
    .await;
}

#[tokio::test]
async fn commit_takes_the_goods_once() {
    with_service(&[], |service| async move {
        let before = service.levels("STO-1001").await;
        let order_id = Uuid::now_v7();
        service.reserve(order_id, &[("STO-1001", 4)]).await;
        for _ in 0..2 {
            let (status, body) = service.commit(order_id).await;
            assert_eq!(
                (status, &body["status"]),
                (StatusCode::OK, &json!("committed"))
            );
        }
        let after = service.levels("STO-1001").await;
        assert_eq!(after, (before.0 - 4, before.1, before.2 - 4));
        let movements = service.movements_of(order_id).await;
        assert_eq!(
            kinds(&movements),
            [("reserve", -4), ("release", 4), ("commit", -4)]
        );
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn commit_needs_a_live_reservation() {
    with_service(&[], |service| async move {
        let (status, body) = service.commit(Uuid::now_v7()).await;
        assert_eq!(
            (status, &body["code"]),
            (StatusCode::NOT_FOUND, &json!("not_found"))
        );

        let order_id = Uuid::now_v7();
        service.reserve(order_id, &[("STO-1001", 1)]).await;
        service.release(order_id).await;
        let (status, body) = service.commit(order_id).await;
        assert_eq!(
            (status, &body["code"]),
            (StatusCode::CONFLICT, &json!("conflict"))
        );
        let (status, body) = service.reserve(order_id, &[("STO-1001", 1)]).await;
        assert_eq!(
            (status, &body["code"]),
            (StatusCode::CONFLICT, &json!("conflict"))
        );
    })
    .await;
}

#[tokio::test]
async fn release_gives_back_what_is_held_or_committed_once() {
    with_service(&[], |service| async move {
        let before = service.levels("NET-1003").await;
        for (commit, status, last) in [
            (false, "released", ("release", 5)),
            (true, "returned", ("return", 5)),
        ] {
            let order_id = Uuid::now_v7();
            service.reserve(order_id, &[("NET-1003", 5)]).await;
            if commit {
                service.commit(order_id).await;
            }
            for _ in 0..2 {
                let (code, body) = service.release(order_id).await;
                assert_eq!((code, &body["status"]), (StatusCode::OK, &json!(status)));
            }
            let movements = service.movements_of(order_id).await;
            assert_eq!(kinds(&movements).last(), Some(&last));
            assert_eq!(service.levels("NET-1003").await, before);
        }
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn release_of_an_unknown_order_is_fine() {
    with_service(&[], |service| async move {
        let order_id = Uuid::now_v7();
        let (status, body) = service.release(order_id).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(
            body,
            json!({"order_id": order_id, "status": "none"}) as Value
        );
    })
    .await;
}

#[tokio::test]
async fn the_ledger_cannot_be_rewritten() {
    with_service(&[], |service| async move {
        for statement in [
            "UPDATE stock_movements SET quantity = 1",
            "DELETE FROM stock_movements",
            "TRUNCATE stock_movements",
        ] {
            let result = sqlx::query(statement).execute(&service.pool).await;
            let error = result.expect_err(statement).to_string();
            assert!(error.contains("append-only"), "{error}");
        }
    })
    .await;
}
