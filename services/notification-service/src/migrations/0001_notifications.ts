import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE processed_events (
      event_id     uuid PRIMARY KEY,
      type         text NOT NULL,
      order_id     uuid NOT NULL,
      processed_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);

  await sql`
    CREATE TABLE notifications (
      id              uuid PRIMARY KEY,
      event_id        uuid REFERENCES processed_events,
      event_type      text,
      order_id        uuid,
      order_number    text,
      customer_id     text,
      customer_email  text,
      channel         text NOT NULL CHECK (channel IN ('email', 'sms')),
      recipient       text NOT NULL,
      subject         text,
      text            text NOT NULL,
      html            text,
      status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sending', 'sent', 'failed')),
      attempts        integer NOT NULL DEFAULT 0,
      -- While sending: when the claim ends. NULL: nothing more to do.
      next_attempt_at timestamptz DEFAULT now(),
      last_error      text,
      traceparent     text,
      created_at      timestamptz NOT NULL DEFAULT now(),
      updated_at      timestamptz NOT NULL DEFAULT now(),
      sent_at         timestamptz,
      CONSTRAINT notifications_once UNIQUE (event_id, channel, recipient)
    )`.execute(db);

  await sql`CREATE INDEX notifications_due ON notifications (channel, next_attempt_at) WHERE next_attempt_at IS NOT NULL`.execute(
    db,
  );
  await sql`CREATE INDEX notifications_customer ON notifications (customer_id, id DESC)`.execute(db);
  await sql`CREATE INDEX notifications_recipient ON notifications (recipient, id DESC)`.execute(db);
}
