//! The program itself: its settings, its log and its end.

use std::{
    net::TcpListener,
    process::{Command, Output, Stdio},
};

use reqwest::{Client, StatusCode};
use serde_json::Value;

use crate::{
    database::Database,
    environment,
    support::eventually,
    tokens::{Users, token},
};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inventory-service"));
    command.env_clear();
    command
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .collect()
}

/// The one line on standard error.
fn refusal(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(1));
    let mut lines = lines(&output.stderr);
    assert_eq!(lines.len(), 1);
    let line = lines.remove(0);
    assert_eq!(line["level"], "error");
    assert_eq!(line["service"], "inventory-service");
    line
}

#[test]
fn a_missing_or_malformed_setting_stops_the_start() {
    let settings = [
        ("DB_HOST", "127.0.0.1"),
        ("DB_NAME", "inventory_service"),
        ("DB_USER", "inventory_service"),
        ("DB_PASSWORD", "secret"),
        ("JWKS_URL", "http://127.0.0.1:8004/.well-known/jwks.json"),
        ("REDIS_URL", "redis://:secret@127.0.0.1:6379/0"),
        ("RABBITMQ_URL", "amqp://oms:secret@127.0.0.1:5672/"),
    ];
    for (name, _) in settings {
        let others = settings.into_iter().filter(|(other, _)| *other != name);
        let output = program().envs(others).output().unwrap();
        let line = refusal(&output);
        assert_eq!(line["msg"], format!("{name} is not set"));
    }
    for (name, value) in [
        ("HTTP_PORT", "70000"),
        ("JWKS_URL", "::"),
        ("LOG_LEVEL", "loud"),
        ("REDIS_URL", "http://:secret@127.0.0.1:6379"),
        ("RABBITMQ_URL", "secret@127.0.0.1"),
        ("RESERVATION_TTL_SECONDS", "15m"),
    ] {
        let output = program().envs(settings).env(name, value).output().unwrap();
        let line = refusal(&output);
        assert!(line["msg"].as_str().unwrap().starts_with(name), "{line}");
        assert!(!line.to_string().contains("secret"), "{line}");
    }
}

#[tokio::test]
async fn it_logs_in_json_and_stops_when_told() {
    let database = Database::create().await;
    let users = Users::start().await;
    let port = {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap().port().to_string()
    };
    let process = program()
        .envs(database.settings())
        .envs(environment::settings(&database))
        .env("HTTP_PORT", &port)
        .env("JWKS_URL", &users.jwks_url)
        .env("LOG_LEVEL", "debug")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let url = format!("http://127.0.0.1:{port}");
    let client = Client::new();
    eventually("the program answers", || async {
        client.get(format!("{url}/ready")).send().await.is_ok()
    })
    .await;
    let healthy = program()
        .envs(database.settings())
        .envs(environment::settings(&database))
        .env("HTTP_PORT", &port)
        .env("JWKS_URL", &users.jwks_url)
        .arg("--health-check")
        .status()
        .unwrap();
    assert!(healthy.success());
    let response = client
        .get(format!("{url}/api/v1/inventory/LAP-1001?secret=1"))
        .bearer_auth(token(&["customer"]))
        .header("x-request-id", "seen-in-the-log")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);

    let kill = Command::new("kill").arg(process.id().to_string()).status();
    assert!(kill.unwrap().success());
    let output = tokio::task::spawn_blocking(|| process.wait_with_output())
        .await
        .unwrap()
        .unwrap();
    environment::remove(&database).await;
    database.remove().await;
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");

    let lines = lines(&output.stdout);
    for line in &lines {
        let ts = line["ts"].as_str().unwrap();
        assert!(ts.len() == 24 && ts.ends_with('Z'), "{line}");
        assert!(["debug", "info", "warn", "error"].contains(&line["level"].as_str().unwrap()));
        assert_eq!(line["service"], "inventory-service");
        assert!(!line["msg"].as_str().unwrap().is_empty(), "{line}");
    }
    let find = |part: &str| {
        let has = |line: &&Value| line["msg"].as_str().unwrap().contains(part);
        lines
            .iter()
            .find(has)
            .unwrap_or_else(|| panic!("no line has {part}: {lines:?}"))
    };
    assert_eq!(find("effective configuration")["db_password"], "****");
    assert_eq!(find("/ready 200")["level"], "debug");
    assert!(find("/ready 200").get("trace_id").is_none());
    find("stopped");
    let access = find("GET /api/v1/inventory/LAP-1001 200");
    assert_eq!(access["level"], "info");
    assert_eq!(access["http_request_method"], "GET");
    assert_eq!(access["http_route"], "/api/v1/inventory/{sku}");
    assert_eq!(access["status"], 200);
    assert_eq!(access["url_path"], "/api/v1/inventory/LAP-1001");
    assert_eq!(access["request_id"], "seen-in-the-log");
    assert!(access["duration_ms"].as_f64().unwrap() > 0.0);
    assert_eq!(access["trace_id"].as_str().unwrap().len(), 32);
    assert_eq!(access["span_id"].as_str().unwrap().len(), 16);
}
