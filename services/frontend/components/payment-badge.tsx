import { Badge } from '@/components/ui/badge';
import type { Payment } from '@/lib/api/types';
import { type Tone, words } from '@/lib/order/status';

const TONES: Readonly<Record<Payment['status'], Tone>> = {
  pending: 'warning',
  captured: 'good',
  declined: 'bad',
  partially_refunded: 'progress',
  refunded: 'neutral',
};

export function PaymentBadge({ status }: { status: Payment['status'] }) {
  return (
    <Badge tone={TONES[status]} data-testid="payment-status" data-status={status}>
      {words(status)}
    </Badge>
  );
}
