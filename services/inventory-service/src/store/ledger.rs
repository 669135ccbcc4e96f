//! The movements ledger and the stock rows, which change only together and only here.

use std::collections::BTreeMap;

use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Repeatable, Response, Store, change::Change};
use crate::{
    problem::{Error, Result},
    stock::{self, Level, Movement, MovementKind},
    timestamp,
};

/// A row of the ledger, as the API shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct LedgerEntry {
    pub id: Uuid,
    pub sku: String,
    pub warehouse: String,
    pub kind: String,
    pub quantity: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(serialize_with = "timestamp::serialize")]
    pub created_at: OffsetDateTime,
}

/// A count to be corrected.
pub struct Adjustment {
    pub sku: String,
    pub warehouse: String,
    pub delta: i32,
    pub reason: String,
}

/// A stock row under lock, with what a reservation remembers of its product.
#[derive(sqlx::FromRow)]
pub(super) struct LockedLevel {
    sku: String,
    warehouse: String,
    on_hand: i32,
    reserved: i32,
    pub(super) name: String,
    pub(super) price_minor: i64,
    pub(super) currency: String,
}

impl LockedLevel {
    pub(super) fn sku(&self) -> &str {
        &self.sku
    }

    pub(super) fn level(&self) -> Level {
        Level {
            sku: self.sku.clone(),
            warehouse: self.warehouse.clone(),
            on_hand: self.on_hand,
            reserved: self.reserved,
        }
    }
}

impl Store {
    /// At most `limit` movements of a product, newest first, older than the movement `before`.
    ///
    /// # Errors
    /// When the database does.
    pub async fn movements(
        &self,
        sku: &str,
        before: Option<Uuid>,
        limit: i64,
    ) -> sqlx::Result<Vec<LedgerEntry>> {
        let query = sqlx::query_as(
            "SELECT id, sku, warehouse, kind, quantity, order_id, reason, created_at
             FROM stock_movements
             WHERE sku = $1 AND ($2::uuid IS NULL OR id < $2)
             ORDER BY id DESC
             LIMIT $3",
        )
        .bind(sku)
        .bind(before)
        .bind(limit)
        .fetch_all(&self.pool);
        self.observe("SELECT", "stock_movements", query).await
    }

    /// Corrects a count; the answer is the [`LedgerEntry`].
    ///
    /// # Errors
    /// `InvalidRequest` for an unknown product or warehouse; [`StockError::NotAdjustable`] when what
    /// is promised to orders would be missing; `IdempotencyKeyReused`.
    ///
    /// [`StockError::NotAdjustable`]: stock::StockError::NotAdjustable
    pub async fn adjust(
        &self,
        adjustment: &Adjustment,
        repeatable: Option<&Repeatable>,
    ) -> Result<Response> {
        let mut change = self.begin().await?;
        if let Some(response) = self.claim_key(&mut change, repeatable).await? {
            return Ok(response);
        }
        let skus = [adjustment.sku.clone()];
        let locked = self.lock_levels(&mut change, &skus).await?;
        if locked.is_empty() {
            return Err(Error::field("sku", "there is no such product"));
        }
        let level = locked
            .iter()
            .find(|level| level.warehouse == adjustment.warehouse)
            .ok_or_else(|| Error::field("warehouse", "there is no such warehouse"))?
            .level();
        stock::check_adjustment(&level, adjustment.delta)?;
        let movement = Movement {
            sku: level.sku,
            warehouse: level.warehouse,
            kind: MovementKind::Adjust,
            quantity: adjustment.delta,
            order_id: None,
            reason: Some(adjustment.reason.clone().into()),
        };
        let entries = self.apply(&mut change, &[movement]).await?;
        self.watch_levels(&mut change, &skus).await?;
        let response = self
            .keep_answer(&mut change, repeatable, &entries[0])
            .await?;
        self.commit(change).await?;
        Ok(response)
    }

