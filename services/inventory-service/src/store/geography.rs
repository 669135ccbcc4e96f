//! Reading where things are, once at start: only a migration changes it.

use sqlx::PgPool;

use crate::stock::{Geography, Point};

pub(super) async fn read(pool: &PgPool) -> sqlx::Result<Geography> {
    let warehouses = points(pool, "SELECT code, latitude, longitude FROM warehouses").await?;
    let countries = points(pool, "SELECT code, latitude, longitude FROM countries").await?;
    Ok(Geography::new(warehouses, countries))
}

async fn points(pool: &PgPool, query: &'static str) -> sqlx::Result<Vec<(String, Point)>> {
    let rows: Vec<(String, f64, f64)> = sqlx::query_as(query).fetch_all(pool).await?;
    let point = |(code, latitude, longitude)| {
        let place = Point {
            latitude,
            longitude,
        };
        (code, place)
    };
    Ok(rows.into_iter().map(point).collect())
}
