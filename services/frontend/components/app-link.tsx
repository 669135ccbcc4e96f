import Link from 'next/link';
import type { ComponentProps } from 'react';

/**
 * A link within the dashboard. It does not prefetch: a list would ask for twenty pages that nobody opens, and fill
 * metrics and traces with requests that nobody made.
 */
export function AppLink(props: ComponentProps<typeof Link>) {
  return <Link prefetch={false} {...props} />;
}
