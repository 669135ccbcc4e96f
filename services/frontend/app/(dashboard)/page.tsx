import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AppLink } from '@/components/app-link';
import { EmptyState } from '@/components/list/empty-state';
import { FilterTabs } from '@/components/list/filter-tabs';
import { ProblemAlert } from '@/components/problem-alert';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { load } from '@/lib/api/load';
import { getOrderStats } from '@/lib/api/orders';
import { boundsOf, SPANS, type SpanName, spanOf } from '@/lib/order/span';
import { seesEverything } from '@/lib/session/claims';
import { currentUser } from '@/lib/session/session';
import { Charts } from './overview/charts';
import { Figures } from './overview/figures';
import { OverviewSkeleton } from './overview/overview-skeleton';
import { StatusList } from './overview/status-list';
import { StockAlerts } from './overview/stock-alerts';

export const metadata: Metadata = { title: 'Overview' };

const CHOICES = Object.entries(SPANS).map(([value, { label }]) => ({ value, label }));

export default async function OverviewPage({ searchParams }: PageProps<'/'>) {
  const span = spanOf((await searchParams).span);
  const everybody = seesEverything(await currentUser());
  return (
    <>
      <PageHeader
        title="Overview"
        description={everybody ? 'What all customers ordered' : 'What you ordered'}
      >
        <FilterTabs
          label="Span of time"
          path="/"
          name="span"
          state={{ filters: { span }, cursors: [] }}
          choices={CHOICES}
          all={false}
          className="rounded-lg border bg-card p-0.5"
        />
      </PageHeader>
      <Suspense key={span} fallback={<OverviewSkeleton />}>
        <Statistics span={span} everybody={everybody} />
      </Suspense>
    </>
  );
}

async function Statistics({ span, everybody }: { span: SpanName; everybody: boolean }) {
  const { from, to } = boundsOf(span);
  const { data: stats, problem } = await load(getOrderStats(from, to, SPANS[span].interval));
  if (problem) return <ProblemAlert problem={problem} />;
  if (stats.orders === 0) {
    return (
      <Card data-testid="overview">
        <EmptyState
          title={`No orders in the last ${SPANS[span].label}`}
          hint="Figures and charts come with the first one."
        >
          <Button asChild size="sm">
            <AppLink href="/orders/new">Place an order</AppLink>
          </Button>
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="grid gap-5" data-testid="overview">
      <Figures stats={stats} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Charts buckets={stats.buckets} interval={stats.interval} currency={stats.revenue.currency} />
        <div className="grid gap-5">
          <Card className="overflow-hidden">
            <StatusList byStatus={stats.by_status} />
          </Card>
          {everybody && (
            <Suspense>
              <StockAlerts />
            </Suspense>
          )}
        </div>
      </div>
    </div>
  );
}
