//! Finds low stock that no request noticed: what starts low, and what somebody else wrote to the
//! tables. Requests see to their own products in their own transaction.

use tracing::Instrument;

use crate::{App, problem::Result};

/// Products that one run works on; the rest waits for the next.
const BATCH: i64 = 100;

/// One transaction for each product. Only a product that is judged anew makes a trace, of its own.
pub(super) async fn run(app: App) -> Result<u64> {
    let skus = app.store.misjudged_products(BATCH).await?;
    for sku in &skus {
        let span = tracing::info_span!("low_stock_scan", otel.kind = "internal", oms.sku = sku);
        app.store.judge_product(sku).instrument(span).await?;
    }
    Ok(skus.len() as u64)
}
