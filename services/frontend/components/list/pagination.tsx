import { ChevronLeftIcon, ChevronRightIcon } from 'lucide-react';
import { AppLink } from '@/components/app-link';
import { Button } from '@/components/ui/button';
import { type ListState, listHref } from '@/lib/list-state';

interface PaginationProps {
  path: string;
  state: ListState;
  shown: number;
  nextCursor: string | null;
}

/** Back and forth by cursor: nobody counts millions of rows for a page number. */
export function Pagination({ path, state, shown, nextCursor }: PaginationProps) {
  const { cursors } = state;
  if (cursors.length === 0 && !nextCursor) return null;
  const back = cursors.length > 0 ? listHref(path, { ...state, cursors: cursors.slice(0, -1) }) : undefined;
  const forth = nextCursor ? listHref(path, { ...state, cursors: [...cursors, nextCursor] }) : undefined;
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-3 border-t px-4 py-2">
      <p className="text-xs text-muted-foreground">
        Page {cursors.length + 1} · {shown} shown
      </p>
      <div className="flex gap-2">
        <Step href={back} testId="page-newer">
          <ChevronLeftIcon aria-hidden="true" /> Previous
        </Step>
        <Step href={forth} testId="page-older">
          Next <ChevronRightIcon aria-hidden="true" />
        </Step>
      </div>
    </nav>
  );
}

function Step({
  href,
  testId,
  children,
}: {
  href: string | undefined;
  testId: string;
  children: React.ReactNode;
}) {
  return href ? (
    <Button asChild variant="outline" size="sm">
      <AppLink href={href} data-testid={testId}>
        {children}
      </AppLink>
    </Button>
  ) : (
    <Button variant="outline" size="sm" disabled data-testid={testId}>
      {children}
    </Button>
  );
}
