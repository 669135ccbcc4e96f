import { InboxIcon, SearchXIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  /** Whether a filter is the reason. */
  filtered?: boolean;
  title: string;
  hint: string;
  testId?: string;
  /** The way on. */
  children?: ReactNode;
}

/** In place of a list that has nothing to show. */
export function EmptyState({ filtered = false, title, hint, testId, children }: EmptyStateProps) {
  const Icon = filtered ? SearchXIcon : InboxIcon;
  return (
    <div data-testid={testId} className="grid justify-items-center gap-4 px-6 py-16 text-center">
      <span className="grid size-11 place-items-center rounded-full bg-secondary text-muted-foreground">
        <Icon className="size-5" aria-hidden="true" />
      </span>
      <div className="grid gap-1">
        <p className="font-medium">{title}</p>
        <p className="text-sm text-muted-foreground">{hint}</p>
      </div>
      {children}
    </div>
  );
}
