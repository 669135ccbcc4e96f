//! Corrections of a count.

use std::sync::Arc;

use futures_util::future::join_all;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    support::{Service, eventually, with_service},
    tokens::token,
};

const ADJUST: &str = "/api/v1/inventory/adjust";

async fn adjust_as(service: &Service, token: &str, key: &str, delta: i64) -> Response {
    let body =
        json!({"sku": "KEY-1001", "warehouse": "RTM", "delta": delta, "reason": "stocktaking"});
    let request = service.request(Method::POST, ADJUST);
    let request = request.bearer_auth(token).header("Idempotency-Key", key);
    request.json(&body).send().await.unwrap()
}

#[tokio::test]
async fn a_corrected_count_is_a_movement() {
    with_service(&[], |service| async move {
        let before = service.levels("LAP-1001").await;
        let (status, movement) = service.adjust("LAP-1001", "MAD", -3).await;
        assert_eq!(status, StatusCode::CREATED, "{movement}");
        assert_eq!(movement["kind"], "adjust");
        assert_eq!(movement["quantity"], -3);
        assert_eq!(movement["warehouse"], "MAD");
        assert_eq!(movement["reason"], "a test");
        assert!(movement.get("order_id").is_none());

        let page = service
            .read("/api/v1/inventory/LAP-1001/movements?limit=1")
            .await;
        assert_eq!(page["items"][0], movement);
        let after = service.levels("LAP-1001").await;
        assert_eq!(after, (before.0 - 3, before.1, before.2 - 3));
        service.adjust("LAP-1001", "MAD", 3).await;
        assert_eq!(service.levels("LAP-1001").await, before);
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn what_orders_hold_cannot_be_taken_away() {
    with_service(&[], |service| async move {
        service
            .stock("STO-1002", [("BER", 5), ("MAD", 0), ("RTM", 0)])
            .await;
        service.reserve(Uuid::now_v7(), &[("STO-1002", 2)]).await;
        for (warehouse, delta) in [("BER", -4), ("BER", -6), ("MAD", -1)] {
            let (status, body) = service.adjust("STO-1002", warehouse, delta).await;
            assert_eq!(
                (status, &body["code"]),
                (StatusCode::CONFLICT, &json!("conflict"))
            );
        }
        let (status, _) = service.adjust("STO-1002", "BER", -3).await;
        assert_eq!(status, StatusCode::CREATED);
        assert_eq!(service.levels("STO-1002").await, (2, 2, 0));
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn only_people_who_work_here_may_correct_a_count() {
    with_service(&[], |service| async move {
        for (role, status) in [
            ("customer", StatusCode::FORBIDDEN),
            ("service", StatusCode::FORBIDDEN),
            ("operator", StatusCode::CREATED),
            ("admin", StatusCode::CREATED),
        ] {
            let key = Uuid::new_v4().to_string();
            let response = adjust_as(&service, &token(&[role]), &key, 1).await;
            assert_eq!(response.status(), status, "{role}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_wrong_correction_names_the_field_and_changes_nothing() {
    with_service(&[], |service| async move {
        let right = json!({"sku": "KEY-1001", "warehouse": "RTM", "delta": 1, "reason": "found"});
        for (field, value) in [
            ("sku", json!("NON-0000")),
            ("sku", json!("key-1001")),
            ("sku", json!("A".repeat(65))),
            ("warehouse", json!("XYZ")),
            ("warehouse", json!("\u{0}")),
            ("delta", json!(0)),
            ("delta", json!(1_000_001)),
            ("delta", json!(1e30)),
            ("delta", json!(1.5)),
            ("delta", json!(1.0)),
            ("delta", json!("1")),
            ("delta", json!(true)),
            ("delta", Value::Null),
            ("reason", json!("")),
            ("reason", json!(" padded")),
            ("reason", json!("a\u{0}b")),
            ("reason", json!("x".repeat(201))),
            ("color", json!(1)),
        ] {
            let mut body = right.clone();
            body[field] = value.clone();
            let (status, answer) = service.send("admin", Method::POST, ADJUST, &body).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{field} {value}");
            assert_eq!(answer["errors"][0]["field"], field, "{value}");
        }
        let mut readable = right.clone();
        readable["reason"] = json!("مرحبا 📦 counted again");
        let (status, movement) = service.send("admin", Method::POST, ADJUST, &readable).await;
        assert_eq!(status, StatusCode::CREATED);
        assert_eq!(movement["reason"], readable["reason"]);
        let rows: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM stock_movements WHERE kind = 'adjust' AND sku = 'KEY-1001'",
        )
        .fetch_one(&service.pool)
        .await
        .unwrap();
        assert_eq!(rows, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_makes_twenty_requests_one_correction() {
    with_service(&[], |service| async move {
        let before = service.levels("KEY-1001").await;
        let (token, key) = (token(&["operator"]), Uuid::new_v4().to_string());
        let requests = (0..20).map(|_| {
            let (service, token, key) = (Arc::clone(&service), token.clone(), key.clone());
            async move {
                let response = adjust_as(&service, &token, &key, 5).await;
                assert_eq!(response.status(), StatusCode::CREATED);
                let replayed = response.headers().contains_key("idempotent-replayed");
                (replayed, response.text().await.unwrap())
            }
        });
        let answers = join_all(requests).await;
        assert!(answers.iter().all(|(_, body)| *body == answers[0].1));
        let first = answers.iter().filter(|(replayed, _)| !replayed);
        assert_eq!(first.count(), 1);
        assert_eq!(service.levels("KEY-1001").await.0, before.0 + 5);

        let other = adjust_as(&service, &token, &key, 6).await;
        assert_eq!(other.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let body: Value = other.json().await.unwrap();
        assert_eq!(body["code"], "idempotency_key_reused");
        assert_eq!(service.levels("KEY-1001").await.0, before.0 + 5);
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn keys_belong_to_their_caller_and_a_refusal_does_not_use_one_up() {
    with_service(&[], |service| async move {
        let key = "the-same-key";
        let (one, other) = (token(&["operator"]), token(&["operator"]));
        let refused = adjust_as(&service, &one, key, -1_000_000).await;
        assert_eq!(refused.status(), StatusCode::CONFLICT);
        for token in [&one, &other] {
            let response = adjust_as(&service, token, key, 1).await;
            assert_eq!(response.status(), StatusCode::CREATED);
            assert!(!response.headers().contains_key("idempotent-replayed"));
        }
        for key in ["", "with space", "ключ", &"x".repeat(256)] {
            let value = reqwest::header::HeaderValue::from_bytes(key.as_bytes()).unwrap();
            let request = service
                .request(Method::POST, ADJUST)
                .header("Idempotency-Key", value);
            let body = json!({"sku": "KEY-1001", "warehouse": "RTM", "delta": 1, "reason": "x"});
            let response = request.bearer_auth(&one).json(&body).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{key}");
            let problem: Value = response.json().await.unwrap();
            assert_eq!(problem["errors"][0]["field"], "Idempotency-Key");
        }
    })
    .await;
}

#[tokio::test]
async fn old_keys_and_published_events_are_removed_after_a_day() {
    with_service(&[], |service| async move {
        let key = Uuid::new_v4().to_string();
        adjust_as(&service, &token(&["operator"]), &key, 1).await;
        // The job's first run must not take the rows that this test makes.
        eventually("the job has run", || async {
            let runs = "job_runs_total{job_name=\"retention\",outcome=\"success\"}";
            service.metric(runs).await == 1.0
        })
        .await;
        let store = &service.app.store;
        assert_eq!(store.prune_idempotency_keys(10).await.unwrap(), 0);
        for statement in [
            "UPDATE idempotency_keys SET created_at = now() - interval '25 hours'",
            "INSERT INTO outbox (event_id, type, subject, body, traceparent, tracestate, published_at)
             SELECT gen_random_uuid(), 'inventory.low_stock', 'LAP-1001', '{}', '', '',
                    now() - make_interval(hours => hours)
             FROM unnest(ARRAY[23, 25, 26, 27]) AS hours",
        ] {
            sqlx::query(statement).execute(&service.pool).await.unwrap();
        }
        assert_eq!(store.prune_idempotency_keys(10).await.unwrap(), 1);
        assert_eq!(store.prune_outbox(2).await.unwrap(), 2);
        assert_eq!(store.prune_outbox(2).await.unwrap(), 1);
        assert_eq!(store.prune_outbox(2).await.unwrap(), 0);
    })
    .await;
}
