import type { ColumnType, Generated, Insertable, Selectable } from 'kysely';
import type { Channel, Status } from '../service.js';

type Time = ColumnType<Date, Date | undefined, Date>;

interface ProcessedEvents {
  event_id: string;
  type: string;
  order_id: string;
  processed_at: Time;
}

interface Notifications {
  id: string;
  event_id: string | null;
  event_type: string | null;
  order_id: string | null;
  order_number: string | null;
  customer_id: string | null;
  customer_email: string | null;
  channel: Channel;
  recipient: string;
  subject: string | null;
  text: string;
  html: string | null;
  status: Generated<Status>;
  attempts: Generated<number>;
  next_attempt_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  last_error: string | null;
  traceparent: string | null;
  created_at: Time;
  updated_at: Time;
  sent_at: Date | null;
}

/** The tables as Kysely sees them. */
export interface Schema {
  processed_events: ProcessedEvents;
  notifications: Notifications;
}

export type Notification = Selectable<Notifications>;
export type NewNotification = Insertable<Notifications>;
