import { describe, expect, it } from 'vitest';
import { formatMoney, moneyInput, parseMoney } from '@/lib/order/money';

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

describe('an amount that somebody types', () => {
  it.each([
    ['129', 12_900],
    ['12.50', 1_250],
    ['12,5', 1_250],
    [' 0.05 ', 5],
    ['', undefined],
    ['12.345', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    [undefined, undefined],
  ])('%j is %j', (text, minor) => {
    expect(parseMoney(text)).toBe(minor);
  });

  it('comes back as it went', () => {
    expect(parseMoney(moneyInput({ amount_minor: 129_905, currency: 'EUR' }))).toBe(129_905);
  });
});
