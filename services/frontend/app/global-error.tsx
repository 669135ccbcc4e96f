'use client';

import { FailureMessage } from '@/components/failure-message';
import './globals.css';

/** Stands in for the root layout when that fails, so it brings its own document. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="min-h-dvh font-sans">
        <main className="grid min-h-dvh place-items-center p-6">
          <FailureMessage {...props} />
        </main>
      </body>
    </html>
  );
}
