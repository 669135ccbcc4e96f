import type { Migration } from 'kysely/migration';
import * as notifications from './0001_notifications.js';
import * as business from './0002_business.js';
import * as eventTime from './0003_event_time.js';

/** All migrations by name, in the order in which they are applied. */
export const migrations: Record<string, Migration> = {
  '0001_notifications': notifications,
  '0002_business': business,
  '0003_event_time': eventTime,
};
