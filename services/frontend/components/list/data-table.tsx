import { ArrowDownIcon, ArrowUpIcon, ChevronsUpDownIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { AppLink } from '@/components/app-link';
import { Skeleton } from '@/components/ui/skeleton';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { cn } from '@/lib/cn';
import { filteredHref, type ListState } from '@/lib/list-state';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** Alignment, and on which screens it shows. */
  readonly className?: string;
  /** The name by which the API sorts by this column. */
  readonly sort?: string;
  readonly cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Test id of each row. */
  rowId: string;
  /** For columns that sort: where the list lives, its state, and the order without a choice. */
  sorting?: { path: string; state: ListState; standard: string };
}

/** A table whose rows come from the server; {@link RowLink} makes a whole row lead somewhere. */
export function DataTable<Row>({ label, columns, rows, keyOf, rowId, sorting }: DataTableProps<Row>) {
  const order = sorting && (sorting.state.filters.sort ?? sorting.standard);
  return (
    <Table aria-label={label}>
      <TableHeader>
        <TableRow>
          {columns.map(({ id, header, className, sort }) => (
            <TableHead key={id} className={className} {...(sort && { 'aria-sort': sortState(sort, order) })}>
              {sort && sorting ? <SortLink name={sort} label={header} {...sorting} /> : header}
            </TableHead>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <TableRow
            key={keyOf(row)}
            data-testid={rowId}
            className="relative has-[[data-row-link]]:hover:bg-accent/50"
          >
            {columns.map(({ id, className, cell }) => (
              <TableCell key={id} className={className}>
                {cell(row)}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The link of a row: it reaches over all of it for the mouse, and is one link for keyboards and screen readers. */
export function RowLink({
  href,
  className,
  children,
}: {
  href: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <AppLink
      href={href}
      data-row-link=""
      className={cn(
        'w-fit rounded-sm font-medium outline-none after:absolute after:inset-0 hover:underline focus-visible:after:inset-ring-2 focus-visible:after:inset-ring-ring/50',
        className,
      )}
    >
      {children}
    </AppLink>
  );
}

function sortState(name: string, order: string | undefined): 'ascending' | 'descending' | 'none' {
  if (order === name) return 'ascending';
  return order === `-${name}` ? 'descending' : 'none';
}

function SortLink({
  name,
  label,
  path,
  state,
  standard,
}: { name: string; label: string } & NonNullable<DataTableProps<never>['sorting']>) {
  const now = sortState(name, state.filters.sort ?? standard);
  const next = now === 'descending' ? name : `-${name}`;
  const Icon = { ascending: ArrowUpIcon, descending: ArrowDownIcon, none: ChevronsUpDownIcon }[now];
  return (
    <AppLink
      href={filteredHref(path, state, { sort: next === standard ? undefined : next })}
      data-testid={`sort-${name}`}
      className={cn(
        'inline-flex items-center gap-1 rounded-sm outline-none hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/40',
        now !== 'none' && 'text-foreground',
      )}
    >
      {label}
      <Icon className="size-3" aria-hidden="true" />
    </AppLink>
  );
}

/** A table before its data: the same heights, so that nothing jumps. */
export function TableSkeleton({ columns, rows = 8 }: { columns: number; rows?: number }) {
  return (
    <div role="status" aria-label="Loading">
      <div aria-hidden="true" className="border-b bg-muted/50 px-4 py-3">
        <Skeleton className="h-3 w-24" />
      </div>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          key={row}
          aria-hidden="true"
          className="flex h-[45px] items-center gap-6 border-b px-4 last:border-0"
        >
          {Array.from({ length: columns }, (_, column) => (
            <Skeleton
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
              key={column}
              className="h-4 flex-1 nth-[n+3]:hidden sm:nth-[n+3]:block"
            />
          ))}
        </div>
      ))}
    </div>
  );
}
