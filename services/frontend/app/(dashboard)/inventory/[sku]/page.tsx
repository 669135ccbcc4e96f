import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Fact, Panel, PanelSkeleton } from '@/components/panel';
import { ProblemAlert } from '@/components/problem-alert';
import { CrumbLabel } from '@/components/shell/crumb-label';
import { PageHeader } from '@/components/shell/page-header';
import { StockBadge } from '@/components/stock-badge';
import { CATEGORIES, getItem, WAREHOUSES } from '@/lib/api/inventory';
import { load } from '@/lib/api/load';
import { formatMoney } from '@/lib/order/money';
import { words } from '@/lib/order/status';
import { hasRole, seesEverything } from '@/lib/session/claims';
import { currentUser } from '@/lib/session/session';
import { AdjustStock, EditProduct } from '../product-dialogs';
import { Movements } from './movements';
import { Warehouses } from './warehouses';

export const metadata: Metadata = { title: 'Product' };

export default async function ItemPage({ params, searchParams }: PageProps<'/inventory/[sku]'>) {
  const sku = decodeURIComponent((await params).sku);
  const { cursor } = await searchParams;
  const user = await currentUser();
  const { data: item, problem } = await load(getItem(sku));
  if (problem) return <ProblemAlert problem={problem} />;
  const staff = seesEverything(user);
  return (
    <>
      <CrumbLabel label={item.sku} />
      <PageHeader
        title={
          <>
            {item.name} <StockBadge item={item} />
          </>
        }
        description={
          <>
            <span className="font-mono">{item.sku}</span> · {words(item.category)}
          </>
        }
      >
        {hasRole(user, 'admin') && <EditProduct item={item} categories={CATEGORIES} />}
        {staff && <AdjustStock item={item} warehouses={WAREHOUSES} firstKey={crypto.randomUUID()} />}
      </PageHeader>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-5">
          <Warehouses item={item} />
          {staff && (
            <Suspense key={String(cursor)} fallback={<PanelSkeleton title="Movements" lines={6} />}>
              <Movements sku={item.sku} cursor={cursor} />
            </Suspense>
          )}
        </div>
        <Panel title="Product">
          <dl className="grid gap-2 text-[13px]">
            <Fact name="Price, net">
              <span className="font-medium tabular-nums">{formatMoney(item.price)}</span>
            </Fact>
            <Fact name="On hand">
              <span data-testid="on-hand" className="tabular-nums">
                {item.on_hand}
              </span>
            </Fact>
            <Fact name="Reserved">
              <span className="tabular-nums">{item.reserved}</span>
            </Fact>
            <Fact name="Available">
              <span data-testid="available" className="tabular-nums">
                {item.available}
              </span>
            </Fact>
            <Fact name="Reorder at">
              <span className="tabular-nums">{item.reorder_level}</span>
            </Fact>
          </dl>
        </Panel>
      </div>
    </>
  );
}
