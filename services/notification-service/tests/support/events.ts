import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Broker } from './environment.js';

const euro = (amount_minor: number) => ({ amount_minor, currency: 'EUR' });

/** A complete order event, as order-service publishes it. */
export function orderEvent(type = 'order.confirmed', customer: Record<string, unknown> = {}) {
  const orderId = uuidv7();
  const status = type === 'order.created' ? 'pending' : type.slice('order.'.length);
  return {
    specversion: '1.0',
    id: uuidv7(),
    source: '/order-service',
    type,
    subject: orderId,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data: {
      order_id: orderId,
      number: 'ORD-2026-000123',
      status,
      status_reason: type === 'order.rejected' ? 'out_of_stock' : null,
      customer: {
        id: randomUUID(),
        name: 'Ada Lovelace',
        email: 'ada@oms.example',
        phone: '+447700900123',
        ...customer,
      },
      items: [
        {
          sku: 'LAP-1001',
          name: 'Laptop "Analyst" 14"',
          quantity: 2,
          unit_price: euro(129900),
          line_total: euro(259800),
        },
      ],
      subtotal: euro(259800),
      tax: euro(49362),
      shipping: euro(0),
      total: euro(309162),
      shipping_address: {
        name: 'Ada Lovelace',
        line1: '12 St James Square',
        city: 'London',
        postal_code: 'SW1Y 4JH',
        country: 'GB',
      },
      tracking_number: type === 'order.shipped' ? 'OMS-4711-0815' : null,
      refunded: euro(type === 'order.refunded' ? 309162 : 0),
      note: null,
      trace_id: '0'.repeat(32),
      version: 2,
    },
  };
}

/** An event of another service than order-service. */
export function eventOf(type: string, data: Record<string, unknown>) {
  return {
    specversion: '1.0',
    id: uuidv7(),
    source: '/somewhere',
    type,
    subject: 'subject',
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data,
  };
}

export const registered = (over: Record<string, unknown> = {}) =>
  eventOf('user.registered', {
    user_id: randomUUID(),
    email: 'new@oms.example',
    name: 'Grace Hopper',
    phone: '+447700900124',
    roles: ['customer'],
    created_at: new Date().toISOString(),
    ...over,
  });

export const lowStock = () =>
  eventOf('inventory.low_stock', {
    sku: 'LAP-1001',
    name: 'Aurora 14 Laptop',
    available: 7,
    reorder_level: 10,
    warehouses: [
      { warehouse: 'BER', available: 5 },
      { warehouse: 'RTM', available: 2 },
    ],
  });

export const captured = (over: Record<string, unknown> = {}) =>
  eventOf('payment.captured', {
    payment_id: uuidv7(),
    order_id: uuidv7(),
    customer_id: null,
    amount: euro(309162),
    method: 'card',
    decline_code: null,
    ...over,
  });

export const refunded = () =>
  eventOf('payment.refunded', {
    payment_id: uuidv7(),
    order_id: uuidv7(),
    customer_id: null,
    refund_id: uuidv7(),
    amount: euro(1000),
    refunded: euro(2000),
    captured: euro(309162),
    reason: 'damaged',
  });

/** Publishes and waits for the broker's confirmation. */
export async function publish(
  broker: Broker,
  routingKey: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const content = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const messageId = typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : undefined;
  const options = { persistent: true, contentType: 'application/cloudevents+json', messageId, headers };
  await new Promise<void>((resolve, reject) => {
    broker.channel.publish(broker.exchange, routingKey, content, options, (error: unknown) =>
      error ? reject(error) : resolve(),
    );
  });
}
