import { ChevronLeftIcon, ChevronRightIcon } from 'lucide-react';
import { AppLink } from '@/components/app-link';
import { Button } from '@/components/ui/button';
import { listHref, type OrderListState } from '@/lib/order/list-url';

interface PaginationProps {
  state: OrderListState;
  shown: number;
  nextCursor: string | null;
}

/** Newer and older, by cursor: nobody counts millions of orders for a page number. */
export function Pagination({ state, shown, nextCursor }: PaginationProps) {
  const { cursors } = state;
  const newer = cursors.length > 0 ? listHref({ ...state, cursors: cursors.slice(0, -1) }) : undefined;
  const older = nextCursor ? listHref({ ...state, cursors: [...cursors, nextCursor] }) : undefined;
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-3 border-t px-4 py-2">
      <p className="text-xs text-muted-foreground">
        Page {cursors.length + 1} · {shown} {shown === 1 ? 'order' : 'orders'}
      </p>
      <div className="flex gap-2">
        <Step href={newer} testId="page-newer">
          <ChevronLeftIcon aria-hidden="true" /> Newer
        </Step>
        <Step href={older} testId="page-older">
          Older <ChevronRightIcon aria-hidden="true" />
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
