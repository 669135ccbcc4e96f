import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // When the event happened, from which its delivery is measured; NULL for what was asked for by hand.
  await sql`ALTER TABLE notifications ADD COLUMN event_time timestamptz`.execute(db);
}
