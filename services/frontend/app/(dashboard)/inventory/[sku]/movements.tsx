import { AppLink } from '@/components/app-link';
import { type Column, DataTable } from '@/components/list/data-table';
import { Pagination } from '@/components/list/pagination';
import { ProblemAlert } from '@/components/problem-alert';
import { Time } from '@/components/time';
import { Badge } from '@/components/ui/badge';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { listMovements } from '@/lib/api/inventory';
import { load } from '@/lib/api/load';
import type { Movement } from '@/lib/api/types';
import { cn } from '@/lib/cn';
import { readList } from '@/lib/list-state';
import { type Tone, words } from '@/lib/order/status';

const PAGE_SIZE = 20;

const TONES: Readonly<Record<Movement['kind'], Tone>> = {
  receipt: 'good',
  return: 'good',
  commit: 'progress',
  reserve: 'warning',
  release: 'neutral',
  adjust: 'neutral',
};

const columns: readonly Column<Movement>[] = [
  { id: 'kind', header: 'Movement', cell: ({ kind }) => <Badge tone={TONES[kind]}>{words(kind)}</Badge> },
  { id: 'warehouse', header: 'Warehouse', cell: ({ warehouse }) => warehouse },
  {
    id: 'quantity',
    header: 'Available',
    className: 'text-right',
    cell: ({ quantity }) => (
      <span className={cn('font-medium tabular-nums', quantity > 0 && 'text-good')}>
        {quantity > 0 ? `+${quantity}` : String(quantity).replace('-', '−')}
      </span>
    ),
  },
  {
    id: 'cause',
    header: 'Cause',
    className: 'hidden md:table-cell',
    cell: ({ order_id, reason }) =>
      order_id ? (
        <AppLink href={`/orders/${order_id}`} className="text-primary underline-offset-4 hover:underline">
          {reason ? words(reason) : 'Order'} <span className="font-mono text-xs">…{order_id.slice(-6)}</span>
        </AppLink>
      ) : (
        <span className="text-muted-foreground">{reason ?? '–'}</span>
      ),
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

/** The ledger of the product, newest first: its sum is the stock. */
export async function Movements({ sku, cursor }: { sku: string; cursor: string | string[] | undefined }) {
  const state = readList({}, { cursor });
  const { data: page, problem } = await load(listMovements(sku, state.cursors.at(-1), PAGE_SIZE));
  return (
    <Card aria-label="Movements" className="overflow-hidden">
      <CardHeader>
        <CardTitle>Movements</CardTitle>
      </CardHeader>
      {problem ? (
        <div className="p-4">
          <ProblemAlert problem={problem} />
        </div>
      ) : page.items.length === 0 ? (
        <p className="px-4 py-8 text-center text-sm text-muted-foreground">Nothing has moved yet.</p>
      ) : (
        <>
          <DataTable
            label="Movements"
            columns={columns}
            rows={page.items}
            keyOf={({ id }) => id}
            rowId="movement-row"
          />
          <Pagination
            path={`/inventory/${encodeURIComponent(sku)}`}
            state={state}
            shown={page.items.length}
            nextCursor={page.next_cursor}
          />
        </>
      )}
    </Card>
  );
}
