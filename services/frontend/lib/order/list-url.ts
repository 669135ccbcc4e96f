/** The state of the order list, which lives in its address: shareable, and the back button works. */
import { isOrderStatus, type OrderStatus } from './status';

export interface OrderListState {
  readonly status: OrderStatus | undefined;
  /** Cursors of the pages gone through; the last one is the page shown, none is the first page. */
  readonly cursors: readonly string[];
}

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

export function readListState({ status, cursor }: SearchParams): OrderListState {
  return {
    status: isOrderStatus(status) ? status : undefined,
    cursors: (Array.isArray(cursor) ? cursor : [cursor]).filter((value): value is string => Boolean(value)),
  };
}

export function listHref({ status, cursors }: Partial<OrderListState>): string {
  const query = new URLSearchParams();
  if (status) query.set('status', status);
  for (const cursor of cursors ?? []) query.append('cursor', cursor);
  return query.size > 0 ? `/orders?${query}` : '/orders';
}
