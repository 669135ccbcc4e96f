use std::{collections::BTreeSet, fs};

use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    contract::CONTRACTS,
    support::{Service, with_service},
};

const RESERVE: &str = "/api/v1/inventory/reserve";

async fn reserve_to(service: &Service, country: &str, quantity: i64) -> (StatusCode, Value) {
    let body = json!({
        "order_id": Uuid::now_v7(),
        "items": [{"sku": "LAP-1003", "quantity": quantity}],
        "ship_to": {"country": country},
    });
    service.post(RESERVE, &body).await
}

/// The warehouses of the only item, with their quantities.
fn shares(reservation: &Value) -> Vec<(&str, i64)> {
    let allocations = reservation["items"][0]["allocations"].as_array().unwrap();
    allocations
        .iter()
        .map(|share| {
            (
                share["warehouse"].as_str().unwrap(),
                share["quantity"].as_i64().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn goods_come_from_the_nearest_warehouse() {
    with_service(&[], |service| async move {
        for (country, warehouse) in [
            ("DE", "BER"),
            ("PL", "BER"),
            ("SE", "BER"),
            ("AT", "BER"),
            ("NL", "RTM"),
            ("GB", "RTM"),
            ("US", "RTM"),
            ("ES", "MAD"),
            ("PT", "MAD"),
            ("MA", "MAD"),
            ("BR", "MAD"),
            ("XK", "BER"),
            ("JP", "BER"),
            ("NZ", "BER"),
        ] {
            let (status, reservation) = reserve_to(&service, country, 1).await;
            assert_eq!(status, StatusCode::CREATED, "{country}");
            assert_eq!(shares(&reservation), [(warehouse, 1)], "{country}");
        }
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn what_the_nearest_cannot_give_comes_from_the_next() {
    with_service(&[], |service| async move {
        let levels = [("BER", 4), ("MAD", 2), ("RTM", 3)];
        service.stock("LAP-1003", levels).await;
        let (status, body) = reserve_to(&service, "FR", 10).await;
        assert_eq!(
            (status, &body["code"]),
            (StatusCode::CONFLICT, &json!("out_of_stock"))
        );
        let (_, reservation) = reserve_to(&service, "FR", 6).await;
        assert_eq!(shares(&reservation), [("RTM", 3), ("MAD", 2), ("BER", 1)]);

        let order_id = reservation["order_id"].as_str().unwrap().parse().unwrap();
        service.commit(order_id).await;
        let item = service.read("/api/v1/inventory/LAP-1003").await;
        assert_eq!(
            item["warehouses"],
            json!([
                {"warehouse": "BER", "on_hand": 3, "reserved": 0},
                {"warehouse": "MAD", "on_hand": 0, "reserved": 0},
                {"warehouse": "RTM", "on_hand": 0, "reserved": 0},
            ])
        );
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn without_a_destination_the_fullest_warehouse_comes_first() {
    with_service(&[], |service| async move {
        for ship_to in [None, Some(Value::Null)] {
            let mut body = json!({
                "order_id": Uuid::now_v7(),
                "items": [{"sku": "LAP-1003", "quantity": 1}],
            });
            if let Some(ship_to) = ship_to {
                body["ship_to"] = ship_to;
            }
            let (status, reservation) = service.post(RESERVE, &body).await;
            assert_eq!(status, StatusCode::CREATED);
            assert_eq!(shares(&reservation), [("BER", 1)]);
        }
    })
    .await;
}

/// The countries that order-service takes orders from; the file's notation is enough to find them.
fn countries_of_orders() -> BTreeSet<String> {
    let description = fs::read_to_string(format!("{CONTRACTS}/openapi/order-service.yaml"));
    let description = description.unwrap();
    let (_, schema) = description.split_once("\n    CountryCode:\n").unwrap();
    let (_, codes) = schema.split_once("enum: [").unwrap();
    let (codes, _) = codes.split_once(']').unwrap();
    let plain = |code: &str| code.trim().trim_matches('\'').to_owned();
    codes.split(',').map(plain).collect()
}

#[tokio::test]
async fn every_country_is_known_and_no_other() {
    with_service(&[], |service| async move {
        let known: Vec<String> = sqlx::query_scalar("SELECT code FROM countries")
            .fetch_all(&service.pool)
            .await
            .unwrap();
        assert_eq!(BTreeSet::from_iter(known), countries_of_orders());
        for country in ["XX", "de", "DEU", "", "\u{0}\u{0}", "🇩🇪"] {
            let (status, body) = reserve_to(&service, country, 1).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{country}");
            assert_eq!(body["errors"][0]["field"], "ship_to.country");
        }
        let body = json!({
            "order_id": Uuid::now_v7(),
            "items": [{"sku": "LAP-1003", "quantity": 1}],
            "ship_to": {"country": "DE", "city": "Berlin"},
        });
        let (status, body) = service.post(RESERVE, &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(body["errors"][0]["field"], "ship_to.city");
    })
    .await;
}
