//! Keeps the stock gauges right.

use crate::{App, problem::Result, telemetry::labels::StockLabels};

/// Reads all levels with one statement, counts the open reservations with another, and sets the gauges. The database is the truth, so the gauges
/// are right even when another instance of this service sold the goods.
pub(super) async fn run(app: App) -> Result<u64> {
    let products = app.store.levels().await?;
    let mut low = 0;
    for product in &products {
        low += i64::from(product.low_stock);
        for (warehouse, available) in &product.available {
            app.metrics
                .inventory_stock_level
                .get_or_create(&StockLabels {
                    sku: product.sku.clone(),
                    warehouse: warehouse.clone(),
                })
                .set(i64::from(*available));
        }
    }
    app.metrics.inventory_low_stock_items.set(low);
    let reservations = app.store.open_reservations().await?;
    app.metrics.set_open_reservations(&reservations);
    Ok(products.len() as u64)
}
