import type { ReactElement } from 'react';
import type { TooltipContentProps } from 'recharts';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';

export interface Series {
  readonly key: string;
  readonly label: string;
  /** A colour of the theme, so that charts follow it. */
  readonly colour: string;
}

type Row = Readonly<Record<string, string | number | null>> & { readonly start: string };

interface ChartCardProps {
  title: string;
  series: readonly Series[];
  rows: readonly Row[];
  format: (value: number) => string;
  testId: string;
  children: (tooltip: (props: TooltipContentProps) => ReactElement | null) => ReactElement;
}

/** A chart with its legend, its tooltip, and the same numbers as a table that only screen readers see. */
export function ChartCard({ title, series, rows, format, testId, children }: ChartCardProps) {
  const tooltip = ({ active, payload, label }: TooltipContentProps) =>
    active && payload.length > 0 ? (
      <div className="grid gap-1 rounded-lg border bg-popover px-3 py-2 text-xs shadow-lg">
        <p className="font-medium">{label}</p>
        {series.map(({ key, label: name, colour }) => {
          const value = payload.find((entry) => entry.dataKey === key)?.value;
          return (
            <p key={key} className="flex items-center justify-between gap-4">
              <Legend label={name} colour={colour} />
              <span className="tabular-nums">{typeof value === 'number' ? format(value) : '–'}</span>
            </p>
          );
        })}
      </div>
    ) : null;
  return (
    <Card className="overflow-hidden" data-testid={testId}>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
        {series.length > 1 && (
          <div className="flex flex-wrap gap-x-4 gap-y-1 text-xs" aria-hidden="true">
            {series.map(({ key, label, colour }) => (
              <Legend key={key} label={label} colour={colour} />
            ))}
          </div>
        )}
      </CardHeader>
      <div className="h-60 p-3 pr-4 text-xs" aria-hidden="true">
        {children(tooltip)}
      </div>
      {/* Around the table: a table is as high as its rows, whatever its style says. */}
      <div className="sr-only">
        <table>
          <caption>{title} over time</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {series.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.start}>
                <th scope="row">{row.start}</th>
                {series.map(({ key }) => {
                  const value = row[key];
                  return <td key={key}>{typeof value === 'number' ? format(value) : 'none'}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Legend({ label, colour }: { label: string; colour: string }) {
  return (
    <span className="flex items-center gap-1.5 text-muted-foreground">
      <span className="size-2 rounded-[2px]" style={{ background: colour }} />
      {label}
    </span>
  );
}
