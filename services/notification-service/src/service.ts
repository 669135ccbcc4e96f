import type { DomainEvent } from './events.js';

export const channels = ['email', 'sms'] as const;
export type Channel = (typeof channels)[number];

/**
 * pending: stored, not tried yet (or asked for again by an operator). sending: claimed by a worker.
 * sent: taken over by the mail server or the SMS gateway. failed: the last attempt failed; tried
 * again at `next_attempt_at`, given up when that is null.
 */
export const statuses = ['pending', 'sending', 'sent', 'failed'] as const;
export type Status = (typeof statuses)[number];

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** In which language and by which channels a user wants to hear from us. */
export interface Preferences {
  language: Language;
  email: boolean;
  sms: boolean;
  live: boolean;
}

/** Of everybody who has not chosen. */
export const defaultPreferences: Preferences = { language: 'en', email: true, sms: true, live: true };

export type Template =
  | 'order-confirmed'
  | 'order-rejected'
  | 'order-shipped'
  | 'order-delivered'
  | 'order-cancelled'
  | 'order-refunded'
  | 'user-registered'
  | 'inventory-low-stock';

/** One notification that an event asks for, before its text is written. */
export interface Planned {
  channel: Channel;
  recipient: string;
  template: Template;
  language: Language;
}

/** Which event is worth a message, and by which channels. Payments make none: order.* tells the customer. */
const announcements: Record<string, { template: Template; channels: Channel[] }> = {
  'order.confirmed': { template: 'order-confirmed', channels: ['email', 'sms'] },
  'order.rejected': { template: 'order-rejected', channels: ['email'] },
  'order.shipped': { template: 'order-shipped', channels: ['email', 'sms'] },
  'order.delivered': { template: 'order-delivered', channels: ['email'] },
  'order.cancelled': { template: 'order-cancelled', channels: ['email'] },
  'order.refunded': { template: 'order-refunded', channels: ['email'] },
  'user.registered': { template: 'user-registered', channels: ['email'] },
  'inventory.low_stock': { template: 'inventory-low-stock', channels: ['email'] },
};

/** The user to whom an event's notifications are addressed; null for those that are for operations. */
export function addresseeOf(event: DomainEvent): string | null {
  if (event.kind === 'order') return event.data.customer.id;
  return event.kind === 'user' ? event.data.user_id : null;
}

function addressesOf(event: DomainEvent, operationsEmail: string): Record<Channel, string | null> {
  switch (event.kind) {
    case 'order':
      return { email: event.data.customer.email, sms: event.data.customer.phone };
    case 'user':
      return { email: event.data.email, sms: event.data.phone };
    case 'low_stock':
      return { email: operationsEmail, sms: null };
    default:
      return { email: null, sms: null };
  }
}

/** The notifications of an event; none for a channel on which the addressee cannot or will not be reached. */
export function planNotifications(
  event: DomainEvent,
  preferences: Preferences,
  operationsEmail: string,
): Planned[] {
  const announcement = announcements[event.type];
  if (!announcement) return [];
  const { template, channels } = announcement;
  const addresses = addressesOf(event, operationsEmail);
  return channels.flatMap((channel) => {
    const recipient = addresses[channel];
    return recipient && preferences[channel]
      ? [{ channel, recipient, template, language: preferences.language }]
      : [];
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

/**
 * What makes a notification the same to those who receive it: derived from the event, so that a mail
 * system or an SMS gateway recognises a second delivery whatever was lost on our side.
 */
export function deliveryKey({ id, event_id, channel }: DeliveryIdentity): string {
  return event_id ? `${event_id}.${channel}` : id;
}

interface DeliveryIdentity {
  id: string;
  event_id: string | null;
  channel: Channel;
}
