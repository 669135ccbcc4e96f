'use client';

import { RotateCwIcon, TriangleAlertIcon } from 'lucide-react';
import { useTransition } from 'react';
import { Button } from '@/components/ui/button';

/** The inside of every error page: what happened, the reference to find it in the logs, and another try. */
export function FailureMessage({ error, retry }: { error: unknown; retry: () => void }) {
  const [pending, startTransition] = useTransition();
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  return (
    <div role="alert" className="mx-auto grid max-w-md justify-items-center gap-4 py-16 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-bad-soft text-bad">
        <TriangleAlertIcon className="size-6" aria-hidden="true" />
      </span>
      <div className="grid gap-1.5">
        <h1 className="text-lg font-semibold tracking-tight">Something went wrong on our side</h1>
        <p className="text-sm text-muted-foreground">
          The page could not be shown. Trying again often helps.
          {digest && ' The reference below is the field “digest” of the log line that has the trace id.'}
        </p>
      </div>
      {digest && <code className="rounded-md bg-secondary px-2 py-1 font-mono text-xs">{digest}</code>}
      <Button variant="outline" size="sm" disabled={pending} onClick={() => startTransition(() => retry())}>
        <RotateCwIcon className={pending ? 'animate-spin' : undefined} aria-hidden="true" />
        Try again
      </Button>
    </div>
  );
}
