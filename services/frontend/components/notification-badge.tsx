import { Badge } from '@/components/ui/badge';
import type { Notification } from '@/lib/api/types';
import { type Tone, words } from '@/lib/order/status';

const TONES: Readonly<Record<Notification['status'], Tone>> = {
  pending: 'warning',
  sending: 'progress',
  sent: 'good',
  failed: 'bad',
};

export function NotificationBadge({ status }: Pick<Notification, 'status'>) {
  return (
    <Badge tone={TONES[status]} data-testid="notification-status" data-status={status}>
      {words(status)}
    </Badge>
  );
}
