import { describe, expect, it } from 'vitest';
import type { Pricing } from '@/lib/api/types';
import { type CartLine, estimate } from '@/lib/order/estimate';
import { eur } from '@/lib/order/money';

const PRICING: Pricing = {
  currency: 'EUR',
  free_shipping_from: eur(10_000),
  shipping_zones: [
    { countries: ['DE'], shipping: eur(490), free_shipping: true },
    { countries: ['FI', 'FR'], shipping: eur(990), free_shipping: true },
    { countries: null, shipping: eur(2_490), free_shipping: false },
  ],
  tax_rates: [
    { country: 'DE', percent: 19 },
    { country: 'FI', percent: 25.5 },
    { country: 'FR', percent: 20 },
  ],
  default_tax_percent: 0,
};

function line(price: number, quantity = 1): CartLine {
  return { sku: `SKU-${price}`, name: 'Something', price: eur(price), available: 100, quantity };
}

const inGermany = (...lines: CartLine[]) => estimate(lines, PRICING, 'DE');

describe('estimate', () => {
  it('is nothing for an empty cart', () => {
    const { count, total, shipping, untilFreeShipping } = inGermany();
    expect([count, total.amount_minor, shipping.amount_minor, untilFreeShipping]).toEqual([
      0,
      0,
      0,
      undefined,
    ]);
  });

  it('adds tax and shipping to a small order', () => {
    const sums = inGermany(line(1_999, 2), line(500));
    expect(sums.count).toBe(3);
    expect(sums.subtotal).toEqual(eur(4_498));
    expect(sums.tax).toEqual(eur(855)); // 854.62
    expect(sums.taxPercent).toBe(19);
    expect(sums.shipping).toEqual(eur(490));
    expect(sums.total).toEqual(eur(4_498 + 855 + 490));
    expect(sums.untilFreeShipping).toEqual(eur(5_502));
  });

  it('ships for free from the limit on, not one cent earlier', () => {
    expect(inGermany(line(9_999)).shipping).toEqual(eur(490));
    expect(inGermany(line(10_000)).shipping).toEqual(eur(0));
    expect(inGermany(line(10_000)).untilFreeShipping).toBeUndefined();
  });

  it('rounds the tax half up, once for the whole order', () => {
    expect(inGermany(line(50)).tax).toEqual(eur(10)); // 9.5
    expect(inGermany(line(47)).tax).toEqual(eur(9)); // 8.93
    expect(inGermany(line(1), line(2), line(3)).tax).toEqual(eur(1)); // 1.14, not 0 + 0 + 1
  });

  it('goes by the country: its rate, fractions included, and its zone', () => {
    const toFinland = estimate([line(1_000)], PRICING, 'FI');
    expect([toFinland.tax, toFinland.shipping]).toEqual([eur(255), eur(990)]);
    expect(estimate([line(2)], PRICING, 'FI').tax).toEqual(eur(1)); // 0.51
  });

  it('knows no tax and no free shipping where no rule says so', () => {
    const overseas = estimate([line(50_000)], PRICING, 'US');
    expect([overseas.tax, overseas.shipping, overseas.untilFreeShipping]).toEqual([
      eur(0),
      eur(2_490),
      undefined,
    ]);
  });
});
