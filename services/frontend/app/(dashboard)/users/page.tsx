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
import { listUsers, ROLES, USER_FILTERS } from '@/lib/api/accounts';
import { load } from '@/lib/api/load';
import { type ListState, readList } from '@/lib/list-state';
import { words } from '@/lib/order/status';
import { columns } from './columns';

export const metadata: Metadata = { title: 'Users' };

const PATH = '/users';
const PAGE_SIZE = 25;

const FIELDS: readonly FilterField[] = [
  { kind: 'search', name: 'q', label: 'Search', placeholder: 'Name or e-mail address' },
];

type State = ListState<keyof typeof USER_FILTERS>;

export default async function UsersPage({ searchParams }: PageProps<'/users'>) {
  const state = readList(USER_FILTERS, await searchParams);
  return (
    <>
      <PageHeader title="Users" description="Everybody with an account, newest first" />
      <Card className="overflow-hidden">
        <FilterTabs
          label="Filter by role"
          path={PATH}
          state={state}
          name="role"
          choices={ROLES.map((value) => ({ value, label: words(value) }))}
        />
        <ListFilters path={PATH} state={state} fields={FIELDS} />
        <Suspense key={JSON.stringify(state)} fallback={<TableSkeleton columns={4} />}>
          <UserList state={state} />
        </Suspense>
      </Card>
    </>
  );
}

async function UserList({ state }: { state: State }) {
  const { data: page, problem } = await load(listUsers(state, PAGE_SIZE));
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
        testId="empty-users"
        title="Nobody matches"
        hint="Other words or another role may help."
      >
        <Button asChild size="sm" variant="outline">
          <AppLink href={PATH}>Show everybody</AppLink>
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable label="Users" columns={columns} rows={page.items} keyOf={({ id }) => id} rowId="user-row" />
      <Pagination path={PATH} state={state} shown={page.items.length} nextCursor={page.next_cursor} />
    </>
  );
}
