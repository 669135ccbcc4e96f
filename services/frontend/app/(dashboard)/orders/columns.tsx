import { type Column, RowLink } from '@/components/list/data-table';
import { StatusBadge } from '@/components/status-badge';
import { Time } from '@/components/time';
import type { Order, User } from '@/lib/api/types';
import { formatMoney } from '@/lib/order/money';

export interface OrderRow {
  readonly order: Order;
  /** Missing while user-service is away. */
  readonly customer?: User | undefined;
}

const numberColumn: Column<OrderRow> = {
  id: 'number',
  header: 'Number',
  cell: ({ order }) => (
    <div className="grid gap-0.5">
      <RowLink href={`/orders/${order.id}`} className="whitespace-nowrap font-mono text-xs">
        {order.number}
      </RowLink>
      <span className="text-xs text-muted-foreground sm:hidden">
        <Time at={order.created_at} />
      </span>
    </div>
  ),
};

const statusColumn: Column<OrderRow> = {
  id: 'status',
  header: 'Status',
  cell: ({ order }) => <StatusBadge status={order.status} />,
};

const itemsColumn: Column<OrderRow> = {
  id: 'items',
  header: 'Items',
  className: 'hidden md:table-cell',
  cell: ({ order: { items } }) => (
    <span className="flex max-w-72 items-baseline gap-2">
      <span className="shrink-0 text-muted-foreground tabular-nums">
        {items.reduce((sum, { quantity }) => sum + quantity, 0)} ×
      </span>
      <span className="truncate">{items[0]?.name || items[0]?.sku}</span>
      {items.length > 1 && (
        <span className="shrink-0 text-xs text-muted-foreground">+{items.length - 1} more</span>
      )}
    </span>
  ),
};

const customerColumn: Column<OrderRow> = {
  id: 'customer',
  header: 'Customer',
  className: 'hidden lg:table-cell',
  cell: ({ order, customer }) =>
    customer ? (
      <span className="block max-w-48 truncate" title={customer.email}>
        {customer.name}
      </span>
    ) : (
      <span className="font-mono text-xs text-muted-foreground">{order.customer_id.slice(-12)}</span>
    ),
};

const totalColumn: Column<OrderRow> = {
  id: 'total',
  header: 'Total',
  sort: 'total',
  className: 'text-right',
  cell: ({ order: { status, total } }) =>
    // Prices come with the reservation: until then the total is not zero but unknown.
    status === 'pending' && total.amount_minor === 0 ? (
      <span className="text-muted-foreground">–</span>
    ) : (
      <span className="font-medium tabular-nums">{formatMoney(total)}</span>
    ),
};

const createdColumn: Column<OrderRow> = {
  id: 'created_at',
  header: 'Placed',
  sort: 'created_at',
  className: 'hidden text-right sm:table-cell',
  cell: ({ order }) => (
    <span className="text-muted-foreground">
      <Time at={order.created_at} />
    </span>
  ),
};

/** The columns of a customer's own orders, or of everybody's with their customers. */
export function orderColumns(everybody: boolean): readonly Column<OrderRow>[] {
  return [
    numberColumn,
    statusColumn,
    itemsColumn,
    ...(everybody ? [customerColumn] : []),
    totalColumn,
    createdColumn,
  ];
}
