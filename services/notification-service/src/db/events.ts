import type { OrderEvent } from '../events.js';
import type { Database } from './database.js';
import type { NewNotification } from './schema.js';

/**
 * Writes down that an event was processed together with its notifications, in one transaction.
 * Answers false, and stores nothing, when the event was processed before. A second delivery at the
 * same moment waits on the primary key until the first has committed.
 */
export async function recordEvent(
  db: Database,
  event: OrderEvent,
  notifications: NewNotification[],
): Promise<boolean> {
  return db.query.transaction().execute(async (tx) => {
    const recorded = await tx
      .insertInto('processed_events')
      .values({ event_id: event.id, type: event.type, order_id: event.data.order_id })
      .onConflict((conflict) => conflict.column('event_id').doNothing())
      .returning('event_id')
      .executeTakeFirst();
    if (!recorded) return false;
    if (notifications.length > 0) await tx.insertInto('notifications').values(notifications).execute();
    return true;
  });
}
