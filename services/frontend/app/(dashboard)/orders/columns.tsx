import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import { AppLink } from '@/components/app-link';
import { StatusBadge } from '@/components/status-badge';
import { Time } from '@/components/time';
import type { Amount } from '@/lib/api/types';
import { formatMoney } from '@/lib/order/money';
import type { OrderStatus } from '@/lib/order/status';

export interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly status: OrderStatus;
  readonly itemCount: number;
  readonly lineCount: number;
  readonly firstItem: string;
  readonly total: Amount;
  readonly createdAt: string;
  /** Only for those who see the orders of everybody; the name is missing while user-service is away. */
  readonly customer?:
    | { readonly id: string; readonly name?: string | undefined; readonly email?: string | undefined }
    | undefined;
}

export const features = tableFeatures({});

/** How a column behaves on narrow screens and how it is aligned. */
export const COLUMN_CLASS: Readonly<Record<string, string>> = {
  items: 'hidden md:table-cell',
  customer: 'hidden lg:table-cell',
  total: 'text-right',
  createdAt: 'hidden text-right sm:table-cell',
};

const column = createColumnHelper<typeof features, OrderRow>();

const numberColumn = column.accessor('number', {
  header: 'Number',
  cell: ({ row }) => (
    <div className="grid gap-0.5">
      <AppLink
        href={`/orders/${row.original.id}`}
        onClick={(event) => event.stopPropagation()}
        className="w-fit whitespace-nowrap rounded-sm font-mono text-xs font-medium outline-none hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/40"
      >
        {row.original.number}
      </AppLink>
      <span className="text-xs text-muted-foreground sm:hidden">
        <Time at={row.original.createdAt} />
      </span>
    </div>
  ),
});

const statusColumn = column.accessor('status', {
  header: 'Status',
  cell: ({ getValue }) => <StatusBadge status={getValue()} />,
});

const itemsColumn = column.accessor('itemCount', {
  id: 'items',
  header: 'Items',
  cell: ({ row: { original } }) => (
    <span className="flex max-w-72 items-baseline gap-2">
      <span className="shrink-0 text-muted-foreground tabular-nums">{original.itemCount} ×</span>
      <span className="truncate">{original.firstItem}</span>
      {original.lineCount > 1 && (
        <span className="shrink-0 text-xs text-muted-foreground">+{original.lineCount - 1} more</span>
      )}
    </span>
  ),
});

const customerColumn = column.accessor('customer', {
  header: 'Customer',
  cell: ({ row: { original } }) =>
    original.customer?.name ? (
      <span className="block max-w-48 truncate" title={original.customer.email}>
        {original.customer.name}
      </span>
    ) : (
      <span className="font-mono text-xs text-muted-foreground">{original.customer?.id.slice(-12)}</span>
    ),
});

const totalColumn = column.accessor('total', {
  header: 'Total',
  cell: ({ row: { original } }) =>
    // Prices come with the reservation: until then the total is not zero but unknown.
    original.status === 'pending' && original.total.amount_minor === 0 ? (
      <span className="text-muted-foreground">–</span>
    ) : (
      <span className="font-medium tabular-nums">{formatMoney(original.total)}</span>
    ),
});

const createdColumn = column.accessor('createdAt', {
  header: 'Created',
  cell: ({ getValue }) => (
    <span className="text-muted-foreground">
      <Time at={getValue()} />
    </span>
  ),
});

/** The columns of a customer's own orders. */
export const ownColumns = column.columns([
  numberColumn,
  statusColumn,
  itemsColumn,
  totalColumn,
  createdColumn,
]);

/** The same with the customer. */
export const everybodyColumns = column.columns([
  numberColumn,
  statusColumn,
  itemsColumn,
  customerColumn,
  totalColumn,
  createdColumn,
]);
