use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    support::{Service, with_service},
    tokens::token,
};

const PRODUCTS: &str = "/api/v1/inventory/products";

fn product(sku: &str) -> Value {
    json!({
        "sku": sku,
        "name": "Aurora 14 Ultrabook",
        "category": "laptops",
        "price": {"amount_minor": 129900, "currency": "EUR"},
        "reorder_level": 4,
    })
}

async fn create(service: &Service, body: &Value) -> (StatusCode, Value) {
    service.send("admin", Method::POST, PRODUCTS, body).await
}

async fn change(service: &Service, sku: &str, body: &Value) -> (StatusCode, Value) {
    let path = format!("{PRODUCTS}/{sku}");
    service.send("admin", Method::PATCH, &path, body).await
}

#[tokio::test]
async fn a_new_product_has_no_stock_until_it_gets_some() {
    with_service(&[], |service| async move {
        // An answer that there is none must not stay.
        let path = "/api/v1/inventory/LAP-1011";
        let response = service.get("customer", path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        let (status, item) = create(&service, &product("LAP-1011")).await;
        assert_eq!(status, StatusCode::CREATED, "{item}");
        assert_eq!(
            item["warehouses"],
            json!([
                {"warehouse": "BER", "on_hand": 0, "reserved": 0},
                {"warehouse": "MAD", "on_hand": 0, "reserved": 0},
                {"warehouse": "RTM", "on_hand": 0, "reserved": 0},
            ])
        );
        assert_eq!(service.read(path).await, item);
        let (status, body) = create(&service, &product("LAP-1011")).await;
        assert_eq!(
            (status, &body["code"]),
            (StatusCode::CONFLICT, &json!("conflict"))
        );

        let order_id = uuid::Uuid::now_v7();
        let (status, _) = service.reserve(order_id, &[("LAP-1011", 1)]).await;
        assert_eq!(status, StatusCode::CONFLICT);
        service.adjust("LAP-1011", "RTM", 9).await;
        let (status, reservation) = service.reserve(order_id, &[("LAP-1011", 1)]).await;
        assert_eq!(status, StatusCode::CREATED);
        assert_eq!(reservation["items"][0]["unit_price"], item["price"]);
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn a_repeated_creation_answers_the_same() {
    with_service(&[], |service| async move {
        let admin = token(&["admin"]);
        let send = |body: Value| {
            let request = service.request(Method::POST, PRODUCTS);
            let request = request
                .bearer_auth(&admin)
                .header("Idempotency-Key", "a-key");
            async move { request.json(&body).send().await.unwrap() }
        };
        let first = send(product("LAP-1011")).await;
        assert_eq!(first.status(), StatusCode::CREATED);
        let location = first.headers()[header::LOCATION].clone();
        assert_eq!(location, "/api/v1/inventory/LAP-1011");
        let body = first.text().await.unwrap();
        // The stored answer stays, although the product has changed since.
        change(&service, "LAP-1011", &json!({"name": "Another name"})).await;
        let again = send(product("LAP-1011")).await;
        assert_eq!(again.status(), StatusCode::CREATED);
        assert_eq!(again.headers()["idempotent-replayed"], "true");
        assert_eq!(again.headers()[header::LOCATION], location);
        assert_eq!(again.text().await.unwrap(), body);
        let other = send(product("LAP-1012")).await;
        assert_eq!(other.status(), StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_change_is_seen_at_once_and_leaves_the_rest() {
    with_service(&[], |service| async move {
        let path = "/api/v1/inventory/AUD-1001";
        let before = service.read(path).await;
        let price = json!({"amount_minor": 6400, "currency": "EUR"});
        for (field, value) in [
            ("price", price),
            ("name", json!("Focus USB Headset, 2nd edition")),
            ("category", json!("keyboards")),
            ("reorder_level", json!(0)),
        ] {
            let (status, item) = change(&service, "AUD-1001", &json!({field: value})).await;
            assert_eq!(status, StatusCode::OK, "{item}");
            assert_eq!(item[field], value);
            assert_eq!(service.read(path).await, item);
        }
        let after = service.read(path).await;
        assert_eq!(after["on_hand"], before["on_hand"]);
        assert_eq!(after["sku"], before["sku"]);
        let page = service.read("/api/v1/inventory?q=2nd").await;
        assert_eq!(page["items"], json!([after]));
    })
    .await;
}

#[tokio::test]
async fn only_an_admin_may_change_the_catalogue() {
    with_service(&[], |service| async move {
        for role in ["customer", "operator", "service"] {
            let body = product("LAP-1011");
            let (status, _) = service.send(role, Method::POST, PRODUCTS, &body).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{role}");
            let path = format!("{PRODUCTS}/LAP-1001");
            let body = json!({"name": "Mine"});
            let (status, _) = service.send(role, Method::PATCH, &path, &body).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{role}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_wrong_product_names_the_field() {
    with_service(&[], |service| async move {
        let price =
            |amount: Value, currency: &str| json!({"amount_minor": amount, "currency": currency});
        let cases = [
            ("name", json!(""), "name"),
            ("name", json!("x".repeat(201)), "name"),
            ("name", json!("a\u{0}"), "name"),
            ("category", json!("shoes"), "category"),
            ("category", json!("a\u{0}"), "category"),
            ("price", json!(5), "price"),
            ("price", json!({"currency": "EUR"}), "price.amount_minor"),
            ("price", price(json!(-1), "EUR"), "price.amount_minor"),
            ("price", price(json!(1e30), "EUR"), "price.amount_minor"),
            ("price", price(json!(9.5), "EUR"), "price.amount_minor"),
            ("price", price(json!(5), "USD"), "price.currency"),
            (
                "price",
                json!({"amount_minor": 5, "currency": "EUR", "tax": 1}),
                "price.tax",
            ),
            ("reorder_level", json!(-1), "reorder_level"),
            ("reorder_level", json!(1_000_001), "reorder_level"),
            ("reorder_level", Value::Null, "reorder_level"),
            ("on_hand", json!(5), "on_hand"),
        ];
        for (name, value, field) in cases {
            let mut body = product("LAP-1011");
            body[name] = value.clone();
            let (status, answer) = create(&service, &body).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{name} {value}");
            assert_eq!(answer["errors"][0]["field"], field, "{value}");
            let (status, answer) = change(&service, "LAP-1001", &json!({name: value})).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{name} {value}");
            assert_eq!(answer["errors"][0]["field"], field, "{value}");
        }
        for sku in ["", "lap-1", "LAP 1", "LAP-1\n", &"A".repeat(65)] {
            let (status, answer) = create(&service, &product(sku)).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{sku}");
            assert_eq!(answer["errors"][0]["field"], "sku");
        }
        let (status, answer) = change(&service, "LAP-1001", &json!({})).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(answer["errors"][0]["field"], "body");
        let (status, _) = change(&service, "LAP-1001", &json!({"sku": "LAP-1002"})).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let (status, _) = change(&service, "NON-0000", &json!({"reorder_level": 1})).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let response = service.get("customer", "/api/v1/inventory/LAP-1011").await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    })
    .await;
}
