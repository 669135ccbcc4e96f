//! Reservations: each function is one transaction that locks the reservation first and the stock
//! rows after it.

use std::{collections::BTreeMap, time::Duration};

use time::OffsetDateTime;
use uuid::Uuid;

use super::{Store, change::Change, ledger::LockedLevel};
use crate::{
    problem::{Error, Result},
    stock::{
        self, Allocation, Amount, Distances, Line, MovementKind, Reservation, ReservationStatus,
        ReservedItem, StockError, WarehouseQuantity,
    },
};

/// What [`Store::reserve`] did.
pub enum Reserved {
    New(Reservation),
    Before(Reservation),
}

/// What [`Store::commit_reservation`] did.
pub enum Committed {
    Now(Reservation),
    Before(Reservation),
}

/// What [`Store::release_reservation`] did.
pub enum Released {
    /// The hold was lifted, or committed goods came back: the status says which.
    Now(Reservation),
    /// There was nothing left to give back.
    Before(Reservation),
    /// The order never had a reservation.
    Never,
}

/// How many reservations nothing has ended yet.
#[derive(sqlx::FromRow)]
pub struct OpenReservations {
    pub open: i64,
    /// Those of them that have run out.
    pub overdue: i64,
}

impl Store {
    /// Holds the lines (merged and sorted, see [`stock::merge_lines`]) for an order, near to its
    /// customer when `distances` says how far the warehouses are.
    ///
    /// # Errors
    /// [`StockError::OutOfStock`], and nothing is held; [`StockError::OtherItems`] or
    /// [`StockError::WrongStatus`] when the order's reservation does not fit the request.
    pub async fn reserve(
        &self,
        order_id: Uuid,
        lines: &[Line],
        distances: Option<&Distances>,
        ttl: Duration,
    ) -> Result<Reserved> {
        let mut change = self.begin().await?;
        let expires_at = OffsetDateTime::now_utc() + ttl;
        let id = match self.insert_head(&mut change, order_id, expires_at).await? {
            Some(id) => id,
            None => {
                let existing = self.lock_reservation(&mut change, order_id).await?;
                let existing = existing.ok_or(Error::Internal("a reservation disappeared"))?;
                match existing.status {
                    ReservationStatus::Reserved | ReservationStatus::Committed => {
                        if existing.lines() != lines {
                            return Err(StockError::OtherItems(order_id).into());
                        }
                        return Ok(Reserved::Before(existing));
                    }
                    ReservationStatus::Expired => {
                        self.revive_head(&mut change, existing.id, expires_at)
                            .await?;
                        existing.id
                    }
                    status => return Err(StockError::WrongStatus { order_id, status }.into()),
                }
            }
        };

        let skus: Vec<String> = lines.iter().map(|line| line.sku.clone()).collect();
        let locked = self.lock_levels(&mut change, &skus).await?;
        let levels: Vec<_> = locked.iter().map(LockedLevel::level).collect();
        let allocations = stock::allocate(order_id, lines, &levels, distances)?;
        let reservation = Reservation {
            id,
            order_id,
            status: ReservationStatus::Reserved,
            expires_at,
            items: reserved_items(lines, &allocations, &locked),
        };
        self.insert_allocations(&mut change, &reservation).await?;
        let movements = reservation.movements(MovementKind::Reserve, -1, None);
        self.apply(&mut change, &movements).await?;
        self.watch_levels(&mut change, &skus).await?;
        self.commit(change).await?;
        Ok(Reserved::New(reservation))
    }

    /// Takes the held goods out of stock.
    ///
    /// # Errors
    /// [`StockError::NoReservation`]; [`StockError::WrongStatus`] when the hold is gone.
    pub async fn commit_reservation(&self, order_id: Uuid) -> Result<Committed> {
        let mut change = self.begin().await?;
        let reservation = self
            .lock_reservation(&mut change, order_id)
            .await?
            .ok_or(StockError::NoReservation(order_id))?;
        match reservation.status {
            ReservationStatus::Committed => Ok(Committed::Before(reservation)),
            ReservationStatus::Reserved => {
                let mut movements =
                    reservation.movements(MovementKind::Release, 1, Some("committed"));
                movements.extend(reservation.movements(MovementKind::Commit, -1, None));
                let status = ReservationStatus::Committed;
                let committed = self.finish(change, reservation, status, &movements).await?;
                Ok(Committed::Now(committed))
            }
            status => Err(StockError::WrongStatus { order_id, status }.into()),
        }
    }

