import { AppLink } from '@/components/app-link';
import { cn } from '@/lib/cn';
import { filteredHref, type ListState } from '@/lib/list-state';

interface FilterTabsProps {
  label: string;
  path: string;
  state: ListState;
  /** The filter that the tabs choose. */
  name: string;
  choices: readonly { readonly value: string; readonly label: string }[];
  /** Whether there is a tab for no choice at all. */
  all?: boolean;
  className?: string;
}

/** One link for each value of a filter: the choice is part of the address. */
export function FilterTabs({ label, path, state, name, choices, all = true, className }: FilterTabsProps) {
  const current = state.filters[name];
  return (
    <nav aria-label={label} className={cn('overflow-x-auto border-b p-2 [scrollbar-width:none]', className)}>
      <ul className="flex w-max gap-0.5">
        {[...(all ? [{ value: undefined, label: 'All' }] : []), ...choices].map(({ value, label: text }) => (
          <li key={text}>
            <AppLink
              href={filteredHref(path, state, { [name]: value })}
              aria-current={value === current ? 'true' : undefined}
              data-testid={`filter-${value ?? 'all'}`}
              className={cn(
                'block rounded-md px-2.5 py-1.5 text-[13px] font-medium text-muted-foreground outline-none transition-colors hover:text-foreground focus-visible:inset-ring-2 focus-visible:inset-ring-ring/50',
                value === current && 'bg-secondary text-foreground',
              )}
            >
              {text}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
