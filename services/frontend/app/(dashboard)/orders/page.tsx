import { PlusIcon } from 'lucide-react';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AppLink } from '@/components/app-link';
import { DataTable, TableSkeleton } from '@/components/list/data-table';
import { EmptyState } from '@/components/list/empty-state';
import { FilterTabs } from '@/components/list/filter-tabs';
import { type FilterField, ListFilters } from '@/components/list/list-filters';
import { Pagination } from '@/components/list/pagination';
import { ProblemAlert } from '@/components/problem-alert';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { customersOf } from '@/lib/api/accounts';
import { load } from '@/lib/api/load';
import { listOrders, ORDER_FILTERS, type OrderListState } from '@/lib/api/orders';
import { readList } from '@/lib/list-state';
import { ORDER_STATUSES, presentationOf } from '@/lib/order/status';
import { seesEverything } from '@/lib/session/claims';
import { currentUser } from '@/lib/session/session';
import { orderColumns } from './columns';

export const metadata: Metadata = { title: 'Orders' };

const PATH = '/orders';
const PAGE_SIZE = 20;

const FIELDS: readonly FilterField[] = [
  { kind: 'search', name: 'q', label: 'Search', placeholder: 'Number, customer, product or SKU' },
  { kind: 'date', name: 'from', label: 'Placed from' },
  { kind: 'date', name: 'to', label: 'Placed until' },
];

const STATUSES = ORDER_STATUSES.map((value) => ({ value, label: presentationOf(value).label }));

export default async function OrdersPage({ searchParams }: PageProps<'/orders'>) {
  const state = readList(ORDER_FILTERS, await searchParams);
  const everybody = seesEverything(await currentUser());
  return (
    <>
      <PageHeader title="Orders" description={everybody ? 'The orders of all customers' : 'Your orders'}>
        <Button asChild size="sm">
          <AppLink href="/orders/new">
            <PlusIcon aria-hidden="true" /> New order
          </AppLink>
        </Button>
      </PageHeader>
      <Card className="overflow-hidden">
        <FilterTabs label="Filter by status" path={PATH} state={state} name="status" choices={STATUSES} />
        <ListFilters path={PATH} state={state} fields={FIELDS} />
        <Suspense key={JSON.stringify(state)} fallback={<TableSkeleton columns={everybody ? 6 : 5} />}>
          <OrderList state={state} everybody={everybody} />
        </Suspense>
      </Card>
    </>
  );
}

async function OrderList({ state, everybody }: { state: OrderListState; everybody: boolean }) {
  const { data: page, problem } = await load(listOrders(state, PAGE_SIZE));
  if (problem) {
    return (
      <div className="p-4">
        <ProblemAlert problem={problem} />
      </div>
    );
  }
  if (page.items.length === 0) return <NoOrders filtered={isFiltered(state)} />;

  const customers = everybody ? await customersOf(page.items.map((order) => order.customer_id)) : undefined;
  const rows = page.items.map((order) => ({ order, customer: customers?.get(order.customer_id) }));
  return (
    <>
      <DataTable
        label="Orders"
        columns={orderColumns(everybody)}
        rows={rows}
        keyOf={({ order }) => order.id}
        rowId="order-row"
        sorting={{ path: PATH, state, standard: '-created_at' }}
      />
      <Pagination path={PATH} state={state} shown={rows.length} nextCursor={page.next_cursor} />
    </>
  );
}

function isFiltered({ filters: { sort: _, ...filters }, cursors }: OrderListState): boolean {
  return Object.keys(filters).length > 0 || cursors.length > 0;
}

function NoOrders({ filtered }: { filtered: boolean }) {
  return (
    <EmptyState
      testId="empty-orders"
      filtered={filtered}
      title={filtered ? 'No order matches' : 'No orders yet'}
      hint={
        filtered ? 'Other words, dates or another status may find it.' : 'The first one takes half a minute.'
      }
    >
      <Button asChild size="sm" variant={filtered ? 'outline' : 'default'}>
        {filtered ? (
          <AppLink href="/orders">Show all orders</AppLink>
        ) : (
          <AppLink href="/orders/new">Place an order</AppLink>
        )}
      </Button>
    </EmptyState>
  );
}
