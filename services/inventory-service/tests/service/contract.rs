//! The description of the API is served, and speaks of the routes that there are.

use std::{collections::BTreeSet, fs};

use reqwest::{Method, StatusCode, header};
use serde_json::Value;

use crate::support::with_service;

pub const CONTRACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../contracts");

/// (path, method) of every operation; the file's indentation is enough to find them.
fn operations(description: &str) -> BTreeSet<(String, Method)> {
    let mut operations = BTreeSet::new();
    let mut path = "";
    for line in description.lines() {
        if let Some(found) = line.strip_prefix("  /") {
            path = found.trim_end_matches(':');
        } else if let Some(method) = ["get", "post", "put", "patch", "delete"]
            .into_iter()
            .find(|method| line == format!("    {method}:"))
        {
            let method = method.to_uppercase().parse().unwrap();
            operations.insert((format!("/{path}"), method));
        }
    }
    operations
}

/// The paths that the source names in its routers.
fn routes() -> BTreeSet<String> {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src/http");
    let mut routes = BTreeSet::new();
    for file in fs::read_dir(source).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for part in text.split(".route(\"").skip(1) {
            routes.insert(part.split('"').next().unwrap().to_owned());
        }
    }
    routes
}

#[tokio::test]
async fn every_route_is_described_and_every_description_is_a_route() {
    with_service(&[], |service| async move {
        let request = service.request(Method::GET, "/openapi.yaml");
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/yaml");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
        let description = response.text().await.unwrap();
        let file = fs::read_to_string(format!("{CONTRACTS}/openapi/inventory-service.yaml"));
        assert_eq!(description, file.unwrap());

        let operations = operations(&description);
        let paths: BTreeSet<String> = operations.iter().map(|(path, _)| path.clone()).collect();
        assert_eq!(paths, routes());
        for (path, method) in operations {
            let request = service.request(method.clone(), &path.replace("{sku}", "LAP-1001"));
            let status = request.send().await.unwrap().status();
            let expected = match path.starts_with("/api/") {
                true => StatusCode::UNAUTHORIZED,
                false => StatusCode::OK,
            };
            assert_eq!(status, expected, "{method} {path}");
        }
    })
    .await;
}

/// Members of an object and of those within, as paths.
fn members(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let path = format!("{path}.{name}");
                members(value, &path, found);
                found.insert(path);
            }
        }
        Value::Array(values) => {
            for value in values {
                members(value, &format!("{path}[]"), found);
            }
        }
        _ => {}
    }
}

/// The same paths of a schema whose objects are closed and need all their members.
fn described(schema: &Value, path: &str, found: &mut BTreeSet<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        assert_eq!(schema["additionalProperties"], false, "{path}");
        let required = schema["required"].as_array().unwrap();
        for (name, schema) in properties {
            assert!(required.iter().any(|required| required == name), "{name}");
            let path = format!("{path}.{name}");
            described(schema, &path, found);
            found.insert(path);
        }
    } else if schema["items"].is_object() {
        described(&schema["items"], &format!("{path}[]"), found);
    }
}

#[test]
fn the_event_has_the_members_of_its_schema() {
    let path = format!("{CONTRACTS}/events/inventory.low_stock.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let item = inventory_service::store::Item {
        sku: "NET-1008".to_owned(),
        name: "Gate 500 Firewall".to_owned(),
        category: "networking".to_owned(),
        price: inventory_service::stock::Amount {
            amount_minor: 119_900,
            currency: "EUR".to_owned(),
        },
        on_hand: 15,
        reserved: 3,
        available: 12,
        reorder_level: 15,
        warehouses: vec![inventory_service::store::WarehouseLevel {
            warehouse: "BER".to_owned(),
            on_hand: 15,
            reserved: 3,
        }],
    };
    let event = inventory_service::events::Event::low_stock(&item);
    let (mut sent, mut promised) = (BTreeSet::new(), BTreeSet::new());
    members(&event.data, "", &mut sent);
    described(&schema, "", &mut promised);
    assert_eq!(sent, promised);
}
