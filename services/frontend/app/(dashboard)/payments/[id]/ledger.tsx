import { type Column, DataTable } from '@/components/list/data-table';
import { Time } from '@/components/time';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import type { Transaction } from '@/lib/api/types';
import { formatMoney } from '@/lib/order/money';
import { words } from '@/lib/order/status';

const columns: readonly Column<Transaction>[] = [
  {
    id: 'kind',
    header: 'Transaction',
    cell: ({ kind }) => <span className="font-medium">{words(kind)}</span>,
  },
  {
    id: 'amount',
    header: 'Amount',
    className: 'text-right',
    cell: ({ amount }) => <span className="tabular-nums">{formatMoney(amount)}</span>,
  },
  {
    id: 'created_at',
    header: 'When',
    className: 'text-right',
    cell: ({ created_at }) => (
      <span className="text-muted-foreground">
        <Time at={created_at} format="long" />
      </span>
    ),
  },
];

/** Every step with the card gateway, oldest first; nothing is ever changed or removed. */
export function Ledger({ transactions }: { transactions: readonly Transaction[] }) {
  return (
    <Card aria-label="Ledger" className="overflow-hidden">
      <CardHeader>
        <CardTitle>Ledger</CardTitle>
      </CardHeader>
      {transactions.length === 0 ? (
        <p className="px-4 py-8 text-center text-sm text-muted-foreground">
          The card gateway has not answered yet.
        </p>
      ) : (
        <DataTable
          label="Ledger"
          columns={columns}
          rows={transactions}
          keyOf={({ id }) => id}
          rowId="transaction-row"
        />
      )}
    </Card>
  );
}
