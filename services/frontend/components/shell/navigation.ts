import { type LucideIcon, PackagePlusIcon, ReceiptTextIcon } from 'lucide-react';

export interface NavigationEntry {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Words that find the entry in the command menu. */
  readonly keywords: readonly string[];
}

export interface NavigationGroup {
  readonly label: string;
  readonly entries: readonly NavigationEntry[];
}

/** Every page that exists, in the order of the sidebar. */
export const NAVIGATION: readonly NavigationGroup[] = [
  {
    label: 'Sales',
    entries: [
      { href: '/orders', label: 'Orders', icon: ReceiptTextIcon, keywords: ['list', 'status', 'customers'] },
      {
        href: '/orders/new',
        label: 'New order',
        icon: PackagePlusIcon,
        keywords: ['create', 'buy', 'checkout'],
      },
    ],
  },
];

/** The entry that a path belongs to: the longest one that contains it. */
export function activeHref(pathname: string): string | undefined {
  return NAVIGATION.flatMap(({ entries }) => entries.map(({ href }) => href))
    .filter((href) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0];
}
