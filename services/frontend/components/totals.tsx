import type { Amount } from '@/lib/api/types';
import { formatMoney } from '@/lib/order/money';

interface TotalsProps {
  subtotal: Amount;
  tax: Amount;
  shipping: Amount;
  total: Amount;
  /** Known for an estimate; an order has the amount only. */
  taxPercent?: number;
  /** What went back to the customer. */
  refunded?: Amount;
}

/** How a total comes about. */
export function Totals({ subtotal, tax, taxPercent, shipping, total, refunded }: TotalsProps) {
  const rows = [
    { label: 'Subtotal', text: formatMoney(subtotal) },
    { label: taxPercent === undefined ? 'Tax' : `Tax (${taxPercent} %)`, text: formatMoney(tax) },
    {
      label: 'Shipping',
      text: shipping.amount_minor === 0 && subtotal.amount_minor > 0 ? 'Free' : formatMoney(shipping),
    },
  ];
  return (
    <dl className="grid gap-1.5 text-[13px]">
      {rows.map(({ label, text }) => (
        <div key={label} className="flex justify-between gap-4">
          <dt className="text-muted-foreground">{label}</dt>
          <dd className="tabular-nums">{text}</dd>
        </div>
      ))}
      <div className="mt-1 flex justify-between gap-4 border-t pt-2.5 text-sm font-semibold">
        <dt>Total</dt>
        <dd className="tabular-nums" data-testid="order-total">
          {formatMoney(total)}
        </dd>
      </div>
      {refunded && refunded.amount_minor > 0 && (
        <div className="flex justify-between gap-4">
          <dt className="text-muted-foreground">Refunded</dt>
          <dd className="tabular-nums" data-testid="order-refunded">
            −{formatMoney(refunded)}
          </dd>
        </div>
      )}
    </dl>
  );
}
