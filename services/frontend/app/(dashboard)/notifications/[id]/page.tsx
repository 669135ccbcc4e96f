import type { Metadata } from 'next';
import { AppLink } from '@/components/app-link';
import { NotificationBadge } from '@/components/notification-badge';
import { Fact, Panel } from '@/components/panel';
import { ProblemAlert, TraceId } from '@/components/problem-alert';
import { PageHeader } from '@/components/shell/page-header';
import { Time } from '@/components/time';
import { load } from '@/lib/api/load';
import { getNotification } from '@/lib/api/notifications';
import { traceUrl } from '@/lib/grafana';
import { seesEverything } from '@/lib/session/claims';
import { currentUser } from '@/lib/session/session';
import { RetryNotification } from '../dialogs';

export const metadata: Metadata = { title: 'Notification' };

export default async function NotificationPage({ params }: PageProps<'/notifications/[id]'>) {
  const { id } = await params;
  const staff = seesEverything(await currentUser());
  const { data: message, problem } = await load(getNotification(id));
  if (problem) return <ProblemAlert problem={problem} />;
  return (
    <>
      <PageHeader
        title={
          <>
            {message.subject ?? 'Text message'} <NotificationBadge status={message.status} />
          </>
        }
        description={
          <>
            To {message.recipient} · <Time at={message.created_at} format="long" />
          </>
        }
      >
        {staff && message.status === 'failed' && <RetryNotification id={id} recipient={message.recipient} />}
      </PageHeader>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Panel title="Message">
          <p
            className="whitespace-pre-wrap break-words text-[13px] leading-relaxed"
            data-testid="notification-text"
          >
            {message.text}
          </p>
        </Panel>
        <Panel title="Delivery">
          <dl className="grid gap-2 text-[13px]">
            <Fact name="Channel">{message.channel === 'email' ? 'E-mail' : 'SMS'}</Fact>
            <Fact name="Attempts">{message.attempts}</Fact>
            {message.sent_at && (
              <Fact name="Sent">
                <Time at={message.sent_at} />
              </Fact>
            )}
            {message.next_attempt_at && (
              <Fact name="Next attempt">
                <Time at={message.next_attempt_at} />
              </Fact>
            )}
            {message.event_type && (
              <Fact name="Event">
                <span className="font-mono text-xs">{message.event_type}</span>
              </Fact>
            )}
            {message.order_id && (
              <Fact name="Order">
                <AppLink
                  href={`/orders/${message.order_id}`}
                  className="font-mono text-xs text-primary underline-offset-4 hover:underline"
                >
                  {message.order_number ?? 'Open'}
                </AppLink>
              </Fact>
            )}
          </dl>
          {message.last_error && (
            <p className="mt-3 break-words text-[13px] text-bad">{message.last_error}</p>
          )}
          {message.trace_id && (
            <div className="mt-3 border-t pt-3">
              <TraceId traceId={message.trace_id} url={traceUrl(message.trace_id)} />
            </div>
          )}
        </Panel>
      </div>
    </>
  );
}
