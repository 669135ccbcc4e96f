'use client';

import { LoaderCircleIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useLiveState } from '@/components/shell/live';
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert';

/** How often the page asks by itself: rarely while the live connection would tell. */
const POLL_MS = { live: 10_000, connecting: 3_000, offline: 3_000 };

/**
 * A pending order is decided within seconds. The live connection tells, unless somebody has switched its events off
 * or it happened before the connection was open.
 */
export function WaitForOutcome() {
  const live = useLiveState();
  const router = useRouter();

  useEffect(() => {
    if (live === 'live') router.refresh();
    const timer = setInterval(() => router.refresh(), POLL_MS[live]);
    return () => clearInterval(timer);
  }, [live, router]);

  return (
    <Alert tone="warning" role="status" className="mb-5">
      <LoaderCircleIcon className="animate-spin" aria-hidden="true" />
      <AlertTitle>The order is still being worked on</AlertTitle>
      <AlertDescription>
        A part of the system is slow to answer. This page changes by itself.
      </AlertDescription>
    </Alert>
  );
}
