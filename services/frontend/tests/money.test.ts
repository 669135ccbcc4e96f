import { describe, expect, it } from 'vitest';
import { formatMoney } from '@/lib/order/money';

describe('formatMoney', () => {
  it.each([
    [129_900, 'EUR', '€1,299.00'],
    [0, 'EUR', '€0.00'],
    [5, 'EUR', '€0.05'],
    [-490, 'EUR', '-€4.90'],
    [1_299, 'JPY', 'JP¥1,299'],
    [1_500, 'KWD', 'KWD\u00a01.500'],
  ])('renders %d minor units of %s as %s', (amount_minor, currency, text) => {
    expect(formatMoney({ amount_minor, currency })).toBe(text);
  });

  it('keeps large totals exact', () => {
    expect(formatMoney({ amount_minor: 123_456_789_012, currency: 'EUR' })).toBe('€1,234,567,890.12');
  });
});
