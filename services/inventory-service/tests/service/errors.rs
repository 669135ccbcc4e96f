use std::sync::atomic::Ordering;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    routing::get,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use inventory_service::http;
use reqwest::{Method, Response, StatusCode, header};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream},
    net::TcpStream,
};
use tower::ServiceExt;
use uuid::Uuid;

use crate::{
    support::{Service, with_service},
    tokens::{KEY_ID, STRANGER, claims, sign, token, token_with},
};

const RESERVE: &str = "/api/v1/inventory/reserve";

/// Checks everything that all problems have in common and gives the document.
async fn problem(response: Response, status: u16, code: &str) -> Value {
    let path = response.url().path().to_owned();
    assert_eq!(response.status().as_u16(), status, "{path}");
    let headers = response.headers().clone();
    assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json");
    assert!(headers.contains_key("x-request-id"));
    assert_eq!(status == 503, headers.contains_key(header::RETRY_AFTER));
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["type"], format!("urn:oms:problem:{code}"), "{body}");
    assert_eq!(body["code"], code);
    assert_eq!(body["status"], status);
    assert_eq!(body["instance"], path);
    for text in ["title", "detail"] {
        assert!(!body[text].as_str().unwrap().is_empty(), "{body}");
    }
    let trace_id = body["trace_id"].as_str().unwrap();
    assert!(
        trace_id.len() == 32 && trace_id != "0".repeat(32),
        "{trace_id}"
    );
    body
}

