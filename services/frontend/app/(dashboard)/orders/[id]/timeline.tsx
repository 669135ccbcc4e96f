import { Panel } from '@/components/panel';
import { ProblemAlert } from '@/components/problem-alert';
import { Time } from '@/components/time';
import { load } from '@/lib/api/load';
import { listOrderEvents } from '@/lib/api/orders';
import { cn } from '@/lib/cn';
import { presentationOf, type Tone, words } from '@/lib/order/status';

const DOT: Readonly<Record<Tone, string>> = {
  neutral: 'bg-muted-foreground',
  progress: 'bg-progress',
  good: 'bg-good',
  warning: 'bg-warning',
  bad: 'bg-bad',
};

/** What happened to the order, oldest first. */
export async function Timeline({ orderId }: { orderId: string }) {
  const { data: events, problem } = await load(listOrderEvents(orderId));
  return (
    <Panel title="Timeline">
      {problem ? (
        <ProblemAlert problem={problem} />
      ) : (
        <ol className="grid" aria-label="History of the order" data-testid="timeline">
          {events.map((event, index) => {
            const { label, sentence, tone } = presentationOf(event.status);
            return (
              <li key={`${event.at} ${event.status}`} className="relative flex gap-3.5 pb-5 last:pb-0">
                {index < events.length - 1 && (
                  <span className="absolute top-4 bottom-0 left-[5px] w-px bg-border" aria-hidden="true" />
                )}
                <span
                  className={cn('mt-1 size-[11px] shrink-0 rounded-full ring-3 ring-card', DOT[tone])}
                  aria-hidden="true"
                />
                <div className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
                  <div className="grid min-w-0">
                    <p className="text-[13px] font-medium">{label}</p>
                    <p className="break-words text-xs text-muted-foreground">
                      {event.reason ? reasonText(event.reason) : sentence}
                      {' · '}
                      {actorName(event.actor)}
                    </p>
                  </div>
                  <p className="text-xs text-muted-foreground">
                    <Time at={event.at} format="long" />
                  </p>
                </div>
              </li>
            );
          })}
        </ol>
      )}
    </Panel>
  );
}

/** A code of the system as words; what a person wrote as it is. */
function reasonText(reason: string): string {
  return /^[a-z_.]+$/.test(reason) ? words(reason) : reason;
}

/** `system:order-service` is a part of the system, `customer:019…` a person in that role. */
function actorName(actor: string): string {
  const [role = '', id = ''] = actor.split(':', 2);
  return role === 'system' || role === 'service' ? `by ${id}` : `by ${role}`;
}
