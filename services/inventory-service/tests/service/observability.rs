use std::{
    collections::BTreeMap,
    sync::{LazyLock, Once},
};

use inventory_service::{config::Config, telemetry::Telemetry};
use opentelemetry::trace::{SpanKind, Status};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use reqwest::{Method, StatusCode, header};
use uuid::Uuid;

use crate::{
    support::{eventually, with_service},
    tokens::token,
};

static SPANS: LazyLock<InMemorySpanExporter> = LazyLock::new(InMemorySpanExporter::default);

/// Spans of all tests land in [`SPANS`]: there is one subscriber a process.
pub fn install(config: &Config) {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let provider = SdkTracerProvider::builder()
            .with_simple_exporter(SPANS.clone())
            .build();
        // Dropping it would end the export.
        std::mem::forget(Telemetry::install(config, provider));
    });
}

fn spans_of(trace_id: &str) -> Vec<SpanData> {
    let mut spans = SPANS.get_finished_spans().unwrap();
    spans.retain(|span| span.span_context.trace_id().to_string() == trace_id);
    spans
}

fn attributes(span: &SpanData) -> BTreeMap<String, String> {
    span.attributes
        .iter()
        .map(|pair| (pair.key.to_string(), pair.value.to_string()))
        .collect()
}

/// A caller's `traceparent` header and the trace id in it.
pub fn trace_of_caller() -> (String, String) {
    let trace_id = Uuid::new_v4().simple().to_string();
    (format!("00-{trace_id}-00f067aa0ba902b7-01"), trace_id)
}

/// What a test must know of the span that published a message.
pub struct ProducerSpan {
    pub name: String,
    pub trace_id: String,
    pub span_id: String,
}

/// Waits for the span that published the message `id`, and checks what all of them say.
pub async fn producer_span(id: &str) -> ProducerSpan {
    let find = || {
        let spans = SPANS.get_finished_spans().unwrap();
        spans.into_iter().find(|span| {
            attributes(span)
                .get("messaging.message.id")
                .is_some_and(|message| message == id)
        })
    };
    eventually("the producer span ends", || async { find().is_some() }).await;
    let span = find().unwrap();
    assert_eq!(span.span_kind, SpanKind::Producer);
    let found = attributes(&span);
    for (name, value) in [
        ("messaging.system", "rabbitmq"),
        ("messaging.operation.type", "send"),
        ("messaging.operation.name", "send"),
        (
            "messaging.rabbitmq.destination.routing_key",
            "inventory.low_stock",
        ),
    ] {
        assert_eq!(found.get(name).map(String::as_str), Some(value), "{name}");
    }
    ProducerSpan {
        name: span.name.to_string(),
        trace_id: span.span_context.trace_id().to_string(),
        span_id: span.span_context.span_id().to_string(),
    }
}

