/** What was sent to whom, and what could not be: notification-service. */
import 'server-only';
import type { ListState } from '@/lib/list-state';
import { dataOf, notifications } from './client';
import type {
  Channel,
  DeadLetterPage,
  NewNotificationPreferences,
  NotificationPage,
  NotificationStatus,
} from './generated/notification-service';
import type { Notification, NotificationPreferences } from './types';

export const NOTIFICATION_STATUSES = [
  'pending',
  'sending',
  'sent',
  'failed',
] as const satisfies readonly NotificationStatus[];

export const CHANNELS = ['email', 'sms'] as const satisfies readonly Channel[];

/** What the list of notifications can be filtered by. */
export const NOTIFICATION_FILTERS = {
  recipient: 'text',
  channel: CHANNELS,
  status: NOTIFICATION_STATUSES,
} as const;

export function listNotifications(
  { filters, cursors }: ListState<keyof typeof NOTIFICATION_FILTERS>,
  limit: number,
): Promise<NotificationPage> {
  const { recipient, channel, status } = filters;
  const query = {
    recipient,
    channel: channel as Channel | undefined,
    status: status as NotificationStatus | undefined,
    cursor: cursors.at(-1),
    limit,
  };
  return dataOf(notifications().GET('/api/v1/notifications', { params: { query } }));
}

export function getNotification(id: string): Promise<Notification> {
  return dataOf(notifications().GET('/api/v1/notifications/{id}', { params: { path: { id } } }));
}

export async function retryNotification(id: string): Promise<void> {
  await notifications().POST('/api/v1/notifications/{id}/retry', { params: { path: { id } } });
}

/** Messages that the service gave up on. */
export function listDeadLetters(cursor: string | undefined, limit: number): Promise<DeadLetterPage> {
  return dataOf(
    notifications().GET('/api/v1/notifications/dead-letters', { params: { query: { cursor, limit } } }),
  );
}

export async function replayDeadLetter(id: string): Promise<void> {
  await notifications().POST('/api/v1/notifications/dead-letters/{id}/replay', { params: { path: { id } } });
}

export async function replayDeadLetters(): Promise<void> {
  await notifications().POST('/api/v1/notifications/dead-letters/replay');
}

export function getPreferences(): Promise<NotificationPreferences> {
  return dataOf(
    notifications().GET('/api/v1/notifications/preferences/{user_id}', {
      params: { path: { user_id: 'me' } },
    }),
  );
}

export function updatePreferences(change: NewNotificationPreferences): Promise<NotificationPreferences> {
  return dataOf(
    notifications().PUT('/api/v1/notifications/preferences/{user_id}', {
      params: { path: { user_id: 'me' } },
      body: change,
    }),
  );
}
