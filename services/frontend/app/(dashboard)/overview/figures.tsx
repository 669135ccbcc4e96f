import type { ReactNode } from 'react';
import type { OrderStats } from '@/lib/api/types';
import { formatSeconds } from '@/lib/order/duration';
import { formatMoney } from '@/lib/order/money';

/** The numbers of the span in one row. */
export function Figures({ stats }: { stats: OrderStats }) {
  const { orders, by_status, revenue, average_order_value, processing_seconds: seconds } = stats;
  return (
    <dl className="grid grid-cols-2 gap-3 sm:gap-5 lg:grid-cols-4">
      <Figure name="Orders" value={orders.toLocaleString('en-IE')} testId="stat-orders">
        {share(by_status.rejected, orders)} rejected
      </Figure>
      <Figure name="Revenue" value={formatMoney(revenue)} testId="stat-revenue">
        without cancelled and refunded
      </Figure>
      <Figure name="Average order" value={formatMoney(average_order_value)} testId="stat-average">
        of those confirmed
      </Figure>
      <Figure name="Time to confirm" value={formatSeconds(seconds.p50)} testId="stat-latency">
        median · p95 {formatSeconds(seconds.p95)} · p99 {formatSeconds(seconds.p99)}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: string;
  testId: string;
  children: ReactNode;
}

function Figure({ name, value, testId, children }: FigureProps) {
  return (
    <div className="grid min-w-0 content-start gap-1 rounded-xl border bg-card p-4 shadow-[0_1px_2px_rgb(0_0_0/0.04)]">
      <dt className="text-[13px] text-muted-foreground">{name}</dt>
      <dd
        className="truncate text-xl font-semibold tracking-tight tabular-nums sm:text-2xl"
        data-testid={testId}
      >
        {value}
      </dd>
      <dd className="text-xs text-muted-foreground tabular-nums">{children}</dd>
    </div>
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((part / whole) * 100).toFixed(part > 0 && part / whole < 0.1 ? 1 : 0)} %`;
}
