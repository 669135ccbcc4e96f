'use client';

import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { OrderStats } from '@/lib/api/types';
import { formatSeconds } from '@/lib/order/duration';
import { formatMoney } from '@/lib/order/money';
import { ChartCard, type Series } from './chart-card';

interface OrderChartsProps {
  buckets: OrderStats['buckets'];
  interval: OrderStats['interval'];
  currency: string;
}

const OUTCOMES: readonly Series[] = [
  { key: 'confirmed', label: 'Confirmed', colour: 'var(--good)' },
  { key: 'rejected', label: 'Rejected', colour: 'var(--bad)' },
  { key: 'cancelled', label: 'Cancelled', colour: 'var(--muted-foreground)' },
];
const REVENUE: readonly Series[] = [{ key: 'revenue', label: 'Revenue', colour: 'var(--primary)' }];
const LATENCY: readonly Series[] = [
  { key: 'p50', label: 'Median', colour: 'var(--progress)' },
  { key: 'p95', label: 'p95', colour: 'var(--warning)' },
];

const axis = { tickLine: false, axisLine: false, fontSize: 11, stroke: 'var(--muted-foreground)' } as const;
const grid = <CartesianGrid vertical={false} stroke="var(--border)" strokeDasharray="3 3" />;

/** Orders, revenue and latency over time; the table under each chart says the same to screen readers. */
export function OrderCharts({ buckets, interval, currency }: OrderChartsProps) {
  const rows = buckets.map(({ start, confirmed, rejected, cancelled, revenue, processing_seconds }) => ({
    start: labelOf(start, interval),
    confirmed,
    rejected,
    cancelled,
    revenue: revenue.amount_minor,
    p50: processing_seconds.p50,
    p95: processing_seconds.p95,
  }));
  const money = (value: number) => formatMoney({ amount_minor: value, currency });
  const count = (value: number) => value.toLocaleString('en-IE');
  const time = <XAxis dataKey="start" {...axis} minTickGap={24} tickMargin={8} />;
  return (
    <div className="grid min-w-0 gap-5">
      <ChartCard title="Orders" series={OUTCOMES} rows={rows} format={count} testId="chart-orders">
        {(tooltip) => (
          <BarChart
            data={rows}
            accessibilityLayer={false}
            responsive
            style={{ width: '100%', height: '100%' }}
          >
            {grid}
            {time}
            <YAxis {...axis} width={36} allowDecimals={false} />
            <Tooltip content={tooltip} cursor={{ fill: 'var(--accent)', opacity: 0.6 }} />
            {OUTCOMES.map(({ key, colour }) => (
              <Bar
                key={key}
                dataKey={key}
                stackId="orders"
                fill={colour}
                fillOpacity={0.85}
                isAnimationActive={false}
                maxBarSize={28}
              />
            ))}
          </BarChart>
        )}
      </ChartCard>
      <ChartCard title="Revenue" series={REVENUE} rows={rows} format={money} testId="chart-revenue">
        {(tooltip) => (
          <AreaChart
            data={rows}
            accessibilityLayer={false}
            responsive
            style={{ width: '100%', height: '100%' }}
          >
            {grid}
            {time}
            <YAxis {...axis} width={64} tickFormatter={(value: number) => compactMoney(value, currency)} />
            <Tooltip content={tooltip} cursor={{ stroke: 'var(--border)' }} />
            <Area
              dataKey="revenue"
              type="monotone"
              stroke="var(--primary)"
              strokeWidth={2}
              fill="var(--primary)"
              fillOpacity={0.14}
              isAnimationActive={false}
            />
          </AreaChart>
        )}
      </ChartCard>
      <ChartCard
        title="Time to confirm"
        series={LATENCY}
        rows={rows}
        format={formatSeconds}
        testId="chart-latency"
      >
        {(tooltip) => (
          <LineChart
            data={rows}
            accessibilityLayer={false}
            responsive
            style={{ width: '100%', height: '100%' }}
          >
            {grid}
            {time}
            <YAxis {...axis} width={64} tickFormatter={formatSeconds} />
            <Tooltip content={tooltip} cursor={{ stroke: 'var(--border)' }} />
            {LATENCY.map(({ key, colour }) => (
              <Line
                key={key}
                dataKey={key}
                type="monotone"
                stroke={colour}
                strokeWidth={2}
                dot={{ r: 2 }}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        )}
      </ChartCard>
    </div>
  );
}

/** Hours in the reader's zone; days as the services count them, in UTC. */
function labelOf(start: string, interval: OrderStats['interval']): string {
  const options: Intl.DateTimeFormatOptions =
    interval === 'day'
      ? { day: '2-digit', month: 'short', timeZone: 'UTC' }
      : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  return new Intl.DateTimeFormat('en-GB', options).format(new Date(start));
}

function compactMoney(amountMinor: number, currency: string): string {
  return new Intl.NumberFormat('en-IE', { style: 'currency', currency, notation: 'compact' }).format(
    amountMinor / 100,
  );
}