    /// Gives an order's stock back, whether it is only held or already committed.
    ///
    /// # Errors
    /// When the database does.
    pub async fn release_reservation(&self, order_id: Uuid) -> Result<Released> {
        let mut change = self.begin().await?;
        let Some(reservation) = self.lock_reservation(&mut change, order_id).await? else {
            return Ok(Released::Never);
        };
        let (status, kind) = match reservation.status {
            ReservationStatus::Reserved => (ReservationStatus::Released, MovementKind::Release),
            ReservationStatus::Committed => (ReservationStatus::Returned, MovementKind::Return),
            _ => return Ok(Released::Before(reservation)),
        };
        let movements = reservation.movements(kind, 1, Some("cancelled"));
        let released = self.finish(change, reservation, status, &movements).await?;
        Ok(Released::Now(released))
    }

    /// The orders, oldest first, whose hold has run out; at most `limit`.
    ///
    /// # Errors
    /// When the database does.
    pub async fn overdue_orders(&self, limit: i64) -> sqlx::Result<Vec<Uuid>> {
        let query = sqlx::query_scalar(
            "SELECT order_id FROM reservations
             WHERE status = 'reserved' AND expires_at <= now()
             ORDER BY expires_at
             LIMIT $1",
        )
        .bind(limit)
        .fetch_all(&self.pool);
        self.observe("SELECT", "reservations", query).await
    }

    /// Counts the reservations that still hold stock.
    ///
    /// # Errors
    /// When the database does.
    pub async fn open_reservations(&self) -> sqlx::Result<OpenReservations> {
        let query = sqlx::query_as(
            "SELECT count(*) AS open, count(*) FILTER (WHERE expires_at <= now()) AS overdue
             FROM reservations WHERE status = 'reserved'",
        )
        .fetch_one(&self.pool);
        self.observe("SELECT", "reservations", query).await
    }

    /// Lifts the hold of an overdue order; none when it was committed or released meanwhile.
    ///
    /// # Errors
    /// When the database does.
    pub async fn expire_reservation(&self, order_id: Uuid) -> Result<Option<Reservation>> {
        let mut change = self.begin().await?;
        let reservation = self.lock_reservation(&mut change, order_id).await?;
        let Some(reservation) = reservation.filter(|reservation| {
            reservation.status == ReservationStatus::Reserved
                && reservation.expires_at <= OffsetDateTime::now_utc()
        }) else {
            return Ok(None);
        };
        let movements = reservation.movements(MovementKind::Release, 1, Some("expired"));
        let status = ReservationStatus::Expired;
        let expired = self.finish(change, reservation, status, &movements).await?;
        Ok(Some(expired))
    }

    /// The common end of commit, release and expiry.
    async fn finish(
        &self,
        mut change: Change,
        mut reservation: Reservation,
        status: ReservationStatus,
        movements: &[stock::Movement],
    ) -> Result<Reservation> {
        let skus: Vec<String> = reservation
            .items
            .iter()
            .map(|item| item.sku.clone())
            .collect();
        self.lock_levels(&mut change, &skus).await?;
        self.apply(&mut change, movements).await?;
        // A commit takes pieces that were not available before.
        if status != ReservationStatus::Committed {
            self.watch_levels(&mut change, &skus).await?;
        }
        let query =
            sqlx::query("UPDATE reservations SET status = $2, updated_at = now() WHERE id = $1")
                .bind(reservation.id)
                .bind(status.as_str())
                .execute(change.connection());
        self.observe("UPDATE", "reservations", query).await?;
        self.commit(change).await?;
        reservation.status = status;
        Ok(reservation)
    }
}

/// Joins what was allocated with the name and price of the moment.
fn reserved_items(
    lines: &[Line],
    allocations: &[Allocation],
    locked: &[LockedLevel],
) -> Vec<ReservedItem> {
    let products: BTreeMap<&str, &LockedLevel> =
        locked.iter().map(|level| (level.sku(), level)).collect();
    lines
        .iter()
        .filter_map(|line| {
            let product = products.get(line.sku.as_str())?;
            Some(ReservedItem {
                sku: line.sku.clone(),
                name: product.name.clone(),
                quantity: line.quantity,
                unit_price: Amount {
                    amount_minor: product.price_minor,
                    currency: product.currency.clone(),
                },
                allocations: allocations
                    .iter()
                    .filter(|allocation| allocation.sku == line.sku)
                    .map(|allocation| WarehouseQuantity {
                        warehouse: allocation.warehouse.clone(),
                        quantity: allocation.quantity,
                    })
                    .collect(),
            })
        })
        .collect()
}
