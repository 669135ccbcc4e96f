import 'server-only';
import type { OrderStatus } from '@/lib/order/status';
import { accessToken } from '@/lib/session/session';
import { path, send } from './client';
import type { NewOrder, Order, OrderEvent, Page } from './types';

export interface OrderFilter {
  readonly status?: OrderStatus | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function listOrders(filter: OrderFilter): Promise<Page<Order>> {
  return send({ path: '/api/v1/orders', query: { ...filter }, token: await accessToken() });
}

export async function getOrder(id: string): Promise<Order> {
  return send({ path: path`/api/v1/orders/${id}`, token: await accessToken() });
}

/** The history of an order, oldest first. */
export async function listOrderEvents(id: string): Promise<readonly OrderEvent[]> {
  const page = await send<Page<OrderEvent>>({
    path: path`/api/v1/orders/${id}/events`,
    token: await accessToken(),
  });
  return page.items;
}

/** Places an order. The answer may still be `pending` when a dependency is slow. */
export async function createOrder(order: NewOrder, idempotencyKey: string): Promise<Order> {
  return send({
    method: 'POST',
    path: '/api/v1/orders',
    body: order,
    token: await accessToken(),
    headers: { 'Idempotency-Key': idempotencyKey },
  });
}

/** Cancels with compensation: stock goes back, money is refunded. */
export async function cancelOrder(id: string): Promise<void> {
  await send({ method: 'DELETE', path: path`/api/v1/orders/${id}`, token: await accessToken() });
}
