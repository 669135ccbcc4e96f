import { AppLink } from '@/components/app-link';
import { type Column, RowLink } from '@/components/list/data-table';
import { PaymentBadge } from '@/components/payment-badge';
import { Time } from '@/components/time';
import type { Payment } from '@/lib/api/types';
import { formatMoney } from '@/lib/order/money';
import { words } from '@/lib/order/status';

export const columns: readonly Column<Payment>[] = [
  {
    id: 'payment',
    header: 'Payment',
    cell: ({ id, created_at }) => (
      <span className="grid gap-0.5">
        <RowLink href={`/payments/${id}`} className="font-mono text-xs">
          …{id.slice(-12)}
        </RowLink>
        <span className="text-xs text-muted-foreground sm:hidden">
          <Time at={created_at} />
        </span>
      </span>
    ),
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <PaymentBadge status={status} /> },
  {
    id: 'method',
    header: 'Card',
    className: 'hidden md:table-cell',
    cell: ({ method, decline_code }) => (
      <span>
        {words(method.brand ?? method.type)}
        {decline_code && (
          <span className="text-muted-foreground"> · {words(decline_code).toLowerCase()}</span>
        )}
      </span>
    ),
  },
  {
    id: 'order',
    header: 'Order',
    className: 'hidden lg:table-cell',
    cell: ({ order_id }) => (
      <AppLink
        href={`/orders/${order_id}`}
        className="relative z-10 font-mono text-xs text-primary underline-offset-4 hover:underline"
      >
        …{order_id.slice(-12)}
      </AppLink>
    ),
  },
  {
    id: 'refunded',
    header: 'Refunded',
    className: 'hidden text-right lg:table-cell',
    cell: ({ refunded }) => (
      <span className="text-muted-foreground tabular-nums">
        {refunded.amount_minor > 0 ? formatMoney(refunded) : '–'}
      </span>
    ),
  },
  {
    id: 'amount',
    header: 'Amount',
    className: 'text-right',
    cell: ({ amount }) => <span className="font-medium tabular-nums">{formatMoney(amount)}</span>,
  },
  {
    id: 'created_at',
    header: 'Charged',
    className: 'hidden text-right sm:table-cell',
    cell: ({ created_at }) => (
      <span className="text-muted-foreground">
        <Time at={created_at} />
      </span>
    ),
  },
];
