import { type Column, DataTable } from '@/components/list/data-table';
import { ProblemAlert } from '@/components/problem-alert';
import { Time } from '@/components/time';
import { Badge } from '@/components/ui/badge';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { load } from '@/lib/api/load';
import { listRefunds } from '@/lib/api/payments';
import type { Refund } from '@/lib/api/types';
import { formatMoney } from '@/lib/order/money';
import { type Tone, words } from '@/lib/order/status';

const TONES: Readonly<Record<Refund['status'], Tone>> = {
  pending: 'warning',
  succeeded: 'good',
  failed: 'bad',
};

const columns: readonly Column<Refund>[] = [
  {
    id: 'status',
    header: 'Status',
    cell: ({ status }) => (
      <Badge tone={TONES[status]} data-status={status}>
        {words(status)}
      </Badge>
    ),
  },
  {
    id: 'reason',
    header: 'Reason',
    cell: ({ reason }) => <span className="line-clamp-2 min-w-24 break-words">{reason}</span>,
  },
  {
    id: 'amount',
    header: 'Amount',
    className: 'text-right',
    cell: ({ amount }) => <span className="font-medium tabular-nums">{formatMoney(amount)}</span>,
  },
  {
    id: 'created_at',
    header: 'When',
    className: 'hidden text-right sm:table-cell',
    cell: ({ created_at }) => (
      <span className="text-muted-foreground">
        <Time at={created_at} />
      </span>
    ),
  },
];

/** What went back, and why. */
export async function Refunds({ paymentId }: { paymentId: string }) {
  const { data: refunds, problem } = await load(listRefunds(paymentId));
  return (
    <Card aria-label="Refunds" className="overflow-hidden">
      <CardHeader>
        <CardTitle>Refunds</CardTitle>
      </CardHeader>
      {problem ? (
        <div className="p-4">
          <ProblemAlert problem={problem} />
        </div>
      ) : refunds.length === 0 ? (
        <p className="px-4 py-8 text-center text-sm text-muted-foreground">Nothing was returned.</p>
      ) : (
        <DataTable
          label="Refunds"
          columns={columns}
          rows={refunds}
          keyOf={({ id }) => id}
          rowId="refund-row"
        />
      )}
    </Card>
  );
}
