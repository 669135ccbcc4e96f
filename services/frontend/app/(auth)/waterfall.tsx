/** The trace of an order as Tempo draws it: what this lab is about, in one picture. */

interface Row {
  readonly service: string;
  readonly span: string;
  /** Start and end in milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly tone: string;
}

const DURATION_MS = 184;

const ROWS: readonly Row[] = [
  {
    service: 'traefik',
    span: 'POST /orders/new',
    from: 0,
    to: 184,
    depth: 0,
    tone: 'bg-muted-foreground/60',
  },
  { service: 'frontend', span: 'POST /orders/new', from: 3, to: 181, depth: 1, tone: 'bg-primary' },
  { service: 'order-service', span: 'POST /api/v1/orders', from: 14, to: 172, depth: 2, tone: 'bg-progress' },
  { service: 'user-service', span: 'GET /users/{id}', from: 21, to: 40, depth: 3, tone: 'bg-warning' },
  { service: 'inventory-service', span: 'POST /reserve', from: 42, to: 68, depth: 3, tone: 'bg-good' },
  { service: 'payment-service', span: 'POST /payments', from: 70, to: 148, depth: 3, tone: 'bg-bad' },
  { service: 'notification-service', span: 'process', from: 160, to: 184, depth: 3, tone: 'bg-progress' },
];

export function Waterfall() {
  return (
    <figure
      className="w-full max-w-lg rounded-xl border bg-card p-4 shadow-xs"
      aria-label="The trace of one order"
    >
      <figcaption className="mb-3 flex items-baseline justify-between gap-3 text-xs">
        <span className="font-medium">Place an order</span>
        <span className="text-muted-foreground tabular-nums">{DURATION_MS} ms</span>
      </figcaption>
      <ul className="grid gap-1.5">
        {ROWS.map(({ service, span, from, to, depth, tone }) => (
          <li key={service} className="grid grid-cols-[10.5rem_1fr] items-center gap-3 text-[11px]">
            <span className="truncate" style={{ paddingLeft: `${depth * 0.5}rem` }}>
              <span className="font-medium">{service}</span>
              <span className="sr-only">
                {' '}
                {span}, {to - from} ms
              </span>
            </span>
            <span className="relative h-4 rounded-sm bg-muted/60" aria-hidden="true">
              <span
                className={`absolute inset-y-1 min-w-1 rounded-full ${tone}`}
                style={{
                  left: `${(from / DURATION_MS) * 100}%`,
                  right: `${100 - (to / DURATION_MS) * 100}%`,
                }}
              />
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
