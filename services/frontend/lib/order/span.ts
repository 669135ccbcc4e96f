/** The spans of time that the overview can show. */
import type { StatsInterval } from '@/lib/api/generated/order-service';

interface Span {
  readonly label: string;
  readonly hours: number;
  readonly interval: StatsInterval;
}

export const SPANS = {
  '24h': { label: '24 hours', hours: 24, interval: 'hour' },
  '7d': { label: '7 days', hours: 7 * 24, interval: 'day' },
  '30d': { label: '30 days', hours: 30 * 24, interval: 'day' },
} as const satisfies Record<string, Span>;

export type SpanName = keyof typeof SPANS;

export function spanOf(value: unknown): SpanName {
  return typeof value === 'string' && value in SPANS ? (value as SpanName) : '24h';
}

/** From the beginning of the first hour or day to now, so that no bucket is cut at its start. */
export function boundsOf(name: SpanName, now = new Date()): { from: Date; to: Date } {
  const { hours, interval } = SPANS[name];
  const from = new Date(now.getTime() - hours * 3_600_000);
  if (interval === 'day') from.setUTCHours(24, 0, 0, 0);
  else from.setUTCMinutes(60, 0, 0);
  return { from, to: now };
}
