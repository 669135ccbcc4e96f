//! The rules of stock: what a movement changes, how an order's lines are spread over warehouses,
//! and what may happen to a reservation.
//!
//! Stock is kept per product and warehouse as two numbers: `on_hand`, the pieces that stand on the
//! shelf, and `reserved`, how many of those are promised to an order. What can still be sold is
//! `available = on_hand − reserved`.

mod geography;
mod reservation;

use std::{borrow::Cow, collections::BTreeMap};

use serde::Serialize;
use uuid::Uuid;

pub use geography::{Distances, Geography, Point};
pub use reservation::{Reservation, ReservationStatus, ReservedItem, WarehouseQuantity};

/// Money in minor units (cents) with its ISO 4217 currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Amount {
    pub amount_minor: i64,
    pub currency: String,
}

/// Why a row of the ledger was written.
///
/// The ledger has one signed quantity a row, and each kind changes exactly one number:
///
/// | kind                               | changes    | sign of the quantity                       |
/// | ---------------------------------- | ---------- | ------------------------------------------ |
/// | `receipt`, `return`                | `on_hand`  | + goods came in                            |
/// | `commit`                           | `on_hand`  | − goods left                               |
/// | `adjust`                           | `on_hand`  | ± a count was corrected                    |
/// | `reserve`                          | `reserved` | − pieces are held (`reserved` grows)       |
/// | `release`                          | `reserved` | + the hold is lifted (`reserved` shrinks)  |
///
/// A quantity is therefore always the change of `available`, and for each product and warehouse
/// - the sum of all rows is `available`,
/// - the sum of `receipt`, `commit`, `return` and `adjust` is `on_hand`,
/// - minus the sum of `reserve` and `release` is `reserved`.
///
/// A commit ends the hold and takes the goods, so it writes two rows: a `release` with the reason
/// `committed`, and the `commit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    Receipt,
    Reserve,
    Release,
    Commit,
    Return,
    Adjust,
}

impl MovementKind {
    /// The name in the ledger and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Reserve => "reserve",
            Self::Release => "release",
            Self::Commit => "commit",
            Self::Return => "return",
            Self::Adjust => "adjust",
        }
    }

    /// How a row of this kind changes (`on_hand`, `reserved`).
    pub fn effect(self, quantity: i32) -> (i32, i32) {
        match self {
            Self::Receipt | Self::Commit | Self::Return | Self::Adjust => (quantity, 0),
            Self::Reserve | Self::Release => (0, -quantity),
        }
    }
}

/// A row to be written to the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    pub sku: String,
    pub warehouse: String,
    pub kind: MovementKind,
    pub quantity: i32,
    pub order_id: Option<Uuid>,
    pub reason: Option<Cow<'static, str>>,
}

/// Pieces of one product that an order asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub sku: String,
    pub quantity: i32,
}

/// The stock of one product in one warehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    pub sku: String,
    pub warehouse: String,
    pub on_hand: i32,
    pub reserved: i32,
}

impl Level {
    /// What can still be sold.
    pub fn available(&self) -> i32 {
        self.on_hand - self.reserved
    }
}

/// Pieces of one product held in one warehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    pub sku: String,
    pub warehouse: String,
    pub quantity: i32,
}

/// A refusal of the rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StockError {
    #[error("not enough stock of {}", skus.join(", "))]
    OutOfStock { order_id: Uuid, skus: Vec<String> },
    #[error("no such product: {}", .0.join(", "))]
    UnknownProducts(Vec<String>),
    #[error("order {0} has no reservation")]
    NoReservation(Uuid),
    #[error("the reservation of order {order_id} is {}", status.as_str())]
    WrongStatus {
        order_id: Uuid,
        status: ReservationStatus,
    },
    #[error("order {0} was reserved with other items")]
    OtherItems(Uuid),
    #[error(
        "{sku} in {warehouse} has {on_hand} pieces of which {reserved} are reserved; \
         a change by {delta} is not possible"
    )]
    NotAdjustable {
        sku: String,
        warehouse: String,
        on_hand: i32,
        reserved: i32,
        delta: i32,
    },
    #[error("there is a product {0}")]
    SkuTaken(String),
}

