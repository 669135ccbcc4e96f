import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AppLink } from '@/components/app-link';
import { Fact, Panel, PanelSkeleton } from '@/components/panel';
import { PaymentBadge } from '@/components/payment-badge';
import { ProblemAlert } from '@/components/problem-alert';
import { PageHeader } from '@/components/shell/page-header';
import { Time } from '@/components/time';
import { load } from '@/lib/api/load';
import { getPayment } from '@/lib/api/payments';
import { formatMoney } from '@/lib/order/money';
import { words } from '@/lib/order/status';
import { seesEverything } from '@/lib/session/claims';
import { currentUser } from '@/lib/session/session';
import { Ledger } from './ledger';
import { RefundPayment } from './refund-payment';
import { Refunds } from './refunds';

export const metadata: Metadata = { title: 'Payment' };

export default async function PaymentPage({ params }: PageProps<'/payments/[id]'>) {
  const { id } = await params;
  const staff = seesEverything(await currentUser());
  const { data: payment, problem } = await load(getPayment(id));
  if (problem) return <ProblemAlert problem={problem} />;
  const { amount, captured, refunded, refundable, method, status, decline_code, order_id, created_at } =
    payment;
  return (
    <>
      <PageHeader
        title={
          <>
            {formatMoney(amount)} <PaymentBadge status={status} />
          </>
        }
        description={
          <>
            Charged <Time at={created_at} format="long" />
          </>
        }
      >
        {staff && refundable.amount_minor > 0 && (
          <RefundPayment id={id} refundable={refundable} firstKey={crypto.randomUUID()} />
        )}
      </PageHeader>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-5">
          <Ledger transactions={payment.transactions} />
          <Suspense fallback={<PanelSkeleton title="Refunds" lines={2} />}>
            <Refunds paymentId={id} />
          </Suspense>
        </div>
        <Panel title="Payment">
          <dl className="grid gap-2 text-[13px]">
            <Fact name="Captured">
              <span className="tabular-nums">{formatMoney(captured)}</span>
            </Fact>
            <Fact name="Refunded">
              <span className="tabular-nums" data-testid="payment-refunded">
                {formatMoney(refunded)}
              </span>
            </Fact>
            <Fact name="Refundable">
              <span className="font-medium tabular-nums">{formatMoney(refundable)}</span>
            </Fact>
            <Fact name="Card">{words(method.brand ?? method.type)}</Fact>
            {decline_code && <Fact name="Declined">{words(decline_code)}</Fact>}
            <Fact name="Order">
              <AppLink
                href={`/orders/${order_id}`}
                className="font-medium text-primary underline-offset-4 hover:underline"
              >
                Open the order
              </AppLink>
            </Fact>
            <Fact name="Payment id">
              <span className="font-mono text-xs text-muted-foreground" title={id}>
                …{id.slice(-12)}
              </span>
            </Fact>
          </dl>
        </Panel>
      </div>
    </>
  );
}
