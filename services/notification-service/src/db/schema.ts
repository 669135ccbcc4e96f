import type { ColumnType, Generated, Insertable, Selectable } from 'kysely';
import type { Channel, Language, Status } from '../service.js';

type Time = ColumnType<Date, Date | undefined, Date>;

interface ProcessedEvents {
  event_id: string;
  type: string;
  order_id: string | null;
  processed_at: Time;
}

interface Notifications {
  id: string;
  event_id: string | null;
  event_type: string | null;
  event_time: Date | null;
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

interface UserPreferences {
  user_id: string;
  language: Language;
  email: boolean;
  sms: boolean;
  live: boolean;
  updated_at: Time;
}

interface LiveEvents {
  event_id: string;
  /** bigint: a string, as JavaScript's numbers end before it does. */
  position: Generated<string | null>;
  customer_id: string | null;
  message: string;
  stored_at: Time;
}

interface IdempotencyKeys {
  caller: string;
  key: string;
  request_hash: string;
  answer: unknown;
  created_at: Time;
}

/** The tables as Kysely sees them. */
export interface Schema {
  processed_events: ProcessedEvents;
  notifications: Notifications;
  preferences: UserPreferences;
  live_events: LiveEvents;
  idempotency_keys: IdempotencyKeys;
}

export type Notification = Selectable<Notifications>;
export type NewNotification = Insertable<Notifications>;
export type NewLiveEvent = Insertable<LiveEvents>;