/// Most pieces of a product that a warehouse can hold.
const MAX_ON_HAND: i32 = 1_000_000_000;

/// Adds up lines of the same product and sorts by it, so that equal requests compare equal.
pub fn merge_lines(lines: impl IntoIterator<Item = Line>) -> Vec<Line> {
    let mut quantities = BTreeMap::<String, i32>::new();
    for line in lines {
        let sum = quantities.entry(line.sku).or_default();
        *sum = sum.saturating_add(line.quantity);
    }
    quantities
        .into_iter()
        .map(|(sku, quantity)| Line { sku, quantity })
        .collect()
}

/// Checks a correction of a count: what is promised to orders must stay on the shelf.
///
/// # Errors
/// [`StockError::NotAdjustable`].
pub fn check_adjustment(level: &Level, delta: i32) -> Result<(), StockError> {
    match level.on_hand.checked_add(delta) {
        Some(on_hand) if on_hand >= level.reserved && on_hand <= MAX_ON_HAND => Ok(()),
        _ => Err(StockError::NotAdjustable {
            sku: level.sku.clone(),
            warehouse: level.warehouse.clone(),
            on_hand: level.on_hand,
            reserved: level.reserved,
            delta,
        }),
    }
}

/// Spreads every line of an order over the warehouses; all of them or none. With `distances` the
/// nearest warehouse comes first, without them the fullest.
///
/// # Errors
/// [`StockError::UnknownProducts`] names those that no warehouse has a level of,
/// [`StockError::OutOfStock`] those that cannot be served in full.
pub fn allocate(
    order_id: Uuid,
    lines: &[Line],
    levels: &[Level],
    distances: Option<&Distances>,
) -> Result<Vec<Allocation>, StockError> {
    let unknown: Vec<String> = lines
        .iter()
        .filter(|line| levels.iter().all(|level| level.sku != line.sku))
        .map(|line| line.sku.clone())
        .collect();
    if !unknown.is_empty() {
        return Err(StockError::UnknownProducts(unknown));
    }
    let mut allocations = Vec::new();
    let mut short = Vec::new();
    for line in lines {
        match allocate_line(line, levels, distances) {
            Some(mut found) => allocations.append(&mut found),
            None => short.push(line.sku.clone()),
        }
    }
    if short.is_empty() {
        Ok(allocations)
    } else {
        Err(StockError::OutOfStock {
            order_id,
            skus: short,
        })
    }
}

/// What the first warehouse cannot give comes from the next. The fullest one first means one parcel
/// whenever any single one can serve the line. Ties go by the warehouse's code.
fn allocate_line(
    line: &Line,
    levels: &[Level],
    distances: Option<&Distances>,
) -> Option<Vec<Allocation>> {
    let mut candidates: Vec<&Level> = levels
        .iter()
        .filter(|level| level.sku == line.sku && level.available() > 0)
        .collect();
    let distance = |level: &Level| {
        let known = distances.and_then(|distances| distances.get(&level.warehouse));
        known.copied().unwrap_or(f64::INFINITY)
    };
    candidates.sort_by(|a, b| {
        distance(a)
            .total_cmp(&distance(b))
            .then_with(|| b.available().cmp(&a.available()))
            .then_with(|| a.warehouse.cmp(&b.warehouse))
    });

    let mut missing = line.quantity;
    let mut allocations = Vec::new();
    for level in candidates {
        if missing == 0 {
            break;
        }
        let quantity = missing.min(level.available());
        missing -= quantity;
        allocations.push(Allocation {
            sku: line.sku.clone(),
            warehouse: level.warehouse.clone(),
            quantity,
        });
    }
    (missing == 0).then_some(allocations)
}

#[cfg(test)]
mod tests;