    /// Locks every stock row of the products. Everything that changes stock calls this first, and
    /// it locks in the order of the key, so two orders over the same products wait for each other
    /// and never in a circle. The cache hears of the change before.
    pub(super) async fn lock_levels(
        &self,
        change: &mut Change,
        skus: &[String],
    ) -> sqlx::Result<Vec<LockedLevel>> {
        self.announce(change, skus).await;
        let query = sqlx::query_as(
            "SELECT s.sku, s.warehouse, s.on_hand, s.reserved,
                    p.name, p.price_minor, p.currency
             FROM stock s
             JOIN products p ON p.sku = s.sku
             WHERE s.sku = ANY($1)
             ORDER BY s.sku, s.warehouse
             FOR UPDATE OF s",
        )
        .bind(skus)
        .fetch_all(change.connection());
        self.observe("SELECT", "stock", query).await
    }

    /// Writes the movements and changes the stock rows by their effect. The rows must be locked.
    pub(super) async fn apply(
        &self,
        change: &mut Change,
        movements: &[Movement],
    ) -> sqlx::Result<Vec<LedgerEntry>> {
        let entries = self.insert_movements(change, movements).await?;

        let mut effects = BTreeMap::<(&str, &str), (i32, i32)>::new();
        for movement in movements {
            let (on_hand, reserved) = movement.kind.effect(movement.quantity);
            let key = (movement.sku.as_str(), movement.warehouse.as_str());
            let sum = effects.entry(key).or_default();
            sum.0 += on_hand;
            sum.1 += reserved;
        }
        let (mut skus, mut warehouses) = (Vec::new(), Vec::new());
        let (mut on_hand, mut reserved) = (Vec::new(), Vec::new());
        for ((sku, warehouse), effect) in effects {
            skus.push(sku);
            warehouses.push(warehouse);
            on_hand.push(effect.0);
            reserved.push(effect.1);
        }
        let query = sqlx::query(
            "UPDATE stock
             SET on_hand = stock.on_hand + change.on_hand,
                 reserved = stock.reserved + change.reserved,
                 updated_at = now()
             FROM unnest($1::text[], $2::text[], $3::int[], $4::int[])
                  AS change (sku, warehouse, on_hand, reserved)
             WHERE stock.sku = change.sku AND stock.warehouse = change.warehouse",
        )
        .bind(skus)
        .bind(warehouses)
        .bind(on_hand)
        .bind(reserved)
        .execute(change.connection());
        self.observe("UPDATE", "stock", query).await?;
        Ok(entries)
    }

    async fn insert_movements(
        &self,
        change: &mut Change,
        movements: &[Movement],
    ) -> sqlx::Result<Vec<LedgerEntry>> {
        let column = |of: fn(&Movement) -> &str| movements.iter().map(of).collect::<Vec<_>>();
        let query = sqlx::query_as(
            "INSERT INTO stock_movements (id, sku, warehouse, kind, quantity, order_id, reason)
             SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[],
                                  $6::uuid[], $7::text[])
             RETURNING id, sku, warehouse, kind, quantity, order_id, reason, created_at",
        )
        // Ids are made under the lock, so the ledger of a product reads in the order of its events.
        .bind(movements.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
        .bind(column(|movement| &movement.sku))
        .bind(column(|movement| &movement.warehouse))
        .bind(column(|movement| movement.kind.as_str()))
        .bind(
            movements
                .iter()
                .map(|movement| movement.quantity)
                .collect::<Vec<_>>(),
        )
        .bind(
            movements
                .iter()
                .map(|movement| movement.order_id)
                .collect::<Vec<_>>(),
        )
        .bind(
            movements
                .iter()
                .map(|movement| movement.reason.as_deref())
                .collect::<Vec<_>>(),
        )
        .fetch_all(change.connection());
        self.observe("INSERT", "stock_movements", query).await
    }
}
