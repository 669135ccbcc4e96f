import { AppLink } from '@/components/app-link';
import { cn } from '@/lib/cn';
import { listHref } from '@/lib/order/list-url';
import { ORDER_STATUSES, type OrderStatus, presentationOf } from '@/lib/order/status';

/** One link for each status: the filter is part of the address. */
export function StatusFilter({ status }: { status: OrderStatus | undefined }) {
  const choices = [
    { value: undefined, label: 'All' },
    ...ORDER_STATUSES.map((value) => ({ value, label: presentationOf(value).label })),
  ];
  return (
    <nav aria-label="Filter by status" className="-mx-2 overflow-x-auto px-2 [scrollbar-width:none]">
      <ul className="flex w-max gap-0.5">
        {choices.map(({ value, label }) => (
          <li key={label}>
            <AppLink
              href={listHref({ status: value })}
              aria-current={value === status ? 'true' : undefined}
              data-testid={`filter-${value ?? 'all'}`}
              className={cn(
                'block rounded-md px-2.5 py-1.5 text-[13px] font-medium text-muted-foreground outline-none transition-colors hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/40',
                value === status && 'bg-secondary text-foreground',
              )}
            >
              {label}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