#[tokio::test]
async fn a_request_is_a_server_span_with_database_spans_below() {
    with_service(&[], |service| async move {
        let (traceparent, trace_id) = trace_of_caller();
        let request = service.request(Method::POST, "/api/v1/inventory/reserve");
        let order_id = Uuid::now_v7();
        let response = request
            .bearer_auth(token(&["service"]))
            .header("traceparent", traceparent)
            .json(&serde_json::json!({
                "order_id": order_id,
                "items": [{"sku": "LAP-1001", "quantity": 1}],
            }))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::CREATED);
        eventually("the server span ends", || async {
            spans_of(&trace_id)
                .iter()
                .any(|span| span.span_kind == SpanKind::Server)
        })
        .await;

        let spans = spans_of(&trace_id);
        let server = spans
            .iter()
            .find(|span| span.span_kind == SpanKind::Server)
            .unwrap();
        assert_eq!(server.name, "POST /api/v1/inventory/reserve");
        assert_eq!(server.parent_span_id.to_string(), "00f067aa0ba902b7");
        let found = attributes(server);
        for (name, value) in [
            ("http.request.method", "POST"),
            ("http.route", "/api/v1/inventory/reserve"),
            ("http.response.status_code", "201"),
            ("url.path", "/api/v1/inventory/reserve"),
            ("oms.order.id", &order_id.to_string()),
            ("oms.sku.count", "1"),
        ] {
            assert_eq!(found.get(name).map(String::as_str), Some(value), "{name}");
        }

        let database: Vec<&SpanData> = spans
            .iter()
            .filter(|span| {
                let system = attributes(span).remove("db.system.name");
                system.is_some_and(|system| system == "postgresql")
            })
            .collect();
        let names: Vec<&str> = database.iter().map(|span| span.name.as_ref()).collect();
        assert_eq!(
            names,
            [
                "BEGIN",
                "INSERT reservations",
                "SELECT stock",
                "INSERT reservation_allocations",
                "INSERT stock_movements",
                "UPDATE stock",
                "UPDATE products",
                "COMMIT",
            ]
        );
        for span in database {
            assert_eq!(span.span_kind, SpanKind::Client);
            assert_eq!(span.parent_span_id, server.span_context.span_id());
            let found = attributes(span);
            assert_eq!(found["peer.service"], "postgres");
            assert_eq!(found["db.system"], "postgresql");
            assert_eq!(found["db.system.name"], "postgresql");
            assert!(found["db.namespace"].starts_with("inventory_test_"));
        }

        // The change is announced to the cache, and withdrawn.
        let redis: Vec<_> = spans
            .iter()
            .map(attributes)
            .filter(|found| {
                found
                    .get("db.system.name")
                    .is_some_and(|name| name == "redis")
            })
            .collect();
        assert_eq!(redis.len(), 2, "{redis:?}");
        for found in redis {
            assert_eq!(found["peer.service"], "redis");
            assert_eq!(found["db.operation.name"], "PIPELINE");
            assert_eq!(found["db.namespace"], "0");
        }
    })
    .await;
}

#[tokio::test]
async fn only_server_faults_are_span_errors() {
    with_service(&[], |service| async move {
        for (path, status) in [("/api/v1/inventory/NON-0000", 404), ("/nowhere", 404)] {
            let (traceparent, trace_id) = trace_of_caller();
            let request = service
                .request(Method::GET, path)
                .bearer_auth(token(&["operator"]));
            let response = request
                .header("traceparent", traceparent)
                .send()
                .await
                .unwrap();
            assert_eq!(response.status().as_u16(), status);
            let problem: serde_json::Value = response.json().await.unwrap();
            assert_eq!(problem["trace_id"], trace_id);
            eventually("the span ends", || async {
                !spans_of(&trace_id).is_empty()
            })
            .await;
            let spans = spans_of(&trace_id);
            let server = spans
                .iter()
                .find(|span| span.span_kind == SpanKind::Server)
                .unwrap();
            assert_eq!(server.status, Status::Unset);
        }
    })
    .await;
}

#[tokio::test]
async fn probes_are_not_traced_and_idle_jobs_make_no_traces() {
    let often = [
        "--reservation-expiry-interval-seconds=0.2",
        "--low-stock-scan-interval-seconds=0.2",
        "--outbox-poll-interval-seconds=0.2",
    ];
    with_service(&often, |service| async move {
        for path in ["/health", "/ready", "/metrics", "/openapi.yaml"] {
            let (traceparent, trace_id) = trace_of_caller();
            let request = service
                .request(Method::GET, path)
                .header("traceparent", traceparent);
            assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
            assert!(spans_of(&trace_id).is_empty(), "{path}");
        }
        let jobs = ["reservation_expiry", "low_stock_scan", "outbox_relay"];
        let runs = || async {
            let metrics = service.metrics().await;
            jobs.map(|job| {
                let name = format!("job_runs_total{{job_name=\"{job}\",outcome=\"success\"}} ");
                let line = metrics.lines().find_map(|line| line.strip_prefix(&name));
                line.map_or(0, |value| value.parse::<u64>().unwrap())
            })
        };
        let spans = || {
            let spans = SPANS.get_finished_spans().unwrap();
            let ours = |span: &&SpanData| {
                attributes(span).get("db.namespace") == Some(&service.database.name)
            };
            spans.iter().filter(ours).count()
        };
        // What the catalogue starts with makes the first runs work.
        eventually("the first alerts are published", || async {
            service
                .metric("job_items_total{job_name=\"outbox_relay\"}")
                .await
                >= 2.0
        })
        .await;
        let (before, spans_before) = (runs().await, spans());
        assert!(spans_before > 0);
        eventually("the jobs have run twice more", || async {
            let now = runs().await;
            (0..jobs.len()).all(|job| now[job] >= before[job] + 2)
        })
        .await;
        assert_eq!(spans(), spans_before);
    })
    .await;
}

