/** Orders: order-service. */
import 'server-only';
import type { ListState } from '@/lib/list-state';
import { ORDER_STATUSES } from '@/lib/order/status';
import { dataOf, orders } from './client';
import type {
  NewOrder,
  Order,
  OrderEvent,
  OrderPage,
  OrderStats,
  OrderStatus,
  OrderUpdate,
  Pricing,
  StatsInterval,
  StatusChange,
} from './generated/order-service';

export const ORDER_SORTS = ['created_at', '-created_at', 'total', '-total'] as const;

/** What the list of orders can be filtered and sorted by. */
export const ORDER_FILTERS = {
  status: ORDER_STATUSES,
  q: 'text',
  from: 'date',
  to: 'date',
  customer_id: 'text',
  sort: ORDER_SORTS,
} as const;

export type OrderListState = ListState<keyof typeof ORDER_FILTERS>;

export function listOrders({ filters, cursors }: OrderListState, limit: number): Promise<OrderPage> {
  const { status, q, customer_id, sort, from, to } = filters;
  return dataOf(
    orders().GET('/api/v1/orders', {
      params: {
        query: {
          status: status ? [status as OrderStatus] : undefined,
          q,
          customer_id,
          from,
          to: to && dayAfter(to),
          sort: sort as (typeof ORDER_SORTS)[number] | undefined,
          cursor: cursors.at(-1),
          limit,
        },
      },
      querySerializer: { array: { style: 'form', explode: false } },
    }),
  );
}

/** People mean the whole last day; the API names the first moment that is too late. */
function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

export function getOrder(id: string): Promise<Order> {
  return dataOf(orders().GET('/api/v1/orders/{id}', { params: { path: { id } } }));
}

/** The history of an order, oldest first. */
export async function listOrderEvents(id: string): Promise<readonly OrderEvent[]> {
  const params = { path: { id }, query: { limit: 200 } };
  const { items } = await dataOf(orders().GET('/api/v1/orders/{id}/events', { params }));
  return items;
}

/** Places an order. The answer may still be `pending` when a dependency is slow. */
export function createOrder(order: NewOrder, idempotencyKey: string): Promise<Order> {
  return dataOf(
    orders().POST('/api/v1/orders', {
      params: { header: { 'Idempotency-Key': idempotencyKey } },
      body: order,
    }),
  );
}

/** Changes address or note of the version that was read; a 412 says that it is not the current one. */
export function updateOrder(id: string, version: number, change: OrderUpdate): Promise<Order> {
  return dataOf(
    orders().PUT('/api/v1/orders/{id}', {
      params: { path: { id }, header: { 'If-Match': `"${version}"` } },
      body: change,
    }),
  );
}

/** Moves an order along its way; for operators. */
export function changeOrderStatus(id: string, change: StatusChange): Promise<Order> {
  return dataOf(orders().POST('/api/v1/orders/{id}/status', { params: { path: { id } }, body: change }));
}

/** Cancels with compensation: stock goes back, money is refunded. */
export function cancelOrder(id: string): Promise<Order> {
  return dataOf(orders().DELETE('/api/v1/orders/{id}', { params: { path: { id } } }));
}

/** Counts, revenue and latency of the orders placed in the span. */
export function getOrderStats(from: Date, to: Date, interval: StatsInterval): Promise<OrderStats> {
  const query = { from: from.toISOString(), to: to.toISOString(), interval };
  return dataOf(orders().GET('/api/v1/orders/stats', { params: { query } }));
}

/** The rules of tax and shipping. */
export function getPricing(): Promise<Pricing> {
  return dataOf(orders().GET('/api/v1/orders/pricing'));
}
