import { describe, expect, it } from 'vitest';
import { formatSeconds } from '@/lib/order/duration';
import { boundsOf, SPANS, spanOf } from '@/lib/order/span';

describe('the span of the overview', () => {
  it('begins with a whole hour or day', () => {
    const now = new Date('2026-11-22T20:36:12.345Z');
    expect(boundsOf('24h', now)).toEqual({ from: new Date('2026-11-21T21:00:00Z'), to: now });
    expect(boundsOf('7d', now)).toEqual({ from: new Date('2026-11-16T00:00:00Z'), to: now });
  });

  it('is a day unless the address names another', () => {
    expect([spanOf(undefined), spanOf('100y'), spanOf(['7d']), spanOf('30d')]).toEqual([
      '24h',
      '24h',
      '24h',
      '30d',
    ]);
    expect(Object.keys(SPANS)).toEqual(['24h', '7d', '30d']);
  });
});

describe('a duration', () => {
  it.each([
    [null, '–'],
    [0.1842, '184 ms'],
    [2.41, '2.4 s'],
    [42.4, '42 s'],
    [200, '3 min'],
  ])('of %j seconds reads %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});
