import { PlusIcon } from 'lucide-react';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AppLink } from '@/components/app-link';
import { ProblemAlert } from '@/components/problem-alert';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { customersOf } from '@/lib/api/accounts';
import { load } from '@/lib/api/load';
import { listOrders } from '@/lib/api/orders';
import { type OrderListState, readListState } from '@/lib/order/list-url';
import { seesEverything } from '@/lib/session/claims';
import { currentUser } from '@/lib/session/session';
import { EmptyOrders } from './empty-orders';
import { OrdersTable, OrdersTableSkeleton } from './orders-table';
import { Pagination } from './pagination';
import { StatusFilter } from './status-filter';

export const metadata: Metadata = { title: 'Orders' };

const PAGE_SIZE = 20;

export default async function OrdersPage({ searchParams }: PageProps<'/orders'>) {
  const state = readListState(await searchParams);
  const everybody = seesEverything(await currentUser());
  return (
    <>
      <PageHeader
        title="Orders"
        description={everybody ? 'The orders of all customers, newest first' : 'Your orders, newest first'}
      >
        <Button asChild size="sm">
          <AppLink href="/orders/new">
            <PlusIcon aria-hidden="true" /> New order
          </AppLink>
        </Button>
      </PageHeader>
      <Card className="overflow-hidden">
        <div className="overflow-hidden border-b p-2">
          <StatusFilter status={state.status} />
        </div>
        <Suspense
          key={JSON.stringify(state)}
          fallback={<OrdersTableSkeleton rows={8} everybody={everybody} />}
        >
          <OrderList state={state} everybody={everybody} />
        </Suspense>
      </Card>
    </>
  );
}

async function OrderList({ state, everybody }: { state: OrderListState; everybody: boolean }) {
  const { status, cursors } = state;
  const { data: page, problem } = await load(
    listOrders({ status, cursor: cursors.at(-1), limit: PAGE_SIZE }),
  );
  if (problem) {
    return (
      <div className="p-4">
        <ProblemAlert problem={problem} />
      </div>
    );
  }
  if (page.items.length === 0) return <EmptyOrders filtered={Boolean(status || cursors.length)} />;

  const customers = everybody ? await customersOf(page.items.map((order) => order.customer_id)) : undefined;
  const rows = page.items.map((order) => ({
    id: order.id,
    number: order.number,
    status: order.status,
    itemCount: order.items.reduce((sum, item) => sum + item.quantity, 0),
    firstItem: order.items[0]?.name || order.items[0]?.sku || '',
    lineCount: order.items.length,
    total: order.total,
    createdAt: order.created_at,
    customer: customers && {
      id: order.customer_id,
      name: customers.get(order.customer_id)?.name,
      email: customers.get(order.customer_id)?.email,
    },
  }));
  return (
    <>
      <OrdersTable rows={rows} everybody={everybody} />
      <Pagination state={state} shown={rows.length} nextCursor={page.next_cursor} />
    </>
  );
}
