import { AppLink } from '@/components/app-link';
import { Fact, Panel } from '@/components/panel';
import { PaymentBadge } from '@/components/payment-badge';
import { ProblemAlert } from '@/components/problem-alert';
import { Time } from '@/components/time';
import { load } from '@/lib/api/load';
import { paymentOf } from '@/lib/api/payments';
import { formatMoney } from '@/lib/order/money';
import { words } from '@/lib/order/status';

export async function PaymentCard({
  orderId,
  decided,
  staff,
}: {
  orderId: string;
  decided: boolean;
  /** Operators get the way to the payment itself. */
  staff: boolean;
}) {
  const { data: payment, problem } = await load(paymentOf(orderId));
  return (
    <Panel title="Payment" aside={payment && <PaymentBadge status={payment.status} />}>
      {problem ? (
        <ProblemAlert problem={problem} />
      ) : payment ? (
        <dl className="grid gap-2 text-[13px]">
          <Fact name="Amount">
            <span className="font-medium tabular-nums">{formatMoney(payment.amount)}</span>
          </Fact>
          <Fact name="Card">{words(payment.method.brand ?? payment.method.type)}</Fact>
          {payment.refunded.amount_minor > 0 && (
            <Fact name="Refunded">
              <span className="tabular-nums">{formatMoney(payment.refunded)}</span>
            </Fact>
          )}
          {payment.decline_code && <Fact name="Declined">{words(payment.decline_code)}</Fact>}
          <Fact name="Charged">
            <Time at={payment.created_at} />
          </Fact>
          <Fact name="Payment id">
            {staff ? (
              <AppLink
                href={`/payments/${payment.id}`}
                className="font-mono text-xs text-primary underline-offset-4 hover:underline"
              >
                …{payment.id.slice(-12)}
              </AppLink>
            ) : (
              <span className="font-mono text-xs text-muted-foreground" title={payment.id}>
                …{payment.id.slice(-12)}
              </span>
            )}
          </Fact>
        </dl>
      ) : (
        <p className="text-[13px] text-muted-foreground">
          {decided ? 'The card was never charged.' : 'Nothing is charged yet.'}
        </p>
      )}
    </Panel>
  );
}
