import { type Column, RowLink } from '@/components/list/data-table';
import { StockBadge } from '@/components/stock-badge';
import type { Item } from '@/lib/api/types';
import { formatMoney } from '@/lib/order/money';
import { words } from '@/lib/order/status';

export const columns: readonly Column<Item>[] = [
  {
    id: 'product',
    header: 'Product',
    cell: ({ sku, name }) => (
      <span className="grid">
        <RowLink href={`/inventory/${encodeURIComponent(sku)}`}>{name}</RowLink>
        <span className="font-mono text-xs text-muted-foreground">{sku}</span>
      </span>
    ),
  },
  {
    id: 'category',
    header: 'Category',
    className: 'hidden md:table-cell',
    cell: ({ category }) => <span className="text-muted-foreground">{words(category)}</span>,
  },
  { id: 'stock', header: 'Stock', cell: (item) => <StockBadge item={item} /> },
  {
    id: 'on_hand',
    header: 'On hand',
    className: 'hidden text-right lg:table-cell',
    cell: ({ on_hand }) => <span className="tabular-nums">{on_hand}</span>,
  },
  {
    id: 'reserved',
    header: 'Reserved',
    className: 'hidden text-right lg:table-cell',
    cell: ({ reserved }) => <span className="tabular-nums">{reserved}</span>,
  },
  {
    id: 'reorder_level',
    header: 'Reorder at',
    className: 'hidden text-right lg:table-cell',
    cell: ({ reorder_level }) => <span className="text-muted-foreground tabular-nums">{reorder_level}</span>,
  },
  {
    id: 'price',
    header: 'Price',
    className: 'hidden text-right sm:table-cell',
    cell: ({ price }) => <span className="font-medium tabular-nums">{formatMoney(price)}</span>,
  },
];
