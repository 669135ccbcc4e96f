//! The rows of a reservation: its head, and one row for each product and warehouse.

use time::OffsetDateTime;
use uuid::Uuid;

use super::{Store, change::Change};
use crate::{
    problem::{Error, Result},
    stock::{Amount, Reservation, ReservationStatus, ReservedItem, WarehouseQuantity},
};

#[derive(sqlx::FromRow)]
struct Head {
    id: Uuid,
    order_id: Uuid,
    status: String,
    expires_at: OffsetDateTime,
}

#[derive(sqlx::FromRow)]
struct AllocationRow {
    sku: String,
    name: String,
    unit_price_minor: i64,
    currency: String,
    warehouse: String,
    quantity: i32,
}

impl Store {
    /// The id of the new row, or none when the order has one. Waits while another request for the
    /// same order is under way.
    pub(super) async fn insert_head(
        &self,
        change: &mut Change,
        order_id: Uuid,
        expires_at: OffsetDateTime,
    ) -> sqlx::Result<Option<Uuid>> {
        let query = sqlx::query_scalar(
            "INSERT INTO reservations (id, order_id, status, expires_at)
             VALUES ($1, $2, 'reserved', $3)
             ON CONFLICT (order_id) DO NOTHING
             RETURNING id",
        )
        .bind(Uuid::now_v7())
        .bind(order_id)
        .bind(expires_at)
        .fetch_optional(change.connection());
        self.observe("INSERT", "reservations", query).await
    }

    /// Makes an expired reservation live again, without the allocations it had.
    pub(super) async fn revive_head(
        &self,
        change: &mut Change,
        id: Uuid,
        expires_at: OffsetDateTime,
    ) -> sqlx::Result<()> {
        let query = sqlx::query("DELETE FROM reservation_allocations WHERE reservation_id = $1")
            .bind(id)
            .execute(change.connection());
        self.observe("DELETE", "reservation_allocations", query)
            .await?;
        let query = sqlx::query(
            "UPDATE reservations SET status = 'reserved', expires_at = $2, updated_at = now()
             WHERE id = $1",
        )
        .bind(id)
        .bind(expires_at)
        .execute(change.connection());
        self.observe("UPDATE", "reservations", query)
            .await
            .map(drop)
    }

    pub(super) async fn lock_reservation(
        &self,
        change: &mut Change,
        order_id: Uuid,
    ) -> Result<Option<Reservation>> {
        let query = sqlx::query_as::<_, Head>(
            "SELECT id, order_id, status, expires_at FROM reservations
             WHERE order_id = $1
             FOR UPDATE",
        )
        .bind(order_id)
        .fetch_optional(change.connection());
        let Some(head) = self.observe("SELECT", "reservations", query).await? else {
            return Ok(None);
        };
        let query = sqlx::query_as::<_, AllocationRow>(
            "SELECT sku, name, unit_price_minor, currency, warehouse, quantity
             FROM reservation_allocations
             WHERE reservation_id = $1
             ORDER BY sku, position",
        )
        .bind(head.id)
        .fetch_all(change.connection());
        let rows = self
            .observe("SELECT", "reservation_allocations", query)
            .await?;
        head.with_items(rows).map(Some)
    }

    pub(super) async fn insert_allocations(
        &self,
        change: &mut Change,
        reservation: &Reservation,
    ) -> sqlx::Result<()> {
        let (mut skus, mut names, mut prices) = (Vec::new(), Vec::new(), Vec::new());
        let (mut currencies, mut warehouses) = (Vec::new(), Vec::new());
        let (mut positions, mut quantities) = (Vec::<i32>::new(), Vec::new());
        for item in &reservation.items {
            for (position, allocation) in (0..).zip(&item.allocations) {
                skus.push(item.sku.as_str());
                names.push(item.name.as_str());
                prices.push(item.unit_price.amount_minor);
                currencies.push(item.unit_price.currency.as_str());
                warehouses.push(allocation.warehouse.as_str());
                positions.push(position);
                quantities.push(allocation.quantity);
            }
        }
        let query = sqlx::query(
            "INSERT INTO reservation_allocations
                 (reservation_id, sku, name, unit_price_minor, currency, warehouse, position, quantity)
             SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[],
                                      $7::int[], $8::int[])",
        )
        .bind(reservation.id)
        .bind(skus)
        .bind(names)
        .bind(prices)
        .bind(currencies)
        .bind(warehouses)
        .bind(positions)
        .bind(quantities)
        .execute(change.connection());
        self.observe("INSERT", "reservation_allocations", query)
            .await
            .map(drop)
    }
}

impl Head {
    fn with_items(self, rows: Vec<AllocationRow>) -> Result<Reservation> {
        let mut items: Vec<ReservedItem> = Vec::new();
        for row in rows {
            if items.last().is_none_or(|item| item.sku != row.sku) {
                items.push(ReservedItem {
                    sku: row.sku,
                    name: row.name,
                    quantity: 0,
                    unit_price: Amount {
                        amount_minor: row.unit_price_minor,
                        currency: row.currency,
                    },
                    allocations: Vec::new(),
                });
            }
            if let Some(item) = items.last_mut() {
                item.quantity += row.quantity;
                item.allocations.push(WarehouseQuantity {
                    warehouse: row.warehouse,
                    quantity: row.quantity,
                });
            }
        }
        let status = ReservationStatus::ALL
            .into_iter()
            .find(|status| status.as_str() == self.status)
            .ok_or(Error::Internal("a reservation has an unknown status"))?;
        Ok(Reservation {
            id: self.id,
            order_id: self.order_id,
            status,
            expires_at: self.expires_at,
            items,
        })
    }
}
