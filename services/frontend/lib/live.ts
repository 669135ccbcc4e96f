/** What notification-service pushes through the WebSocket, and which pages it concerns. */
import type { LiveLowStock, LiveMessage, LiveOrder, LivePayment } from './api/generated/notification-service';

export type LiveEvent =
  | (LiveMessage & { readonly type: `order.${string}`; readonly data: LiveOrder })
  | (LiveMessage & { readonly type: `payment.${string}`; readonly data: LivePayment })
  | (LiveMessage & { readonly type: 'inventory.low_stock'; readonly data: LiveLowStock })
  | (LiveMessage & { readonly type: 'user.registered' });

/** Reads one message; undefined when it is none that this version knows. */
export function parseLiveEvent(message: unknown): LiveEvent | undefined {
  if (typeof message !== 'string') return undefined;
  try {
    const event = JSON.parse(message) as Partial<LiveMessage> | null;
    if (typeof event?.id !== 'string' || typeof event.type !== 'string') return undefined;
    const [topic] = event.type.split('.', 1);
    const data: Partial<Record<string, unknown>> = { ...event.data };
    const known =
      ((topic === 'order' || topic === 'payment') && typeof data.order_id === 'string') ||
      (event.type === 'inventory.low_stock' && typeof data.sku === 'string') ||
      event.type === 'user.registered';
    return known ? (event as LiveEvent) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a page shows something that the event has changed. */
export function concerns(event: LiveEvent, pathname: string): boolean {
  if (isAbout(event, 'order')) {
    return ['/', '/orders', `/orders/${event.data.order_id}`].includes(pathname);
  }
  if (isAbout(event, 'payment')) {
    const { order_id, payment_id } = event.data;
    return ['/payments', `/payments/${payment_id}`, `/orders/${order_id}`].includes(pathname);
  }
  if (event.type === 'inventory.low_stock') {
    return ['/', '/inventory', `/inventory/${event.data.sku}`].includes(pathname);
  }
  return pathname === '/users';
}

/** Narrows an event to a topic: `order` or `payment`. */
export function isAbout<T extends 'order' | 'payment'>(
  event: LiveEvent,
  topic: T,
): event is Extract<LiveEvent, { type: `${T}.${string}` }> {
  return event.type.startsWith(`${topic}.`);
}
