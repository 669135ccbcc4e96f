import type { Metadata } from 'next';
import { Suspense } from 'react';
import { DataTable, TableSkeleton } from '@/components/list/data-table';
import { EmptyState } from '@/components/list/empty-state';
import { FilterTabs } from '@/components/list/filter-tabs';
import { Pagination } from '@/components/list/pagination';
import { ProblemAlert } from '@/components/problem-alert';
import { PageHeader } from '@/components/shell/page-header';
import { Card } from '@/components/ui/card';
import { load } from '@/lib/api/load';
import { listPayments, PAYMENT_FILTERS, PAYMENT_STATUSES } from '@/lib/api/payments';
import { type ListState, readList } from '@/lib/list-state';
import { words } from '@/lib/order/status';
import { columns } from './columns';

export const metadata: Metadata = { title: 'Payments' };

const PATH = '/payments';
const PAGE_SIZE = 25;

type State = ListState<keyof typeof PAYMENT_FILTERS>;

export default async function PaymentsPage({ searchParams }: PageProps<'/payments'>) {
  const state = readList(PAYMENT_FILTERS, await searchParams);
  return (
    <>
      <PageHeader title="Payments" description="Charges and what went back, newest first" />
      <Card className="overflow-hidden">
        <FilterTabs
          label="Filter by status"
          path={PATH}
          state={state}
          name="status"
          choices={PAYMENT_STATUSES.map((value) => ({ value, label: words(value) }))}
        />
        <Suspense key={JSON.stringify(state)} fallback={<TableSkeleton columns={5} />}>
          <PaymentList state={state} />
        </Suspense>
      </Card>
    </>
  );
}

async function PaymentList({ state }: { state: State }) {
  const { data: page, problem } = await load(listPayments(state, PAGE_SIZE));
  if (problem) {
    return (
      <div className="p-4">
        <ProblemAlert problem={problem} />
      </div>
    );
  }
  if (page.items.length === 0) {
    const filtered = Boolean(state.filters.status) || state.cursors.length > 0;
    return (
      <EmptyState
        filtered={filtered}
        testId="empty-payments"
        title={filtered ? 'No payment is in this state' : 'No payments yet'}
        hint={filtered ? 'Another status may have some.' : 'They come with the first order.'}
      />
    );
  }
  return (
    <>
      <DataTable
        label="Payments"
        columns={columns}
        rows={page.items}
        keyOf={({ id }) => id}
        rowId="payment-row"
      />
      <Pagination path={PATH} state={state} shown={page.items.length} nextCursor={page.next_cursor} />
    </>
  );
}
