import type { OrderEvent } from './events.js';

export const channels = ['email', 'sms'] as const;
export type Channel = (typeof channels)[number];

/**
 * pending: stored, not tried yet (or asked for again by an operator). sending: claimed by a worker.
 * sent: taken over by the mail server or the SMS gateway. failed: the last attempt failed; tried
 * again at `next_attempt_at`, given up when that is null.
 */
export const statuses = ['pending', 'sending', 'sent', 'failed'] as const;
export type Status = (typeof statuses)[number];

export type Template = 'order-confirmed' | 'order-rejected' | 'order-cancelled';

/** One notification that an event asks for, before its text is written. */
export interface Planned {
  channel: Channel;
  recipient: string;
  template: Template;
}

/** Which event is worth telling the customer about, and how. */
const announcements: Record<string, { template: Template; channels: Channel[] }> = {
  'order.confirmed': { template: 'order-confirmed', channels: ['email', 'sms'] },
  'order.rejected': { template: 'order-rejected', channels: ['email'] },
  'order.cancelled': { template: 'order-cancelled', channels: ['email'] },
};

/** The notifications of an event; none for a channel on which the customer cannot be reached. */
export function planNotifications(event: OrderEvent): Planned[] {
  const announcement = announcements[event.type];
  if (!announcement) return [];
  const { email, phone } = event.data.customer;
  const recipients: Record<Channel, string | null> = { email, sms: phone };
  return announcement.channels.flatMap((channel) => {
    const recipient = recipients[channel];
    return recipient ? [{ channel, recipient, template: announcement.template }] : [];
  });
}

/** Limits of trying again. */
export interface RetryPolicy {
  baseMs: number;
  maxMs: number;
  maxAttempts: number;
}

/**
 * Milliseconds until the next attempt: doubled each time up to a limit, ±20 % so that a backlog does
 * not come back all at once; null when it is time to give up.
 */
export function retryDelay(attempts: number, policy: RetryPolicy, random = Math.random()): number | null {
  if (attempts >= policy.maxAttempts) return null;
  const delay = Math.min(policy.baseMs * 2 ** (attempts - 1), policy.maxMs);
  return Math.round(delay * (0.8 + 0.4 * random));
}

/** Only what is neither delivered nor on its way may be asked for again. */
export function mayRetry(status: Status): boolean {
  return status === 'failed' || status === 'pending';
}
