//! Gives back stock whose reservation ran out: its order was neither committed nor released.

use tracing::Instrument;

use crate::{App, problem::Result, telemetry::exemplars::note_trace};

/// Reservations that one run works on; the rest waits for the next.
const BATCH: i64 = 200;

/// One transaction for each reservation, so that stock rows are locked only for a moment. Only a
/// reservation that expires makes a trace, of its own.
pub(super) async fn run(app: App) -> Result<u64> {
    let mut expired = 0;
    for order_id in app.store.overdue_orders(BATCH).await? {
        let span = tracing::info_span!(
            "reservation_expiry",
            otel.kind = "internal",
            oms.order.id = %order_id,
        );
        note_trace(&span);
        let expiring = async {
            let Some(reservation) = app.store.expire_reservation(order_id).await? else {
                return Ok::<_, crate::problem::Error>(false);
            };
            app.metrics.reservation("expired");
            app.stock_changed.notify_one();
            tracing::info!(%order_id, reservation_id = %reservation.id, "a reservation expired");
            Ok(true)
        };
        if expiring.instrument(span).await? {
            expired += 1;
        }
    }
    Ok(expired)
}
