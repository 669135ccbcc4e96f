import { AppLink } from '@/components/app-link';
import { cn } from '@/lib/cn';

const SECTIONS = [
  { href: '/notifications', label: 'Messages' },
  { href: '/notifications/dead-letters', label: 'Dead letters' },
] as const;

/** The two lists of the notification pages. */
export function Sections({ current }: { current: (typeof SECTIONS)[number]['href'] }) {
  return (
    <nav aria-label="Notifications" className="flex rounded-lg border bg-card p-0.5">
      {SECTIONS.map(({ href, label }) => (
        <AppLink
          key={href}
          href={href}
          aria-current={href === current ? 'page' : undefined}
          className={cn(
            'rounded-md px-3 py-1.5 text-[13px] font-medium text-muted-foreground outline-none hover:text-foreground focus-visible:inset-ring-2 focus-visible:inset-ring-ring/50',
            href === current && 'bg-secondary text-foreground',
          )}
        >
          {label}
        </AppLink>
      ))}
    </nav>
  );
}
