import { sql } from 'kysely';
import type { Config } from '../config.js';
import type { Database } from './database.js';

/** Rows of one statement: short transactions, and nobody waits for a lock of ours. */
const batch = 5000;

/** Deletes what is older than it needs to be; answers how many rows. */
export async function forgetOld(db: Database, config: Config): Promise<number> {
  const rules = [
    { table: 'live_events', time: 'stored_at', seconds: config.LIVE_EVENTS_RETENTION_SECONDS },
    { table: 'processed_events', time: 'processed_at', seconds: config.PROCESSED_EVENTS_RETENTION_SECONDS },
    { table: 'idempotency_keys', time: 'created_at', seconds: config.IDEMPOTENCY_KEYS_RETENTION_SECONDS },
  ];
  let forgotten = 0;
  for (const { table, time, seconds } of rules) {
    let deleted: number;
    do {
      const { numAffectedRows } = await sql`
        DELETE FROM ${sql.table(table)}
         WHERE ctid IN (SELECT ctid FROM ${sql.table(table)}
                         WHERE ${sql.ref(time)} < now() - ${seconds} * interval '1 second' LIMIT ${batch})`.execute(
        db.query,
      );
      deleted = Number(numAffectedRows ?? 0);
      forgotten += deleted;
    } while (deleted === batch);
  }
  return forgotten;
}
