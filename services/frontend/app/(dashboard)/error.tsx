'use client';

import { FailureMessage } from '@/components/failure-message';

export default function DashboardError(props: { error: unknown; retry: () => void }) {
  return <FailureMessage {...props} />;
}
