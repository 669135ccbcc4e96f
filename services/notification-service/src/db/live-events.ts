import { sql } from 'kysely';
import type { Database } from './database.js';

/** One stored live event in its place. */
export interface PlacedEvent {
  position: number;
  customer_id: string | null;
  message: string;
}

/** Whose events somebody gets: one customer's, or all. */
export type Audience = { customerId: string } | 'everything';

/** A number of our own among the database's advisory locks. */
const placingLock = 8005;

/**
 * Gives stored events their place in the one order of all instances; answers how many. Places are
 * given out by one transaction at a time and after the events' own commits, so whoever has read up to
 * a place has missed nothing before it.
 */
export async function placeEvents(db: Database): Promise<number> {
  return db.query.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${placingLock})`.execute(tx);
    const { numAffectedRows } = await sql`
      UPDATE live_events l SET position = placed.position
        FROM (SELECT event_id, nextval('live_positions') AS position
                FROM (SELECT event_id FROM live_events WHERE position IS NULL
                       ORDER BY stored_at, event_id LIMIT 1000) waiting) placed
       WHERE l.event_id = placed.event_id`.execute(tx);
    return Number(numAffectedRows ?? 0);
  });
}

/** The newest place that is taken; 0 when there is none. */
export async function lastPosition(db: Database): Promise<number> {
  const { rows } = await sql<{ last: string | null }>`
    SELECT max(position) AS last FROM live_events`.execute(db.query);
  return Number(rows[0]?.last ?? 0);
}

/** The place of an event; undefined when it is not stored (any more). */
export async function positionOf(db: Database, eventId: string): Promise<number | undefined> {
  const row = await db.query
    .selectFrom('live_events')
    .select('position')
    .where('event_id', '=', eventId)
    .where('position', 'is not', null)
    .executeTakeFirst();
  return row ? Number(row.position) : undefined;
}

/** What stands behind a place, in order: the first `limit` events. */
export async function eventsAfter(db: Database, position: number, limit: number): Promise<PlacedEvent[]> {
  const rows = await db.query
    .selectFrom('live_events')
    .select(['position', 'customer_id', 'message'])
    .where('position', '>', String(position))
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

/** What an audience has missed between two places (the second included), in order: the last `limit` events. */
export async function missedEvents(
  db: Database,
  audience: Audience,
  after: number,
  upTo: number,
  limit: number,
): Promise<string[]> {
  let query = db.query
    .selectFrom('live_events')
    .select('message')
    .where('position', '>', String(after))
    .where('position', '<=', String(upTo))
    .orderBy('position', 'desc')
    .limit(limit);
  if (audience !== 'everything') query = query.where('customer_id', '=', audience.customerId);
  const rows = await query.execute();
  return rows.map(({ message }) => message).reverse();
}
