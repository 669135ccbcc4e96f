import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PanelSkeleton } from '@/components/panel';
import { ProblemAlert } from '@/components/problem-alert';
import { CrumbLabel } from '@/components/shell/crumb-label';
import { PageHeader } from '@/components/shell/page-header';
import { StatusBadge } from '@/components/status-badge';
import { Time } from '@/components/time';
import { load } from '@/lib/api/load';
import { getOrder } from '@/lib/api/orders';
import { words } from '@/lib/order/status';
import { seesEverything } from '@/lib/session/claims';
import { currentUser } from '@/lib/session/session';
import { AddressCard, CustomerCard, TraceCard } from './facts';
import { OrderActions } from './order-actions';
import { OrderItems } from './order-items';
import { PaymentCard } from './payment-card';
import { Timeline } from './timeline';
import { WaitForOutcome } from './wait-for-outcome';

export const metadata: Metadata = { title: 'Order' };

export default async function OrderPage({ params }: PageProps<'/orders/[id]'>) {
  const { id } = await params;
  const staff = seesEverything(await currentUser());
  const { data: order, problem } = await load(getOrder(id));
  if (problem) return <ProblemAlert problem={problem} />;

  return (
    <>
      <CrumbLabel label={order.number} />
      <PageHeader
        title={
          <>
            <span className="font-mono text-lg tracking-tight" data-testid="order-number">
              {order.number}
            </span>
            <span aria-live="polite" className="inline-flex">
              <StatusBadge status={order.status} />
            </span>
          </>
        }
        description={
          <>
            Placed <Time at={order.created_at} format="long" />
            {order.status_reason && <> · {words(order.status_reason)}</>}
          </>
        }
      >
        <OrderActions order={order} staff={staff} />
      </PageHeader>
      {order.status === 'pending' && <WaitForOutcome />}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-5">
          <OrderItems order={order} />
          <Suspense fallback={<PanelSkeleton title="Timeline" lines={3} />}>
            <Timeline orderId={order.id} />
          </Suspense>
        </div>
        <div className="grid min-w-0 gap-5">
          {order.trace_id && <TraceCard traceId={order.trace_id} />}
          <Suspense fallback={<PanelSkeleton title="Payment" lines={3} />}>
            <PaymentCard orderId={order.id} decided={order.status !== 'pending'} staff={staff} />
          </Suspense>
          {staff && (
            <Suspense fallback={<PanelSkeleton title="Customer" lines={2} />}>
              <CustomerCard customerId={order.customer_id} />
            </Suspense>
          )}
          <AddressCard address={order.shipping_address} note={order.note} tracking={order.tracking_number} />
        </div>
      </div>
    </>
  );
}
