import type { ServiceName } from '@/lib/api/services';

/** What each API is about, for people who look for the right one. */
export const APIS: Readonly<
  Record<ServiceName, { readonly title: string; readonly about: string; readonly technology: string }>
> = {
  'order-service': {
    title: 'Orders',
    about: 'Orders and their workflow: placing, searching, changing, statistics.',
    technology: 'Go',
  },
  'inventory-service': {
    title: 'Inventory',
    about: 'The catalogue, stock per warehouse, reservations and the ledger of movements.',
    technology: 'Rust',
  },
  'payment-service': {
    title: 'Payments',
    about: 'Payments, refunds and their ledger, behind the simulated card gateway.',
    technology: 'Python',
  },
  'user-service': {
    title: 'Users',
    about: 'Accounts, roles, sessions, tokens and the keys that sign them.',
    technology: 'Java',
  },
  'notification-service': {
    title: 'Notifications',
    about: 'E-mail, SMS and live messages: what was sent, preferences, dead letters.',
    technology: 'Node.js',
  },
};
