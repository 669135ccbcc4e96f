import { AppLink } from '@/components/app-link';
import { StatusBadge } from '@/components/status-badge';
import { CardHeader, CardTitle } from '@/components/ui/card';
import type { OrderStats } from '@/lib/api/types';
import { ORDER_STATUSES } from '@/lib/order/status';

/** How many orders are in which state; each leads to the list of them. */
export function StatusList({ byStatus }: { byStatus: OrderStats['by_status'] }) {
  const most = Math.max(1, ...Object.values(byStatus));
  return (
    <>
      <CardHeader>
        <CardTitle>By status</CardTitle>
      </CardHeader>
      <ul className="grid p-2">
        {ORDER_STATUSES.map((status) => (
          <li key={status}>
            <AppLink
              href={`/orders?status=${status}`}
              data-testid={`stat-${status}`}
              className="grid grid-cols-[6.5rem_1fr_auto] items-center gap-3 rounded-md px-2 py-1.5 outline-none hover:bg-accent/60 focus-visible:ring-[3px] focus-visible:ring-ring/40"
            >
              <StatusBadge status={status} />
              <span className="h-1.5 overflow-hidden rounded-full bg-muted" aria-hidden="true">
                <span
                  className="block h-full rounded-full bg-primary/60"
                  style={{ width: `${(byStatus[status] / most) * 100}%` }}
                />
              </span>
              <span className="text-[13px] tabular-nums">{byStatus[status].toLocaleString('en-IE')}</span>
            </AppLink>
          </li>
        ))}
      </ul>
    </>
  );
}
