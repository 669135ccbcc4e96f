/** The states of an order and what they mean to people. */
import type { OrderStatus } from '@/lib/api/types';

export const ORDER_STATUSES = [
  'pending',
  'confirmed',
  'rejected',
  'processing',
  'shipped',
  'delivered',
  'cancelled',
  'refunded',
] as const satisfies readonly OrderStatus[];

export type { OrderStatus };

export type Tone = 'neutral' | 'progress' | 'good' | 'warning' | 'bad';

interface Presentation {
  readonly label: string;
  readonly tone: Tone;
  /** What happened, as a line of the order's history. */
  readonly sentence: string;
}

const PRESENTATION: Readonly<Record<OrderStatus, Presentation>> = {
  pending: { label: 'Pending', tone: 'warning', sentence: 'Order received' },
  confirmed: { label: 'Confirmed', tone: 'good', sentence: 'Stock committed and payment captured' },
  rejected: { label: 'Rejected', tone: 'bad', sentence: 'Order rejected' },
  processing: { label: 'Processing', tone: 'progress', sentence: 'The warehouse is packing it' },
  shipped: { label: 'Shipped', tone: 'progress', sentence: 'Handed over to the carrier' },
  delivered: { label: 'Delivered', tone: 'good', sentence: 'Delivered' },
  cancelled: { label: 'Cancelled', tone: 'neutral', sentence: 'Order cancelled' },
  refunded: { label: 'Refunded', tone: 'neutral', sentence: 'Money refunded' },
};

export function isOrderStatus(value: unknown): value is OrderStatus {
  return ORDER_STATUSES.some((status) => status === value);
}

/** How to present a status; one that this version does not know is shown as it is. */
export function presentationOf(status: string): Presentation {
  return isOrderStatus(status)
    ? PRESENTATION[status]
    : { label: words(status), tone: 'neutral', sentence: words(status) };
}

/** What an operator may do next, by the status of the order. */
export type NextStep = 'processing' | 'shipped' | 'delivered' | 'refunded';

const NEXT_STEP: Readonly<Partial<Record<OrderStatus, NextStep>>> = {
  confirmed: 'processing',
  processing: 'shipped',
  shipped: 'delivered',
  delivered: 'refunded',
};

export function nextStepOf(status: OrderStatus): NextStep | undefined {
  return NEXT_STEP[status];
}

/** Until it has left the warehouse: so long it may be cancelled, and its address and note changed. */
export function isOpen(status: OrderStatus): boolean {
  return status === 'pending' || status === 'confirmed' || status === 'processing';
}

/** A code as words: `payment_declined` reads “Payment declined”. */
export function words(code: string): string {
  const text = code.replaceAll(/[_.]+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
