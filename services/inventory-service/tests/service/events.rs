//! Low stock: its alert, and the event through RabbitMQ.

use std::sync::Arc;

use futures_util::future::join_all;
use lapin::types::AMQPValue;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    environment::{Events, variable},
    observability::{producer_span, trace_of_caller},
    proxy::{Line, Proxy},
    support::{Service, eventually, with_service},
    tokens::token,
};

/// 27 pieces (10, 9 and 8), reorder level 25.
const SKU: &str = "MON-1008";

/// The events about a product in the outbox, published or not, oldest first.
async fn events_of(service: &Service, sku: &str) -> Vec<Value> {
    sqlx::query_scalar::<_, sqlx::types::Json<Value>>(
        "SELECT body FROM outbox WHERE subject = $1 ORDER BY id",
    )
    .bind(sku)
    .fetch_all(&service.pool)
    .await
    .unwrap()
    .into_iter()
    .map(|body| body.0)
    .collect()
}

async fn alerts(service: &Service) -> Vec<Value> {
    let page = service.read("/api/v1/inventory/alerts").await;
    page["items"].as_array().unwrap().clone()
}

fn skus(alerts: &[Value]) -> Vec<&str> {
    alerts
        .iter()
        .map(|alert| alert["sku"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_crossing_is_one_event_until_the_product_was_above_its_level_again() {
    let often = "--low-stock-scan-interval-seconds=0.1";
    with_service(&[often], |service| async move {
        let order_id = Uuid::now_v7();
        service.reserve(order_id, &[(SKU, 1)]).await;
        assert_eq!(events_of(&service, SKU).await, [] as [Value; 0]);
        service.reserve(Uuid::now_v7(), &[(SKU, 1)]).await;
        assert_eq!(events_of(&service, SKU).await.len(), 1);

        // Lower still: the crossing was announced. Neither do the scans announce it again.
        let lower = Uuid::now_v7();
        service.reserve(lower, &[(SKU, 5)]).await;
        service.commit(lower).await;
        let scans = "job_runs_total{job_name=\"low_stock_scan\",outcome=\"success\"}";
        let before = service.metric(scans).await;
        eventually("three more scans", || async {
            service.metric(scans).await >= before + 3.0
        })
        .await;
        assert_eq!(events_of(&service, SKU).await.len(), 1);

        // 20 available. A return brings it to 25, which still is low; one more piece arms it.
        service.release(lower).await;
        assert_eq!(service.levels(SKU).await.2, 25);
        assert!(skus(&alerts(&service).await).contains(&SKU));
        service.release(order_id).await;
        assert!(!skus(&alerts(&service).await).contains(&SKU));
        assert_eq!(events_of(&service, SKU).await.len(), 1);
        service.adjust(SKU, "RTM", -2).await;
        let events = events_of(&service, SKU).await;
        assert_eq!(events.len(), 2);
        assert_ne!(events[0]["id"], events[1]["id"]);
        assert_eq!(
            events[1]["data"],
            json!({
                "sku": SKU,
                "name": "StudioColor 32 4K Reference",
                "available": 24,
                "reorder_level": 25,
                "warehouses": [
                    {"warehouse": "BER", "available": 9},
                    {"warehouse": "MAD", "available": 9},
                    {"warehouse": "RTM", "available": 6},
                ],
            })
        );
    })
    .await;
}

#[tokio::test]
async fn the_level_itself_and_the_expiry_of_a_hold_count_too() {
    let soon = [
        "--reservation-ttl-seconds=0.3",
        "--reservation-expiry-interval-seconds=0.1",
    ];
    with_service(&soon, |service| async move {
        let path = "/api/v1/inventory/products/AUD-1001";
        for (level, low) in [(1720, true), (1719, false), (1_000_000, true)] {
            let body = json!({"reorder_level": level});
            service.send("admin", Method::PATCH, path, &body).await;
            let low_now = skus(&alerts(&service).await).contains(&"AUD-1001");
            assert_eq!(low_now, low, "{level}");
        }
        assert_eq!(events_of(&service, "AUD-1001").await.len(), 2);

        service.reserve(Uuid::now_v7(), &[(SKU, 2)]).await;
        assert_eq!(events_of(&service, SKU).await.len(), 1);
        eventually("the alert ends with the hold", || async {
            !skus(&alerts(&service).await).contains(&SKU)
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crossing_under_concurrency_is_one_event() {
    with_service(&[], |service| async move {
        let orders = (0..40).map(|_| {
            let service = Arc::clone(&service);
            async move { service.reserve(Uuid::now_v7(), &[(SKU, 1)]).await.0 }
        });
        let answers = join_all(orders).await;
        let held = answers
            .iter()
            .filter(|&&status| status == StatusCode::CREATED);
        assert_eq!(held.count(), 27);
        let events = events_of(&service, SKU).await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0]["data"]["available"], 25);
    })
    .await;
}

#[tokio::test]
async fn alerts_are_for_staff_and_come_in_pages() {
    with_service(&[], |service| async move {
        eventually("the catalogue's own low stock is found", || async {
            skus(&alerts(&service).await) == ["NET-1008", "STO-1009"]
        })
        .await;
        let first = service.read("/api/v1/inventory/alerts?limit=1").await;
        let alert = &first["items"][0];
        assert_eq!(alert["name"], "Gate 500 Firewall");
        assert_eq!(
            (&alert["available"], &alert["reorder_level"]),
            (&json!(15), &json!(15))
        );
        assert!(alert["since"].as_str().unwrap().ends_with('Z'));
        let cursor = first["next_cursor"].as_str().unwrap();
        let path = format!("/api/v1/inventory/alerts?limit=1&cursor={cursor}");
        let second = service.read(&path).await;
        assert_eq!(second["items"][0]["sku"], "STO-1009");
        assert_eq!(second["next_cursor"], Value::Null);
        let response = service.get("customer", "/api/v1/inventory/alerts").await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn the_event_reaches_the_broker_in_the_trace_of_its_cause() {
    with_service(&[], |service| async move {
        let events = Events::of(&service.database).await;
        let (traceparent, trace_id) = trace_of_caller();
        let request = service.request(Method::POST, "/api/v1/inventory/adjust");
        let body = json!({"sku": SKU, "warehouse": "BER", "delta": -5, "reason": "broken"});
        let response = request
            .bearer_auth(token(&["operator"]))
            .header("traceparent", traceparent)
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::CREATED);

        let mut found = None;
        while found.is_none() {
            eventually("the event arrives", || async {
                service.metric("outbox_pending").await == 0.0
            })
            .await;
            // The first events may be those of the catalogue.
            if let Some(message) = events.next().await {
                let body: Value = serde_json::from_slice(&message.delivery.data).unwrap();
                found = (body["subject"] == SKU).then_some((message, body));
            }
        }
        let (message, body) = found.unwrap();
        assert_eq!(message.delivery.routing_key.as_str(), "inventory.low_stock");
        let properties = &message.delivery.properties;
        let content_type = properties.content_type().as_ref().unwrap();
        assert_eq!(content_type.as_str(), "application/cloudevents+json");
        assert_eq!(*properties.delivery_mode(), Some(2));
        let id = properties.message_id().as_ref().unwrap();
        assert_eq!(body["id"], id.as_str());
        assert_eq!(body["specversion"], "1.0");
        assert_eq!(body["source"], "/inventory-service");
        assert_eq!(body["type"], "inventory.low_stock");
        assert_eq!(body["datacontenttype"], "application/json");
        assert_eq!(body["data"]["available"], 22);

        let span = producer_span(id.as_str()).await;
        let destination = format!("{}.events:inventory.low_stock", service.database.name);
        assert_eq!(span.name, format!("send {destination}"));
        assert_eq!(span.trace_id, trace_id);
        let headers = properties.headers().as_ref().unwrap();
        let Some(AMQPValue::LongString(header)) = headers.inner().get("traceparent") else {
            panic!("no traceparent: {headers:?}");
        };
        let expected = format!("00-{trace_id}-{}-01", span.span_id);
        assert_eq!(header.to_string(), expected);
        let sent = format!(
            "messaging_client_sent_messages_total{{messaging_destination_name=\"{destination}\",outcome=\"success\"}}"
        );
        eventually("the catalogue's two were sent as well", || async {
            service.metric(&sent).await == 3.0
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_broker_that_is_away_delays_events_and_nothing_else() {
    let proxy = Proxy::start(&variable("TEST_RABBITMQ_URL")).await;
    let url = format!("--rabbitmq-url={}", proxy.url);
    let settings = [url.as_str(), "--outbox-poll-interval-seconds=0.1"];
    with_service(&settings, |service| async move {
        let events = Events::of(&service.database).await;
        eventually("the catalogue's alerts are published", || async {
            service
                .metric("job_items_total{job_name=\"outbox_relay\"}")
                .await
                >= 2.0
        })
        .await;
        while events.next().await.is_some() {}

        for line in [Line::Down, Line::Silent] {
            proxy.set(line);
            for _ in 0..2 {
                let (status, _) = service.adjust(SKU, "BER", -8).await;
                assert_eq!(status, StatusCode::CREATED);
                let (status, _) = service.adjust(SKU, "BER", 8).await;
                assert_eq!(status, StatusCode::CREATED);
            }
            eventually("the events wait", || async {
                service.metric("outbox_pending").await == 2.0
                    && service.metric("outbox_oldest_age_seconds").await > 0.0
            })
            .await;
            let ready = service.request(Method::GET, "/ready").send().await.unwrap();
            assert_eq!(ready.status(), StatusCode::OK);
            proxy.set(Line::Up);
            eventually("the events are published", || async {
                service.metric("outbox_pending").await == 0.0
            })
            .await;
            let mut ids = Vec::new();
            while let Some(message) = events.next().await {
                let body: Value = serde_json::from_slice(&message.delivery.data).unwrap();
                ids.push(body["id"].clone());
            }
            // At least once: what the broker took without being heard comes again.
            ids.dedup();
            assert!(ids.len() >= 2, "{ids:?}");
        }
    })
    .await;
}
