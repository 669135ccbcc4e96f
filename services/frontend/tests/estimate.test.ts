import { describe, expect, it } from 'vitest';
import { type CartLine, estimate } from '@/lib/order/estimate';
import { eur } from '@/lib/order/money';

function line(price: number, quantity = 1): CartLine {
  return { sku: `SKU-${price}`, name: 'Something', price: eur(price), available: 100, quantity };
}

describe('estimate', () => {
  it('is nothing for an empty cart', () => {
    const { count, total, shipping, untilFreeShipping } = estimate([]);
    expect([count, total.amount_minor, shipping.amount_minor, untilFreeShipping.amount_minor]).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it('adds tax and shipping to a small order', () => {
    const sums = estimate([line(1_999, 2), line(500)]);
    expect(sums.count).toBe(3);
    expect(sums.subtotal).toEqual(eur(4_498));
    expect(sums.tax).toEqual(eur(855)); // 854.62
    expect(sums.shipping).toEqual(eur(490));
    expect(sums.total).toEqual(eur(4_498 + 855 + 490));
    expect(sums.untilFreeShipping).toEqual(eur(5_502));
  });

  it('ships for free from 100 euros, not one cent earlier', () => {
    expect(estimate([line(9_999)]).shipping).toEqual(eur(490));
    expect(estimate([line(10_000)]).shipping).toEqual(eur(0));
  });

  it('rounds the tax half up, once for the whole order', () => {
    expect(estimate([line(50)]).tax).toEqual(eur(10)); // 9.5
    expect(estimate([line(47)]).tax).toEqual(eur(9)); // 8.93
    expect(estimate([line(1), line(2), line(3)]).tax).toEqual(eur(1)); // 1.14, not 0 + 0 + 1
  });
});
