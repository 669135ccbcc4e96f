import { describe, expect, it } from 'vitest';
import { filteredHref, listHref, readList } from '@/lib/list-state';

const KNOWN = {
  status: ['shipped', 'delivered'],
  q: 'text',
  sort: ['total', '-total'],
  from: 'date',
} as const;

describe('the address of a list', () => {
  it('holds the filters and the pages gone through', () => {
    const state = { filters: { status: 'shipped', q: 'ada & co' }, cursors: ['c=1', 'c2'] };
    const href = listHref('/orders', state);
    expect(href).toBe('/orders?status=shipped&q=ada+%26+co&cursor=c%3D1&cursor=c2');
    const query = new URL(href, 'http://localhost').searchParams;
    const params = { status: 'shipped', q: query.get('q') ?? '', cursor: query.getAll('cursor') };
    expect(readList(KNOWN, params)).toEqual(state);
  });

  it('is plain for the first page of everything', () => {
    expect(listHref('/orders', {})).toBe('/orders');
  });

  it('ignores what it does not know, what is empty and what is repeated', () => {
    const params = { status: 'lost', q: '  ', sort: ['total', '-total'], cursor: '', colour: 'blue' };
    expect(readList(KNOWN, params)).toEqual({ filters: {}, cursors: [] });
  });

  it.each([
    ['2026-02-28', true],
    ['2026-02-30', false],
    ['2026-2-3', false],
    ['yesterday', false],
    ['2026-02-28T10:00:00Z', false],
  ])('takes %s for a day: %j', (from, taken) => {
    expect('from' in readList(KNOWN, { from }).filters).toBe(taken);
  });

  it('begins at the first page after a change of filters', () => {
    const state = { filters: { status: 'shipped', q: 'ada' }, cursors: ['c1'] };
    expect(filteredHref('/orders', state, { status: undefined })).toBe('/orders?q=ada');
    expect(filteredHref('/orders', state, { sort: '-total' })).toBe(
      '/orders?status=shipped&q=ada&sort=-total',
    );
  });
});
