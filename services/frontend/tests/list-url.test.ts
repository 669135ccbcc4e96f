import { describe, expect, it } from 'vitest';
import { listHref, readListState } from '@/lib/order/list-url';

describe('the address of the order list', () => {
  it('holds the status and the pages gone through', () => {
    const state = { status: 'shipped', cursors: ['c=1', 'c2'] } as const;
    const href = listHref(state);
    expect(href).toBe('/orders?status=shipped&cursor=c%3D1&cursor=c2');
    const query = new URL(href, 'http://localhost').searchParams;
    expect(readListState({ status: 'shipped', cursor: query.getAll('cursor') })).toEqual(state);
  });

  it('is plain for the first page of everything', () => {
    expect(listHref({})).toBe('/orders');
  });

  it('ignores what it does not know', () => {
    expect(readListState({ status: 'lost', cursor: '', colour: 'blue' })).toEqual({
      status: undefined,
      cursors: [],
    });
  });
});
