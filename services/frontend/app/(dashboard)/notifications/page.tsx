import type { Metadata } from 'next';
import { Suspense } from 'react';
import { DataTable, TableSkeleton } from '@/components/list/data-table';
import { EmptyState } from '@/components/list/empty-state';
import { FilterTabs } from '@/components/list/filter-tabs';
import { type FilterField, ListFilters } from '@/components/list/list-filters';
import { Pagination } from '@/components/list/pagination';
import { ProblemAlert } from '@/components/problem-alert';
import { PageHeader } from '@/components/shell/page-header';
import { Card } from '@/components/ui/card';
import { load } from '@/lib/api/load';
import { listNotifications, NOTIFICATION_FILTERS, NOTIFICATION_STATUSES } from '@/lib/api/notifications';
import { type ListState, readList } from '@/lib/list-state';
import { words } from '@/lib/order/status';
import { columns } from './columns';
import { Sections } from './sections';

export const metadata: Metadata = { title: 'Notifications' };

const PATH = '/notifications';
const PAGE_SIZE = 25;

const FIELDS: readonly FilterField[] = [
  {
    kind: 'search',
    name: 'recipient',
    label: 'Recipient',
    placeholder: 'The whole e-mail address or phone number',
  },
  {
    kind: 'select',
    name: 'channel',
    label: 'Channel',
    options: [
      { value: '', label: 'Any' },
      { value: 'email', label: 'E-mail' },
      { value: 'sms', label: 'SMS' },
    ],
  },
];

type State = ListState<keyof typeof NOTIFICATION_FILTERS>;

export default async function NotificationsPage({ searchParams }: PageProps<'/notifications'>) {
  const state = readList(NOTIFICATION_FILTERS, await searchParams);
  return (
    <>
      <PageHeader title="Notifications" description="Mails and text messages, newest first">
        <Sections current="/notifications" />
      </PageHeader>
      <Card className="overflow-hidden">
        <FilterTabs
          label="Filter by status"
          path={PATH}
          state={state}
          name="status"
          choices={NOTIFICATION_STATUSES.map((value) => ({ value, label: words(value) }))}
        />
        <ListFilters path={PATH} state={state} fields={FIELDS} />
        <Suspense key={JSON.stringify(state)} fallback={<TableSkeleton columns={4} />}>
          <NotificationList state={state} />
        </Suspense>
      </Card>
    </>
  );
}

async function NotificationList({ state }: { state: State }) {
  const { data: page, problem } = await load(listNotifications(state, PAGE_SIZE));
  if (problem) {
    return (
      <div className="p-4">
        <ProblemAlert problem={problem} />
      </div>
    );
  }
  if (page.items.length === 0) {
    const filtered = Object.keys(state.filters).length > 0 || state.cursors.length > 0;
    return (
      <EmptyState
        filtered={filtered}
        testId="empty-notifications"
        title={filtered ? 'No message matches' : 'Nothing was sent yet'}
        hint={filtered ? 'The recipient has to be given in full.' : 'The first order brings the first mail.'}
      />
    );
  }
  return (
    <>
      <DataTable
        label="Notifications"
        columns={columns}
        rows={page.items}
        keyOf={({ id }) => id}
        rowId="notification-row"
      />
      <Pagination path={PATH} state={state} shown={page.items.length} nextCursor={page.next_cursor} />
    </>
  );
}
