import { ProblemAlert } from '@/components/problem-alert';
import { Time } from '@/components/time';
import { Badge } from '@/components/ui/badge';
import { load } from '@/lib/api/load';
import { paymentOf } from '@/lib/api/payments';
import { formatMoney } from '@/lib/order/money';
import { type Tone, words } from '@/lib/order/status';
import { Fact, Panel } from './panel';

const TONES: Readonly<Record<string, Tone>> = {
  captured: 'good',
  declined: 'bad',
  pending: 'warning',
};

export async function PaymentCard({ orderId, decided }: { orderId: string; decided: boolean }) {
  const { data: payment, problem } = await load(paymentOf(orderId));
  return (
    <Panel
      title="Payment"
      aside={
        payment && (
          <Badge tone={TONES[payment.status] ?? 'neutral'} data-testid="payment-status">
            {words(payment.status)}
          </Badge>
        )
      }
    >
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
            <span className="font-mono text-xs text-muted-foreground" title={payment.id}>
              …{payment.id.slice(-12)}
            </span>
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
