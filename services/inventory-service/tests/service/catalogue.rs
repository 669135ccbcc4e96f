use std::collections::{BTreeMap, BTreeSet};

use reqwest::StatusCode;
use serde_json::Value;
use uuid::Uuid;

use crate::support::{Service, with_service};

/// Follows the cursors to the end.
async fn all(service: &Service, path: &str) -> Vec<Value> {
    let separator = if path.contains('?') { '&' } else { '?' };
    let mut items = Vec::new();
    let mut page = service.read(path).await;
    loop {
        items.append(page["items"].as_array_mut().unwrap());
        let Some(cursor) = page["next_cursor"].as_str() else {
            return items;
        };
        let next = format!("{path}{separator}cursor={cursor}");
        page = service.read(&next).await;
    }
}

fn skus(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item["sku"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_new_lab_has_sixty_products_in_six_categories_and_three_warehouses() {
    with_service(&[], |service| async move {
        let items = all(&service, "/api/v1/inventory?limit=7").await;
        let seen = skus(&items);
        assert_eq!(seen.len(), 60);
        assert!(seen.is_sorted(), "{seen:?}");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 60);

        let mut categories = BTreeMap::<&str, usize>::new();
        for item in &items {
            *categories
                .entry(item["category"].as_str().unwrap())
                .or_default() += 1;
            let warehouses = item["warehouses"].as_array().unwrap();
            let codes: Vec<&str> = warehouses
                .iter()
                .map(|level| level["warehouse"].as_str().unwrap())
                .collect();
            assert_eq!(codes, ["BER", "MAD", "RTM"]);
            assert_eq!(item["price"]["currency"], "EUR");
            assert!(item["price"]["amount_minor"].as_i64().unwrap() > 0);
        }
        assert_eq!(categories.len(), 6);
        assert!(
            categories.values().all(|&count| count == 10),
            "{categories:?}"
        );
        service.assert_ledger().await;
    })
    .await;
}

#[tokio::test]
async fn the_list_filters_by_text_category_and_low_stock() {
    with_service(&[], |service| async move {
        let found = all(&service, "/api/v1/inventory?q=ultrabook").await;
        assert_eq!(skus(&found), ["LAP-1001", "LAP-1002"]);
        let found = all(
            &service,
            "/api/v1/inventory?q=net-100&category=networking&limit=3",
        )
        .await;
        assert_eq!(found.len(), 9);
        let found = all(&service, "/api/v1/inventory?q=100%25").await;
        assert!(found.is_empty(), "a percent sign is no wildcard");
        assert!(
            all(&service, "/api/v1/inventory?category=shoes")
                .await
                .is_empty()
        );

        let low = all(&service, "/api/v1/inventory?low_stock=true").await;
        assert_eq!(skus(&low), ["NET-1008", "STO-1009"]);
        // 27 pieces, reorder level 25.
        let order_id = Uuid::now_v7();
        service.reserve(order_id, &[("MON-1008", 2)]).await;
        let low = all(&service, "/api/v1/inventory?low_stock=true").await;
        assert_eq!(skus(&low), ["MON-1008", "NET-1008", "STO-1009"]);
        let enough = all(&service, "/api/v1/inventory?low_stock=false").await;
        assert_eq!(enough.len(), 57);
    })
    .await;
}

#[tokio::test]
async fn every_role_may_read_the_catalogue() {
    with_service(&[], |service| async move {
        for role in ["customer", "operator", "admin", "service"] {
            let response = service.get(role, "/api/v1/inventory/LAP-1001").await;
            assert_eq!(response.status(), StatusCode::OK, "{role}");
        }
        let ignored = service.get("customer", "/api/v1/inventory?color=1&color=2");
        assert_eq!(ignored.await.status(), StatusCode::OK);
        for path in [
            "/api/v1/inventory/lap-1001",
            "/api/v1/inventory/NON-0000",
            "/api/v1/inventory/%FF",
            "/api/v1/inventory/%00",
        ] {
            let response = service.get("customer", path).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn movements_are_listed_newest_first_for_staff() {
    with_service(&[], |service| async move {
        let order_id = Uuid::now_v7();
        service.reserve(order_id, &[("KEY-1002", 2)]).await;
        service.release(order_id).await;

        let path = "/api/v1/inventory/KEY-1002/movements";
        let movements = all(&service, &format!("{path}?limit=2")).await;
        let kinds: Vec<&str> = movements
            .iter()
            .map(|row| row["kind"].as_str().unwrap())
            .collect();
        assert_eq!(
            kinds,
            ["release", "reserve", "receipt", "receipt", "receipt"]
        );
        assert_eq!(movements[0]["order_id"], order_id.to_string());
        assert_eq!(movements[0]["quantity"], 2);
        assert_eq!(movements[1]["quantity"], -2);
        assert!(movements[4].get("order_id").is_none());

        assert_eq!(
            service.get("customer", path).await.status(),
            StatusCode::FORBIDDEN
        );
        let unknown = "/api/v1/inventory/NON-0000/movements";
        assert_eq!(
            service.get("admin", unknown).await.status(),
            StatusCode::NOT_FOUND
        );
    })
    .await;
}

#[tokio::test]
async fn a_wrong_parameter_is_named() {
    with_service(&[], |service| async move {
        for (query, field) in [
            ("limit=0", "limit"),
            ("limit=201", "limit"),
            ("limit=ten", "limit"),
            ("cursor=nonsense", "cursor"),
            ("low_stock=perhaps", "low_stock"),
            ("q=%00", "q"),
            ("q=%FF", "q"),
            ("q=a&q=b", "q"),
            ("category=a%0Ab", "category"),
            ("low_stock=", "low_stock"),
            ("limit=1.0", "limit"),
        ] {
            let response = service
                .get("customer", &format!("/api/v1/inventory?{query}"))
                .await;
            assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{query}");
            let body: Value = response.json().await.unwrap();
            assert_eq!(body["errors"][0]["field"], field, "{query}");
        }
        let path = "/api/v1/inventory/KEY-1002/movements?cursor=YWZ0ZXI6eA";
        assert_eq!(
            service.get("admin", path).await.status(),
            StatusCode::BAD_REQUEST
        );
    })
    .await;
}
