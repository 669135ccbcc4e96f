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
import { CATEGORIES, ITEM_FILTERS, listItems } from '@/lib/api/inventory';
import { load } from '@/lib/api/load';
import { type ListState, readList } from '@/lib/list-state';
import { words } from '@/lib/order/status';
import { hasRole } from '@/lib/session/claims';
import { currentUser } from '@/lib/session/session';
import { columns } from './columns';
import { NewProduct } from './product-dialogs';

export const metadata: Metadata = { title: 'Inventory' };

const PATH = '/inventory';
const PAGE_SIZE = 25;

const FIELDS: readonly FilterField[] = [
  { kind: 'search', name: 'q', label: 'Search', placeholder: 'Name or SKU' },
  {
    kind: 'select',
    name: 'low_stock',
    label: 'Stock',
    options: [
      { value: '', label: 'Any' },
      { value: 'true', label: 'Low or sold out' },
    ],
  },
];

type State = ListState<keyof typeof ITEM_FILTERS>;

export default async function InventoryPage({ searchParams }: PageProps<'/inventory'>) {
  const state = readList(ITEM_FILTERS, await searchParams);
  const admin = hasRole(await currentUser(), 'admin');
  return (
    <>
      <PageHeader title="Inventory" description="The catalogue and what lies in the warehouses">
        {admin && <NewProduct categories={CATEGORIES} firstKey={crypto.randomUUID()} />}
      </PageHeader>
      <Card className="overflow-hidden">
        <FilterTabs
          label="Filter by category"
          path={PATH}
          state={state}
          name="category"
          choices={CATEGORIES.map((value) => ({ value, label: words(value) }))}
        />
        <ListFilters path={PATH} state={state} fields={FIELDS} />
        <Suspense key={JSON.stringify(state)} fallback={<TableSkeleton columns={5} />}>
          <ItemList state={state} />
        </Suspense>
      </Card>
    </>
  );
}

async function ItemList({ state }: { state: State }) {
  const { data: page, problem } = await load(listItems(state, PAGE_SIZE));
  if (problem) {
    return (
      <div className="p-4">
        <ProblemAlert problem={problem} />
      </div>
    );
  }
  if (page.items.length === 0) {
    return (
      <EmptyState
        filtered
        testId="empty-items"
        title={state.filters.low_stock ? 'Nothing is running low' : 'No product matches'}
        hint="Other words or another category may find some."
      >
        <Button asChild size="sm" variant="outline">
          <AppLink href={PATH}>Show all products</AppLink>
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable
        label="Products"
        columns={columns}
        rows={page.items}
        keyOf={({ sku }) => sku}
        rowId="item-row"
      />
      <Pagination path={PATH} state={state} shown={page.items.length} nextCursor={page.next_cursor} />
    </>
  );
}
