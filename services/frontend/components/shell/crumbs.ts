export interface Crumb {
  readonly href: string;
  readonly label: string;
}

const LABELS: Readonly<Record<string, string>> = {
  orders: 'Orders',
  inventory: 'Inventory',
  payments: 'Payments',
  notifications: 'Notifications',
  'dead-letters': 'Dead letters',
  users: 'Users',
  account: 'Account',
  new: 'New order',
};

/** Paths below a list that are one of its entries. */
const ENTRY_OF: Readonly<Record<string, string>> = {
  orders: 'Order',
  inventory: 'Product',
  payments: 'Payment',
  notifications: 'Notification',
  users: 'User',
};

/** The way to a page, from its path; an id is named after the list it belongs to. */
export function crumbsOf(pathname: string): readonly Crumb[] {
  const parts = pathname.split('/').filter(Boolean);
  if (parts.length === 0) return [{ href: '/', label: 'Overview' }];
  return parts.map((part, index) => ({
    href: `/${parts.slice(0, index + 1).join('/')}`,
    label: LABELS[part] ?? ENTRY_OF[parts[index - 1] ?? ''] ?? 'Not found',
  }));
}
