import { describe, expect, it } from 'vitest';
import { concerns, type LiveEvent, parseLiveEvent } from '@/lib/live';

function event(type: string, data: object): LiveEvent {
  const found = parseLiveEvent(JSON.stringify({ id: 'e1', type, time: '2026-11-22T20:36:00.123Z', data }));
  if (!found) throw new Error(`${type} is not known`);
  return found;
}

describe('a message', () => {
  it.each([
    'no JSON',
    'null',
    '[]',
    '{"type":"order.confirmed","data":{"order_id":"o1"}}',
    '{"id":"e1","type":"order.confirmed","data":{}}',
    '{"id":"e1","type":"inventory.low_stock"}',
    '{"id":"e1","type":"weather.changed","data":{}}',
  ])('is left out when it is %s', (message) => {
    expect(parseLiveEvent(message)).toBeUndefined();
  });
});

describe('an event concerns the pages that show it', () => {
  const pages = [
    '/',
    '/orders',
    '/orders/o1',
    '/orders/o2',
    '/orders/new',
    '/payments',
    '/inventory',
    '/users',
    '/account',
  ];
  const concerned = (live: LiveEvent) => pages.filter((page) => concerns(live, page));

  it('about an order', () => {
    expect(concerned(event('order.shipped', { order_id: 'o1' }))).toEqual(['/', '/orders', '/orders/o1']);
  });

  it('about a payment', () => {
    const refunded = event('payment.refunded', { order_id: 'o1', payment_id: 'p1' });
    expect(concerned(refunded)).toEqual(['/orders/o1', '/payments']);
    expect(concerns(refunded, '/payments/p1')).toBe(true);
  });

  it('about stock and accounts', () => {
    const low = event('inventory.low_stock', { sku: 'LAP-1001' });
    expect(concerned(low)).toEqual(['/', '/inventory']);
    expect(concerns(low, '/inventory/LAP-1001')).toBe(true);
    expect(concerned(event('user.registered', { user_id: 'u1' }))).toEqual(['/users']);
  });
});
