import { type Kysely, sql } from 'kysely';
import type { Channel, Status } from '../service.js';
import type { Database } from './database.js';
import type { NewNotification, Notification, Schema } from './schema.js';

/** How long a claim holds: longer than any attempt takes, so a claim that ran out means that its owner died. */
export const claimSeconds = 30;

/** Stores one notification that was asked for by hand, alone or as part of a transaction. */
export async function insertNotification(
  query: Kysely<Schema>,
  notification: NewNotification,
): Promise<Notification> {
  return query.insertInto('notifications').values(notification).returningAll().executeTakeFirstOrThrow();
}

/**
 * Claims up to `limit` due notifications of a channel, so that no other worker or process sends
 * them: `fresh` ones that were never tried, or `overdue` ones that failed, were forgotten for five
 * seconds, or whose claim ran out.
 */
export async function claimDue(
  db: Database,
  channel: Channel,
  kind: 'fresh' | 'overdue',
  limit: number,
): Promise<Notification[]> {
  const which =
    kind === 'fresh'
      ? sql`attempts = 0`
      : sql`(attempts > 0 OR next_attempt_at < now() - interval '5 seconds')`;
  const { rows } = await sql<Notification>`
    UPDATE notifications n
       SET status = 'sending', attempts = n.attempts + 1, updated_at = now(),
           next_attempt_at = now() + ${claimSeconds} * interval '1 second'
      FROM (SELECT id FROM notifications
             WHERE channel = ${channel} AND next_attempt_at <= now() AND ${which}
             ORDER BY next_attempt_at LIMIT ${limit}
               FOR UPDATE SKIP LOCKED) due
     WHERE n.id = due.id
    RETURNING n.*`.execute(db.query);
  return rows;
}

/** The `attempts` condition keeps a worker whose claim ran out from overwriting its successor's result. */
export async function markSent(db: Database, { id, attempts }: Notification): Promise<void> {
  await sql`
    UPDATE notifications
       SET status = 'sent', sent_at = now(), updated_at = now(), next_attempt_at = NULL, last_error = NULL
     WHERE id = ${id} AND status = 'sending' AND attempts = ${attempts}`.execute(db.query);
}

/** A null delay gives the notification up. */
export async function markFailed(
  db: Database,
  { id, attempts }: Notification,
  error: string,
  delayMs: number | null,
): Promise<void> {
  await sql`
    UPDATE notifications
       SET status = 'failed', updated_at = now(), last_error = ${error.slice(0, 500)},
           next_attempt_at = now() + ${delayMs}::double precision * interval '1 millisecond'
     WHERE id = ${id} AND status = 'sending' AND attempts = ${attempts}`.execute(db.query);
}

export interface NotificationFilter {
  customerId?: string;
  recipient?: string;
  channel?: Channel;
  status?: Status;
}

/** One page, newest first: ids are UUIDv7, so their order is that of creation. */
export async function listNotifications(
  db: Database,
  filter: NotificationFilter,
  limit: number,
  before?: string,
): Promise<Notification[]> {
  let query = db.query.selectFrom('notifications').selectAll().orderBy('id', 'desc').limit(limit);
  if (before) query = query.where('id', '<', before);
  if (filter.customerId) query = query.where('customer_id', '=', filter.customerId);
  if (filter.recipient) query = query.where('recipient', '=', filter.recipient);
  if (filter.channel) query = query.where('channel', '=', filter.channel);
  if (filter.status) query = query.where('status', '=', filter.status);
  return query.execute();
}

export async function findNotification(db: Database, id: string): Promise<Notification | undefined> {
  return db.query.selectFrom('notifications').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Makes a notification due again with all its attempts; undefined when it is sent or being sent. */
export async function requeueNotification(db: Database, id: string): Promise<Notification | undefined> {
  return db.query
    .updateTable('notifications')
    .set({ status: 'pending', attempts: 0, next_attempt_at: sql<Date>`now()`, updated_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('status', 'in', ['pending', 'failed'])
    .returningAll()
    .executeTakeFirst();
}

/** How many notifications still wait to be sent. */
export async function countQueued(db: Database): Promise<number> {
  const { rows } = await sql<{ queued: number }>`
    SELECT count(*)::integer AS queued FROM notifications WHERE next_attempt_at IS NOT NULL`.execute(
    db.query,
  );
  return rows[0]?.queued ?? 0;
}
