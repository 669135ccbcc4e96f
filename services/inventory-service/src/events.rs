//! The events of this service, as CloudEvents 1.0 in structured mode. The routing key is the type.

use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{store::Item, timestamp};

/// A product came down to its reorder level.
pub const LOW_STOCK: &str = "inventory.low_stock";

/// Every type that this service publishes.
pub const TYPES: [&str; 1] = [LOW_STOCK];

/// Something that happened; `data` follows `contracts/events/<type>.schema.json`.
#[derive(Debug)]
pub struct Event {
    pub id: Uuid,
    pub event_type: &'static str,
    /// The id of what it is about.
    pub subject: String,
    pub time: OffsetDateTime,
    pub data: Value,
}

impl Event {
    /// [`LOW_STOCK`] of a product as it is now.
    pub fn low_stock(item: &Item) -> Self {
        let warehouses: Vec<Value> = item
            .warehouses
            .iter()
            .map(|level| {
                json!({
                    "warehouse": level.warehouse,
                    "available": level.on_hand - level.reserved,
                })
            })
            .collect();
        Self {
            id: Uuid::now_v7(),
            event_type: LOW_STOCK,
            subject: item.sku.clone(),
            time: OffsetDateTime::now_utc(),
            data: json!({
                "sku": item.sku,
                "name": item.name,
                "available": item.available,
                "reorder_level": item.reorder_level,
                "warehouses": warehouses,
            }),
        }
    }

    /// The message body.
    pub fn cloud_event(&self) -> Value {
        json!({
            "specversion": "1.0",
            "id": self.id,
            "source": concat!("/", env!("CARGO_PKG_NAME")),
            "type": self.event_type,
            "subject": self.subject,
            "time": timestamp::format(self.time),
            "datacontenttype": "application/json",
            "data": self.data,
        })
    }
}