async fn post(service: &Service, token: &str, body: &str) -> Response {
    let request = service.request(Method::POST, RESERVE);
    request
        .bearer_auth(token)
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.to_owned())
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn routes_and_methods_come_before_the_token() {
    with_service(&[], |service| async move {
        let response = service
            .request(Method::GET, "/nowhere")
            .send()
            .await
            .unwrap();
        problem(response, 404, "not_found").await;

        for (method, path, allow) in [
            (Method::GET, RESERVE, "POST"),
            (Method::PUT, RESERVE, "POST"),
            (Method::DELETE, "/api/v1/inventory", "GET,HEAD"),
            (Method::GET, "/api/v1/inventory/adjust", "POST"),
            (Method::GET, "/api/v1/inventory/products", "POST"),
            (Method::GET, "/api/v1/inventory/products/LAP-1001", "PATCH"),
            (Method::POST, "/api/v1/inventory/alerts", "GET,HEAD"),
            (Method::POST, "/api/v1/inventory/LAP-1001", "GET,HEAD"),
            (Method::POST, "/health", "GET,HEAD"),
        ] {
            let response = service.request(method, path).send().await.unwrap();
            assert_eq!(response.headers()[header::ALLOW], allow, "{path}");
            let traced = path != "/health";
            if traced {
                problem(response, 405, "method_not_allowed").await;
            } else {
                assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_that_proves_nothing_is_refused() {
    with_service(&[], |service| async move {
        let now = claims(&[])["iat"].as_u64().unwrap();
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let unsigned = |alg: &str| {
            let header = json!({"alg": alg, "typ": "JWT", "kid": KEY_ID});
            format!("{}.{}.", encode(&header), encode(&claims(&["admin"])))
        };
        let tokens = [
            ("expired", token_with("exp", json!(now - 60))),
            ("from elsewhere", token_with("iss", json!("elsewhere"))),
            ("for others", token_with("aud", json!("others"))),
            (
                "signed by a stranger",
                sign(&claims(&["admin"]), KEY_ID, &STRANGER),
            ),
            (
                "with an unknown key",
                sign(&claims(&["admin"]), "unknown", &STRANGER),
            ),
            ("unsigned", unsigned("none")),
            ("with a symmetric signature", unsigned("HS256")),
            ("nonsense", "nonsense".to_owned()),
        ];
        for (what, token) in tokens {
            let request = service.request(Method::GET, "/api/v1/inventory");
            let response = request.bearer_auth(token).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{what}");
            assert_eq!(response.headers()[header::WWW_AUTHENTICATE], "Bearer");
            problem(response, 401, "unauthorized").await;
        }
        let response = service
            .request(Method::GET, "/api/v1/inventory")
            .send()
            .await
            .unwrap();
        problem(response, 401, "unauthorized").await;
    })
    .await;
}

#[tokio::test]
async fn unknown_keys_do_not_flood_user_service() {
    with_service(&[], |service| async move {
        service.read("/api/v1/inventory/LAP-1001").await;
        for _ in 0..20 {
            let stranger = sign(&claims(&["admin"]), &Uuid::new_v4().to_string(), &STRANGER);
            let request = service.request(Method::GET, "/api/v1/inventory");
            request.bearer_auth(stranger).send().await.unwrap();
        }
        let fetches = service.users.fetches.load(Ordering::Relaxed);
        assert!(fetches <= 2, "{fetches} fetches");
    })
    .await;
}

#[tokio::test]
async fn without_any_key_the_service_says_what_is_missing() {
    let nobody = "--jwks-url=http://127.0.0.1:9/jwks.json";
    with_service(&[nobody], |service| async move {
        let response = service.get("operator", "/api/v1/inventory").await;
        problem(response, 503, "dependency_unavailable").await;
    })
    .await;
}

#[tokio::test]
async fn only_a_service_may_reserve_and_the_role_comes_before_the_body() {
    with_service(&[], |service| async move {
        for role in ["customer", "operator", "admin"] {
            let response = post(&service, &token(&[role]), "{").await;
            problem(response, 403, "forbidden").await;
        }
    })
    .await;
}

/// The gateway sends the head of a request first and its body when it has it, and uses the connection again.
#[tokio::test]
async fn an_answer_that_precedes_the_body_leaves_the_connection_usable() {
    with_service(&[], |service| async move {
        let address = service.url.strip_prefix("http://").unwrap();
        let mut connection = BufStream::new(TcpStream::connect(address).await.unwrap());
        let head = format!(
            "POST {RESERVE} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\n",
            token(&["customer"])
        );
        for framing in [
            ("content-length: 2\r\n\r\n", "{}"),
            ("transfer-encoding: chunked\r\n\r\n", "2\r\n{}\r\n0\r\n\r\n"),
            ("content-length: 2\r\n\r\n", "{}"),
        ] {
            send(&mut connection, &format!("{head}{}", framing.0)).await;
            assert_eq!(status(&mut connection).await, "HTTP/1.1 403 Forbidden");
            send(&mut connection, framing.1).await;
        }
    })
    .await;
}

/// What does not reach a route is answered by hyper, with a status alone; the README says when.
#[tokio::test]
async fn only_what_is_no_request_is_answered_without_a_document() {
    with_service(&[], |service| async move {
        let address = service.url.strip_prefix("http://").unwrap();
        let headers = |count| format!("GET /health HTTP/1.1\r\n{}", "x: y\r\n".repeat(count));
        let path = |length: usize| format!("GET /{} HTTP/1.1\r\n", "x".repeat(length - 1));
        for (head, expected) in [
            (headers(256), "HTTP/1.1 200 OK"),
            (headers(257), "HTTP/1.1 431 Request Header Fields Too Large"),
            (path(65_534), "HTTP/1.1 404 Not Found"),
            (path(65_535), "HTTP/1.1 414 URI Too Long"),
            ("nonsense\r\n".to_owned(), "HTTP/1.1 400 Bad Request"),
        ] {
            let mut connection = BufStream::new(TcpStream::connect(address).await.unwrap());
            send(&mut connection, &format!("{head}\r\n")).await;
            assert_eq!(status(&mut connection).await, expected);
        }
    })
    .await;
}

async fn send(connection: &mut BufStream<TcpStream>, text: &str) {
    connection.write_all(text.as_bytes()).await.unwrap();
    connection.flush().await.unwrap();
}

/// Reads one response and gives its status line.
async fn status(connection: &mut BufStream<TcpStream>) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let read = connection.read_until(b'\n', &mut head).await.unwrap();
        assert_ne!(read, 0, "the connection was closed");
    }
    let head = String::from_utf8(head).unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.unwrap().parse().unwrap()];
    connection.read_exact(&mut body).await.unwrap();
    head.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn a_wrong_body_names_the_field() {
    with_service(&[], |service| async move {
        let service_token = token(&["service"]);
        let id = Uuid::now_v7();
        let with_items = |items: &str| format!(r#"{{"order_id":"{id}","items":{items}}}"#);
        for (body, field) in [
            ("{".to_owned(), "body"),
            (r#"{"items":[]}"#.to_owned(), "order_id"),
            (r#"{"order_id":"x","items":[]}"#.to_owned(), "order_id"),
            (
                format!(r#"{{"order_id":"{id}","items":[],"color":1}}"#),
                "color",
            ),
            (with_items("[]"), "items"),
            (with_items(r#"[{"sku":"LAP-1001"}]"#), "items[0].quantity"),
            (
                with_items(r#"[{"sku":"LAP-1001","quantity":"1"}]"#),
                "items[0].quantity",
            ),
            (
                with_items(r#"[{"sku":"LAP-1001","quantity":0}]"#),
                "items[0].quantity",
            ),
            (with_items(r#"[{"sku":7,"quantity":1}]"#), "items[0].sku"),
            (
                with_items(r#"[{"sku":"LAP-1001","quantity":1,"size":1}]"#),
                "items[0].size",
            ),
        ] {
            let response = post(&service, &service_token, &body).await;
            let problem = problem(response, 400, "invalid_request").await;
            assert_eq!(problem["errors"][0]["field"], field, "{body}");
            assert!(!problem["errors"][0]["message"].as_str().unwrap().is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn a_large_body_and_another_media_type_are_refused() {
    with_service(&[], |service| async move {
        let service_token = token(&["service"]);
        let large = format!("\"{}\"", "x".repeat(1024 * 1024 - 1));
        let response = post(&service, &service_token, &large).await;
        problem(response, 413, "payload_too_large").await;
        // Exactly 1 MiB is read, and then found not to be an object.
        let response = post(&service, &service_token, &large[..1024 * 1024]).await;
        problem(response, 400, "invalid_request").await;

        let request = service.request(Method::POST, RESERVE);
        let response = request
            .bearer_auth(service_token)
            .body("{}")
            .send()
            .await
            .unwrap();
        problem(response, 415, "unsupported_media_type").await;
    })
    .await;
}

#[tokio::test]
async fn a_panic_is_a_problem_without_internals() {
    with_service(&[], |service| async move {
        async fn fall() -> &'static str {
            panic!("something secret")
        }
        let routes = Router::new().route("/fall", get(fall));
        let router = http::wrap(routes, service.app.clone());
        let request = Request::get("/fall").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(body["code"], "internal_error");
        assert_eq!(body["trace_id"].as_str().unwrap().len(), 32);
        assert!(!body.to_string().contains("secret"));
    })
    .await;
}

#[tokio::test]
async fn a_fault_shows_nothing_and_a_lost_database_is_named() {
    with_service(&[], |service| async move {
        service.read("/api/v1/inventory/LAP-1001").await;
        let response = service.request(Method::GET, "/ready").send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);

        sqlx::query("ALTER TABLE products RENAME TO elsewhere")
            .execute(&service.pool)
            .await
            .unwrap();
        let response = service.get("operator", "/api/v1/inventory").await;
        let fault = problem(response, 500, "internal_error").await;
        assert!(!fault.to_string().contains("products"), "{fault}");

        service.database.cut().await;
        let response = service.get("operator", "/api/v1/inventory").await;
        problem(response, 503, "dependency_unavailable").await;
        let response = service.request(Method::GET, "/ready").send().await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        let body: Value = response.json().await.unwrap();
        assert_eq!(body["status"], "unavailable");
        assert_ne!(body["checks"]["postgres"], "ok");
        let response = service
            .request(Method::GET, "/health")
            .send()
            .await
            .unwrap();
        assert_eq!(
            response.json::<Value>().await.unwrap(),
            json!({"status": "ok"})
        );
    })
    .await;
}
