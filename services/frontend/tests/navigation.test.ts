import { describe, expect, it } from 'vitest';
import { crumbsOf } from '@/components/shell/crumbs';
import { activeHref, navigationFor } from '@/components/shell/navigation';

const pagesOf = (...roles: string[]) =>
  navigationFor(roles).flatMap(({ entries }) => entries.map(({ href }) => href));

describe('navigation', () => {
  it('offers what each role has a use for', () => {
    const everybody = ['/', '/orders', '/orders/new', '/account', '/docs'];
    expect(pagesOf('customer')).toEqual(everybody);
    expect(pagesOf('operator')).toEqual([
      ...everybody.slice(0, 3),
      '/inventory',
      '/payments',
      '/notifications',
      ...everybody.slice(3),
    ]);
    expect(pagesOf('admin')).toContain('/users');
    expect(navigationFor(['customer']).map(({ label }) => label)).toEqual(['Sales', 'You']);
  });

  it.each([
    ['/', '/'],
    ['/orders', '/orders'],
    ['/orders/new', '/orders/new'],
    ['/orders/0199', '/orders'],
    ['/notifications/dead-letters', '/notifications'],
    ['/nowhere', undefined],
  ])('%s belongs to %s', (path, entry) => {
    expect(activeHref(path)).toBe(entry);
  });

  it('names the way to a page', () => {
    expect(crumbsOf('/inventory/LAP-1001').map(({ label }) => label)).toEqual(['Inventory', 'Product']);
    expect(crumbsOf('/').map(({ label }) => label)).toEqual(['Overview']);
  });
});
