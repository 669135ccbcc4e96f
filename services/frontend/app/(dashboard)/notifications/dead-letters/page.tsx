import type { Metadata } from 'next';
import { Suspense } from 'react';
import { TableSkeleton } from '@/components/list/data-table';
import { EmptyState } from '@/components/list/empty-state';
import { Pagination } from '@/components/list/pagination';
import { ProblemAlert, TraceId } from '@/components/problem-alert';
import { PageHeader } from '@/components/shell/page-header';
import { Time } from '@/components/time';
import { Card } from '@/components/ui/card';
import { load } from '@/lib/api/load';
import { listDeadLetters } from '@/lib/api/notifications';
import type { DeadLetter } from '@/lib/api/types';
import { traceUrl } from '@/lib/grafana';
import { type ListState, readList } from '@/lib/list-state';
import { ReplayAll, ReplayDeadLetter } from '../dialogs';
import { Sections } from '../sections';

export const metadata: Metadata = { title: 'Dead letters' };

const PATH = '/notifications/dead-letters';
const PAGE_SIZE = 20;

export default async function DeadLettersPage({ searchParams }: PageProps<'/notifications/dead-letters'>) {
  const state = readList({}, await searchParams);
  return (
    <>
      <PageHeader
        title="Dead letters"
        description="Events that could not be handled, however often it was tried"
      >
        <Sections current="/notifications/dead-letters" />
      </PageHeader>
      <Suspense
        key={JSON.stringify(state)}
        fallback={
          <Card className="overflow-hidden">
            <TableSkeleton columns={3} rows={4} />
          </Card>
        }
      >
        <DeadLetters state={state} />
      </Suspense>
    </>
  );
}

async function DeadLetters({ state }: { state: ListState }) {
  const { data: page, problem } = await load(listDeadLetters(state.cursors.at(-1), PAGE_SIZE));
  if (problem) return <ProblemAlert problem={problem} />;
  return (
    <Card className="overflow-hidden" aria-label="Dead letters">
      {page.items.length === 0 ? (
        <EmptyState
          testId="empty-dead-letters"
          title="No dead letters"
          hint="Every event that arrived was handled."
        />
      ) : (
        <>
          <div className="flex items-center justify-end border-b p-2">
            <ReplayAll />
          </div>
          <ul className="divide-y">
            {page.items.map((letter) => (
              <Letter key={letter.id} letter={letter} />
            ))}
          </ul>
          <Pagination path={PATH} state={state} shown={page.items.length} nextCursor={page.next_cursor} />
        </>
      )}
    </Card>
  );
}

function Letter({
  letter: { id, type, error, attempts, dead_since, trace_id, body, size },
}: {
  letter: DeadLetter;
}) {
  return (
    <li data-testid="dead-letter" className="grid gap-2 px-4 py-3">
      <div className="flex items-start justify-between gap-3">
        <div className="grid min-w-0 gap-0.5">
          <p className="font-mono text-[13px] font-medium">{type}</p>
          <p className="text-xs text-muted-foreground">
            {dead_since && (
              <>
                given up <Time at={dead_since} /> ·{' '}
              </>
            )}
            {attempts} {attempts === 1 ? 'attempt' : 'attempts'} · {size} bytes
          </p>
        </div>
        <ReplayDeadLetter id={id} type={type} />
      </div>
      {error && <p className="break-words text-[13px] text-bad">{error}</p>}
      {trace_id && <TraceId traceId={trace_id} url={traceUrl(trace_id)} />}
      <details className="text-xs">
        <summary className="w-fit rounded-sm text-muted-foreground outline-none hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/40">
          Body
        </summary>
        <pre className="mt-2 max-h-64 overflow-auto whitespace-pre-wrap break-all rounded-md bg-muted p-3 font-mono">
          {body}
        </pre>
      </details>
    </li>
  );
}
