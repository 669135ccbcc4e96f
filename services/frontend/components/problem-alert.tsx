import { CircleAlertIcon } from 'lucide-react';
import { AppLink } from '@/components/app-link';
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert';
import type { Problem } from '@/lib/api/problem';
import { formatMoney } from '@/lib/order/money';
import { words } from '@/lib/order/status';
import { CopyButton } from './copy-button';

/** A failed call: the problem's title, its detail, and the trace that tells the whole story. */
export function ProblemAlert({ problem }: { problem: Problem }) {
  const { title, detail, errors, traceId, traceUrl, orderId, declineCode, skus, refundable } = problem;
  return (
    <Alert tone="bad" data-testid="problem" data-code={problem.code}>
      <CircleAlertIcon aria-hidden="true" />
      <AlertTitle>{title}</AlertTitle>
      <AlertDescription>
        <p data-testid="problem-detail">{detail}</p>
        {declineCode && <p>Reason given by the bank: {words(declineCode).toLowerCase()}.</p>}
        {skus && (
          <p>
            Affected: <span className="font-mono text-xs">{skus.join(', ')}</span>
          </p>
        )}
        {refundable && <p>At most {formatMoney(refundable)} can be returned.</p>}
        {errors && (
          <ul className="list-disc pl-4">
            {errors.map(({ field, message }) => (
              <li key={`${field} ${message}`}>
                <span className="font-mono text-xs">{field}</span> {message}
              </li>
            ))}
          </ul>
        )}
        {orderId && (
          <p>
            <AppLink
              href={`/orders/${orderId}`}
              className="font-medium text-primary underline-offset-4 hover:underline"
            >
              Open the rejected order
            </AppLink>
          </p>
        )}
        {traceId && <TraceId traceId={traceId} url={traceUrl} />}
      </AlertDescription>
    </Alert>
  );
}

/** A trace id that can be copied and, when Grafana is configured, opened. */
export function TraceId({ traceId, url }: { traceId: string; url?: string | undefined }) {
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-1.5 text-xs text-muted-foreground">
      Trace
      <code data-testid="trace-id" className="min-w-0 break-all font-mono text-foreground/80">
        {traceId}
      </code>
      <CopyButton text={traceId} label="Copy trace id" />
      {url && (
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          className="font-medium text-primary underline-offset-4 hover:underline"
        >
          Open in Grafana
        </a>
      )}
    </p>
  );
}
