import {
  BellIcon,
  BookOpenTextIcon,
  BoxesIcon,
  ChartNoAxesCombinedIcon,
  CreditCardIcon,
  type LucideIcon,
  PackagePlusIcon,
  ReceiptTextIcon,
  UserRoundIcon,
  UsersIcon,
} from 'lucide-react';
import type { Role } from '@/lib/api/types';

export interface NavigationEntry {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Words that find the entry in the command menu. */
  readonly keywords: readonly string[];
  /** Who has a use for the page; without it everybody. The services decide who may see what. */
  readonly roles?: readonly Role[];
}

export interface NavigationGroup {
  readonly label: string;
  readonly entries: readonly NavigationEntry[];
}

const STAFF: readonly Role[] = ['operator', 'admin'];

/** Every page that exists, in the order of the sidebar. */
const NAVIGATION: readonly NavigationGroup[] = [
  {
    label: 'Sales',
    entries: [
      {
        href: '/',
        label: 'Overview',
        icon: ChartNoAxesCombinedIcon,
        keywords: ['home', 'statistics', 'revenue'],
      },
      { href: '/orders', label: 'Orders', icon: ReceiptTextIcon, keywords: ['list', 'status', 'customers'] },
      {
        href: '/orders/new',
        label: 'New order',
        icon: PackagePlusIcon,
        keywords: ['create', 'buy', 'checkout'],
      },
    ],
  },
  {
    label: 'Operations',
    entries: [
      {
        href: '/inventory',
        label: 'Inventory',
        icon: BoxesIcon,
        keywords: ['stock', 'products'],
        roles: STAFF,
      },
      {
        href: '/payments',
        label: 'Payments',
        icon: CreditCardIcon,
        keywords: ['refunds', 'money'],
        roles: STAFF,
      },
      {
        href: '/notifications',
        label: 'Notifications',
        icon: BellIcon,
        keywords: ['mail', 'sms', 'dead letters', 'replay'],
        roles: STAFF,
      },
    ],
  },
  {
    label: 'Administration',
    entries: [
      {
        href: '/users',
        label: 'Users',
        icon: UsersIcon,
        keywords: ['accounts', 'roles', 'sessions'],
        roles: ['admin'],
      },
    ],
  },
  {
    label: 'You',
    entries: [
      {
        href: '/account',
        label: 'Account',
        icon: UserRoundIcon,
        keywords: ['profile', 'password', 'sessions', 'preferences'],
      },
      {
        href: '/docs',
        label: 'API reference',
        icon: BookOpenTextIcon,
        keywords: ['openapi', 'swagger', 'docs'],
      },
    ],
  },
];

/** The pages that somebody with these roles has a use for. */
export function navigationFor(roles: readonly string[]): readonly NavigationGroup[] {
  return NAVIGATION.map(({ label, entries }) => ({
    label,
    entries: entries.filter((entry) => !entry.roles || entry.roles.some((role) => roles.includes(role))),
  })).filter(({ entries }) => entries.length > 0);
}

/** The entry that a path belongs to: the longest one that contains it. */
export function activeHref(pathname: string): string | undefined {
  return NAVIGATION.flatMap(({ entries }) => entries.map(({ href }) => href))
    .filter((href) => pathname === href || (href !== '/' && pathname.startsWith(`${href}/`)))
    .sort((a, b) => b.length - a.length)[0];
}
