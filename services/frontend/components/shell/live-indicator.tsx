'use client';

import { Tooltip } from '@/components/ui/tooltip';
import { cn } from '@/lib/cn';
import { useLiveState } from './live';

const STATES = {
  connecting: { label: 'Connecting', hint: 'Opening the live connection', dot: 'bg-warning' },
  live: { label: 'Live', hint: 'Changes appear at once', dot: 'bg-good' },
  offline: { label: 'Offline', hint: 'No live connection; trying again', dot: 'bg-muted-foreground' },
} as const;

export function LiveIndicator() {
  const state = useLiveState();
  const { label, hint, dot } = STATES[state];
  return (
    <Tooltip label={hint} side="bottom">
      <span
        role="status"
        data-testid="live-state"
        data-state={state}
        className="mr-1 flex items-center gap-1.5 text-xs text-muted-foreground"
      >
        <span className={cn('size-1.5 rounded-full', dot)} aria-hidden="true" />
        <span className="sr-only sm:not-sr-only">{label}</span>
      </span>
    </Tooltip>
  );
}
