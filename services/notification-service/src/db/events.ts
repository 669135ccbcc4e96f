import { type DomainEvent, orderIdOf } from '../events.js';
import type { Database } from './database.js';
import type { NewLiveEvent, NewNotification } from './schema.js';

/**
 * Writes down that an event was processed together with its notifications and its live message, in
 * one transaction. Answers false, and stores nothing, when the event was processed before. A second
 * delivery at the same moment waits on the primary key until the first has committed.
 */
export async function recordEvent(
  db: Database,
  event: DomainEvent,
  notifications: NewNotification[],
  live: NewLiveEvent,
): Promise<boolean> {
  return db.query.transaction().execute(async (tx) => {
    const recorded = await tx
      .insertInto('processed_events')
      .values({ event_id: event.id, type: event.type, order_id: orderIdOf(event) })
      .onConflict((conflict) => conflict.column('event_id').doNothing())
      .returning('event_id')
      .executeTakeFirst();
    if (!recorded) return false;
    // A notification outlives the row above: an event that comes back after a month meets it here.
    if (notifications.length > 0)
      await tx
        .insertInto('notifications')
        .values(notifications)
        .onConflict((conflict) => conflict.constraint('notifications_once').doNothing())
        .execute();
    await tx.insertInto('live_events').values(live).execute();
    return true;
  });
}
