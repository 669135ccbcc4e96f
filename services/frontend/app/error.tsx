'use client';

import { FailureMessage } from '@/components/failure-message';

export default function ErrorPage(props: { error: unknown; retry: () => void }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <FailureMessage {...props} />
    </main>
  );
}
