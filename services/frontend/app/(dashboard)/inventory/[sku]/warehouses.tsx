import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { Item } from '@/lib/api/types';

/** What lies where. */
export function Warehouses({ item: { warehouses } }: { item: Item }) {
  return (
    <Card aria-label="Warehouses" className="overflow-hidden">
      <CardHeader>
        <CardTitle>Warehouses</CardTitle>
      </CardHeader>
      {warehouses.length === 0 ? (
        <p className="px-4 py-8 text-center text-sm text-muted-foreground">
          No warehouse has ever held a piece.
        </p>
      ) : (
        <Table aria-label="Stock by warehouse">
          <TableHeader>
            <TableRow>
              <TableHead>Warehouse</TableHead>
              <TableHead className="text-right">On hand</TableHead>
              <TableHead className="text-right">Reserved</TableHead>
              <TableHead className="text-right">Available</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {warehouses.map(({ warehouse, on_hand, reserved }) => (
              <TableRow key={warehouse} data-testid="warehouse-row" data-warehouse={warehouse}>
                <TableCell className="font-medium">{warehouse}</TableCell>
                <TableCell className="text-right tabular-nums">{on_hand}</TableCell>
                <TableCell className="text-right tabular-nums">{reserved}</TableCell>
                <TableCell className="text-right font-medium tabular-nums">{on_hand - reserved}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}
