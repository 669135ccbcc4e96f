import { describe, expect, it } from 'vitest';
import { MAX_QUANTITY, quantityOf, setQuantity } from '@/lib/order/cart';
import { eur } from '@/lib/order/money';

const laptop = { sku: 'LAP-1001', name: 'Laptop', price: eur(89_900), available: 5 };
const cable = { sku: 'ACC-1004', name: 'Cable', price: eur(990), available: 1_000 };

describe('setQuantity', () => {
  it('adds, changes and removes a line, and keeps the order of the others', () => {
    const two = setQuantity(setQuantity([], laptop, 1), cable, 2);
    expect(two.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['LAP-1001', 1],
      ['ACC-1004', 2],
    ]);
    expect(quantityOf(setQuantity(two, laptop, 3), 'LAP-1001')).toBe(3);
    expect(setQuantity(two, laptop, 0).map(({ sku }) => sku)).toEqual(['ACC-1004']);
  });

  it('never holds more than is available or allowed, nor less than nothing', () => {
    expect(quantityOf(setQuantity([], laptop, 9), 'LAP-1001')).toBe(5);
    expect(quantityOf(setQuantity([], cable, 999), 'ACC-1004')).toBe(MAX_QUANTITY);
    expect(setQuantity([], laptop, -1)).toEqual([]);
    expect(setQuantity([], laptop, Number.NaN)).toEqual([]);
  });

  it('leaves the cart it was given alone', () => {
    const before = setQuantity([], laptop, 1);
    setQuantity(before, laptop, 2);
    expect(quantityOf(before, 'LAP-1001')).toBe(1);
  });
});
