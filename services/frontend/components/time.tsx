'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

const formats = {
  short: { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' },
  long: {
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A moment in the reader's time zone; the server, which does not know it, renders UTC. */
export function Time({ at, format = 'short' }: { at: string; format?: keyof typeof formats }) {
  const zone = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  );
  const text = new Intl.DateTimeFormat('en-GB', {
    ...formats[format],
    hourCycle: 'h23',
    timeZone: zone,
  }).format(new Date(at));
  return (
    <time dateTime={at} title={at} className="whitespace-nowrap tabular-nums">
      {text}
    </time>
  );
}
