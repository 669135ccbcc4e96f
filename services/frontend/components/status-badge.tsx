import { Badge } from '@/components/ui/badge';
import { presentationOf } from '@/lib/order/status';

export function StatusBadge({ status }: { status: string }) {
  const { label, tone } = presentationOf(status);
  return (
    <Badge tone={tone} data-testid="order-status" data-status={status}>
      <span className="size-1.5 rounded-full bg-current" aria-hidden="true" />
      {label}
    </Badge>
  );
}
