'use client';

import { ChevronRightIcon } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { AppLink } from '@/components/app-link';
import { useCrumbLabel } from './crumb-label';
import { crumbsOf } from './crumbs';

export function Breadcrumbs() {
  const crumbs = crumbsOf(usePathname());
  const named = useCrumbLabel();
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-[13px]">
        {crumbs.map(({ href, label }, index) => {
          const last = index === crumbs.length - 1;
          return (
            <li key={href} className="flex min-w-0 items-center gap-1.5">
              {index > 0 && (
                <ChevronRightIcon className="size-3.5 shrink-0 text-muted-foreground/60" aria-hidden="true" />
              )}
              {last ? (
                <span aria-current="page" className="truncate font-medium">
                  {named ?? label}
                </span>
              ) : (
                <AppLink
                  href={href}
                  className="truncate rounded-sm text-muted-foreground outline-none hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/40"
                >
                  {label}
                </AppLink>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
