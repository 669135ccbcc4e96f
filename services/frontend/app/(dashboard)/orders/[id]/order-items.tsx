import { Totals } from '@/components/totals';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { Order } from '@/lib/api/types';
import { formatMoney } from '@/lib/order/money';

export function OrderItems({ order }: { order: Order }) {
  // Names and prices come with the reservation of the stock.
  const priced = order.total.amount_minor > 0;
  return (
    <Card aria-label="Items" className="overflow-hidden">
      <CardHeader>
        <CardTitle>Items</CardTitle>
        <p className="text-xs text-muted-foreground">
          {order.items.length} {order.items.length === 1 ? 'product' : 'products'}
        </p>
      </CardHeader>
      <Table aria-label="Items of the order">
        <TableHeader>
          <TableRow>
            <TableHead>Product</TableHead>
            <TableHead className="text-right">Quantity</TableHead>
            <TableHead className="hidden text-right sm:table-cell">Unit price</TableHead>
            <TableHead className="text-right">Amount</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {order.items.map((item) => (
            <TableRow key={item.sku} data-testid="order-item">
              <TableCell>
                <span className="grid">
                  <span className="font-medium">{item.name || item.sku}</span>
                  {item.name && <span className="font-mono text-xs text-muted-foreground">{item.sku}</span>}
                </span>
              </TableCell>
              <TableCell className="text-right tabular-nums">{item.quantity}</TableCell>
              <TableCell className="hidden text-right text-muted-foreground tabular-nums sm:table-cell">
                {priced ? formatMoney(item.unit_price) : '–'}
              </TableCell>
              <TableCell className="text-right tabular-nums">
                {priced ? formatMoney(item.line_total) : '–'}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <div className="border-t bg-muted/30 p-4">
        <div className="ml-auto max-w-72">
          {priced ? (
            <Totals {...order} />
          ) : (
            <p className="text-right text-[13px] text-muted-foreground">
              {order.status === 'pending' ? 'Prices follow with the reservation.' : 'No price was ever set.'}
            </p>
          )}
        </div>
      </div>
    </Card>
  );
}
