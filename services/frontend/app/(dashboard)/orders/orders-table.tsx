'use client';

import { useTable } from '@tanstack/react-table';
import { useRouter } from 'next/navigation';
import { Skeleton } from '@/components/ui/skeleton';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { COLUMN_CLASS, everybodyColumns, features, type OrderRow, ownColumns } from './columns';

export function OrdersTable({ rows, everybody }: { rows: readonly OrderRow[]; everybody: boolean }) {
  const router = useRouter();
  const table = useTable({
    features,
    columns: everybody ? everybodyColumns : ownColumns,
    data: rows as OrderRow[],
    getRowId: (row) => row.id,
  });
  return (
    <Table aria-label="Orders">
      <TableHeader>
        {table.getHeaderGroups().map((group) => (
          <TableRow key={group.id}>
            {group.headers.map((header) => (
              <TableHead key={header.id} className={COLUMN_CLASS[header.column.id]}>
                <table.FlexRender header={header} />
              </TableHead>
            ))}
          </TableRow>
        ))}
      </TableHeader>
      <TableBody>
        {table.getRowModel().rows.map((row) => (
          // For the mouse only: keyboards and screen readers have the link in the first cell.
          <TableRow
            key={row.id}
            data-testid="order-row"
            className="cursor-pointer hover:bg-accent/50"
            onClick={() => router.push(`/orders/${row.id}`)}
          >
            {row.getAllCells().map((cell) => (
              <TableCell key={cell.id} className={COLUMN_CLASS[cell.column.id]}>
                <table.FlexRender cell={cell} />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const WIDTHS = ['w-24', 'w-20', 'w-52', 'w-32', 'w-16', 'w-24'];

/** The table before its data: the same heights, so that nothing jumps. */
export function OrdersTableSkeleton({ rows, everybody }: { rows: number; everybody: boolean }) {
  const ids = everybody
    ? ['number', 'status', 'items', 'customer', 'total', 'createdAt']
    : ['number', 'status', 'items', 'total', 'createdAt'];
  return (
    <div role="status" aria-label="Loading orders">
      <Table aria-hidden="true">
        <TableHeader>
          <TableRow>
            {ids.map((id) => (
              <TableHead key={id} className={COLUMN_CLASS[id]}>
                <Skeleton className="inline-block h-3 w-14" />
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
            <TableRow key={row} className="h-[45px]">
              {ids.map((id, index) => (
                <TableCell key={id} className={COLUMN_CLASS[id]}>
                  <Skeleton className={`inline-block h-4 max-w-full ${WIDTHS[index]}`} />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
