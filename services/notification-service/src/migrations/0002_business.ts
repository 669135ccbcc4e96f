import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Not every event is about an order any more.
  await sql`ALTER TABLE processed_events ALTER COLUMN order_id DROP NOT NULL`.execute(db);
  await sql`CREATE INDEX processed_events_age ON processed_events (processed_at)`.execute(db);
  // Processed events are forgotten after a while, notifications are not; notifications_once still holds then.
  await sql`ALTER TABLE notifications DROP CONSTRAINT notifications_event_id_fkey`.execute(db);

  await sql`
    CREATE TABLE preferences (
      user_id    text PRIMARY KEY,
      language   text NOT NULL CHECK (language IN ('en', 'de')),
      email      boolean NOT NULL,
      sms        boolean NOT NULL,
      live       boolean NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);

  await sql`
    CREATE TABLE live_events (
      event_id    uuid PRIMARY KEY,
      -- The place in the one order in which all instances push; NULL until it has one.
      position    bigint UNIQUE,
      -- Whose order it is about; NULL: for operators and admins only.
      customer_id text,
      -- The frame that browsers get.
      message     text NOT NULL,
      stored_at   timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
  await sql`CREATE SEQUENCE live_positions`.execute(db);
  await sql`CREATE INDEX live_events_unplaced ON live_events (stored_at) WHERE position IS NULL`.execute(db);
  await sql`CREATE INDEX live_events_customer ON live_events (customer_id, position)`.execute(db);
  await sql`CREATE INDEX live_events_age ON live_events (stored_at)`.execute(db);

  await sql`
    CREATE TABLE idempotency_keys (
      caller       text NOT NULL,
      key          text NOT NULL,
      request_hash text NOT NULL,
      -- The first answer; written in the transaction that inserts the row.
      answer       json,
      created_at   timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (caller, key)
    )`.execute(db);
  await sql`CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at)`.execute(db);

  // Each combination of filters is answered in the order of an index, newest first.
  await sql`CREATE INDEX notifications_channel ON notifications (channel, id DESC)`.execute(db);
  await sql`CREATE INDEX notifications_status ON notifications (status, id DESC)`.execute(db);
}
