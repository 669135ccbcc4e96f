//! What an order holds.

use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Amount, Line, Movement, MovementKind};
use crate::timestamp;

/// The life of a reservation: `reserved` becomes `committed`, `released` or `expired`; a
/// `committed` one whose goods come back is `returned`. An `expired` one may be reserved again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReservationStatus {
    Reserved,
    Committed,
    Released,
    Returned,
    Expired,
}

impl ReservationStatus {
    /// Every status, in the order of a reservation's life.
    pub const ALL: [Self; 5] = [
        Self::Reserved,
        Self::Committed,
        Self::Released,
        Self::Returned,
        Self::Expired,
    ];

    /// The name in the database and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Committed => "committed",
            Self::Released => "released",
            Self::Returned => "returned",
            Self::Expired => "expired",
        }
    }
}

/// An order's hold on stock, with the names and prices of the moment it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reservation {
    #[serde(rename = "reservation_id")]
    pub id: Uuid,
    pub order_id: Uuid,
    pub status: ReservationStatus,
    #[serde(serialize_with = "timestamp::serialize")]
    pub expires_at: OffsetDateTime,
    pub items: Vec<ReservedItem>,
}

/// One product of a reservation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReservedItem {
    pub sku: String,
    pub name: String,
    pub quantity: i32,
    pub unit_price: Amount,
    pub allocations: Vec<WarehouseQuantity>,
}

/// Where the pieces of a reserved item lie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WarehouseQuantity {
    pub warehouse: String,
    pub quantity: i32,
}

impl Reservation {
    /// The lines that were asked for, sorted by product.
    pub fn lines(&self) -> Vec<Line> {
        let line = |item: &ReservedItem| Line {
            sku: item.sku.clone(),
            quantity: item.quantity,
        };
        self.items.iter().map(line).collect()
    }

    /// One movement of `kind` for each allocation; `sign` is +1 or −1.
    pub fn movements(
        &self,
        kind: MovementKind,
        sign: i32,
        reason: Option<&'static str>,
    ) -> Vec<Movement> {
        let mut movements = Vec::new();
        for item in &self.items {
            for allocation in &item.allocations {
                movements.push(Movement {
                    sku: item.sku.clone(),
                    warehouse: allocation.warehouse.clone(),
                    kind,
                    quantity: sign * allocation.quantity,
                    order_id: Some(self.order_id),
                    reason: reason.map(Into::into),
                });
            }
        }
        movements
    }
}
