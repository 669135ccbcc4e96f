import { AppLink } from '@/components/app-link';
import { ProblemAlert } from '@/components/problem-alert';
import { Badge } from '@/components/ui/badge';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { listStockAlerts } from '@/lib/api/inventory';
import { load } from '@/lib/api/load';

const SHOWN = 5;

/** What must be reordered; nothing at all while stock is fine. */
export async function StockAlerts() {
  const { data: page, problem } = await load(listStockAlerts(SHOWN));
  if (problem) return <ProblemAlert problem={problem} />;
  if (page.items.length === 0) return null;
  return (
    <Card className="overflow-hidden">
      <CardHeader>
        <CardTitle>Low stock</CardTitle>
        <AppLink
          href="/inventory?low_stock=true"
          className="rounded-sm text-xs font-medium text-primary underline-offset-4 outline-none hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/40"
        >
          Show all
        </AppLink>
      </CardHeader>
      <ul className="grid p-2">
        {page.items.map(({ sku, name, available }) => (
          <li key={sku}>
            <AppLink
              href={`/inventory/${encodeURIComponent(sku)}`}
              className="flex items-center justify-between gap-3 rounded-md px-2 py-1.5 outline-none hover:bg-accent/60 focus-visible:ring-[3px] focus-visible:ring-ring/40"
            >
              <span className="min-w-0 truncate text-[13px]">{name}</span>
              <Badge tone={available === 0 ? 'bad' : 'warning'}>{available} left</Badge>
            </AppLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