#[tokio::test]
async fn metrics_have_the_agreed_names_and_exemplars() {
    with_service(&[], |service| async move {
        let fresh = service.metrics().await;
        for outcome in ["reserved", "out_of_stock", "committed", "released", "returned", "expired"] {
            let line = format!("inventory_reservations_total{{outcome=\"{outcome}\"}} 0");
            assert!(fresh.contains(&line), "{line}");
        }
        for result in ["hit", "miss", "error"] {
            let line = format!("inventory_cache_requests_total{{result=\"{result}\"}} 0");
            assert!(fresh.contains(&line), "{line}");
        }
        for part in [
            "outbox_pending ",
            "outbox_oldest_age_seconds ",
            ".events:inventory.low_stock\",outcome=\"error\"} 0",
        ] {
            assert!(fresh.contains(part), "{part}");
        }
        let (traceparent, trace_id) = trace_of_caller();
        let request = service.request(Method::GET, "/api/v1/inventory/LAP-1001");
        let request = request.header("traceparent", traceparent).header("x-request-id", "my-id.1");
        let response = request.bearer_auth(token(&["customer"])).send().await.unwrap();
        assert_eq!(response.headers()["x-request-id"], "my-id.1");
        service.request(Method::GET, "/no/such/place").send().await.unwrap();
        service.reserve(Uuid::now_v7(), &[("MON-1008", 2)]).await;

        eventually("the stock gauges follow", || async {
            let metrics = service.metrics().await;
            metrics.contains("inventory_stock_level{sku=\"MON-1008\",warehouse=\"BER\"} 8")
                && metrics.contains("inventory_low_stock_items 3")
        })
        .await;
        let request = service.request(Method::GET, "/metrics");
        let response = request
            .header(header::ACCEPT, "application/openmetrics-text;version=1.0.0,*/*;q=0.1")
            .send()
            .await
            .unwrap();
        let content_type = response.headers()[header::CONTENT_TYPE].to_str().unwrap();
        assert!(content_type.starts_with("application/openmetrics-text"), "{content_type}");
        let page = response.text().await.unwrap();
        for part in [
            &format!("# {{trace_id=\"{trace_id}\"}}"),
            "http_server_request_duration_seconds_count{http_request_method=\"GET\",http_route=\"/api/v1/inventory/{sku}\",http_response_status_code=\"200\"} 1",
            "http_route=\"unmatched\",http_response_status_code=\"404\"",
            "http_server_active_requests 0",
            "http_client_request_duration_seconds_count{server_address=\"user-service\",http_request_method=\"GET\",http_response_status_code=\"200\"}",
            "db_client_operation_duration_seconds_count{db_system_name=\"postgresql\",db_namespace=",
            "db_client_operation_duration_seconds_count{db_system_name=\"redis\",db_namespace=\"0\",db_operation_name=\"PIPELINE\"}",
            "db_client_connection_count{state=\"idle\"}",
            "db_client_connection_count{state=\"used\"}",
            "db_client_connection_max 10",
            "inventory_reservations_total{outcome=\"reserved\"} 1",
            "job_duration_seconds_count{job_name=\"stock_levels\"}",
            "process_resident_memory_bytes",
            "tokio_workers ",
            "tokio_alive_tasks ",
            "tokio_global_queue_depth ",
            "tokio_worker_busy_seconds_total ",
            "tokio_worker_parks_total ",
            "# EOF",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
        for series in [
            "http_server_request_duration_seconds_bucket{",
            "db_client_operation_duration_seconds_bucket{",
        ] {
            let leads = |line: &str| line.starts_with(series) && line.contains(&trace_id);
            assert!(page.lines().any(leads), "no exemplar at {series}\n{page}");
        }
        // The low stock that the catalogue starts with was published, each event in a trace.
        let leads = |line: &str| {
            line.starts_with("job_duration_seconds_bucket{")
                && line.contains("job_name=\"outbox_relay\"} ")
                && line.contains("# {trace_id=")
        };
        assert!(page.lines().any(leads), "no exemplar of the relay\n{page}");
        assert!(!page.contains("http_route=\"/health\""));
    })
    .await;
}
