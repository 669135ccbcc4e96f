import { ShoppingCartIcon } from 'lucide-react';
import { SubmitButton } from '@/components/submit-button';
import { Totals } from '@/components/totals';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { MAX_QUANTITY } from '@/lib/order/cart';
import type { CartLine, Estimate } from '@/lib/order/estimate';
import { formatMoney } from '@/lib/order/money';
import { QuantityStepper } from './quantity-stepper';

interface CartSummaryProps {
  lines: readonly CartLine[];
  sums: Estimate;
  onChange: (line: CartLine, quantity: number) => void;
  pending: boolean;
  /** The form that the button submits: the cart stands beside it. */
  form: string;
}

export function CartSummary({ lines, sums, onChange, pending, form }: CartSummaryProps) {
  const empty = lines.length === 0;
  return (
    <Card aria-label="Cart" data-testid="cart" className="flex max-h-[calc(100dvh-8rem)] flex-col">
      <CardHeader>
        <CardTitle>Cart</CardTitle>
        <p className="text-xs text-muted-foreground" aria-live="polite">
          {sums.count === 1 ? '1 piece' : `${sums.count} pieces`}
        </p>
      </CardHeader>
      {empty ? (
        <div className="grid justify-items-center gap-2 px-4 py-8 text-center text-muted-foreground">
          <ShoppingCartIcon className="size-5" aria-hidden="true" />
          <p className="text-[13px]">Add a product to begin.</p>
        </div>
      ) : (
        <ul className="min-h-0 divide-y overflow-y-auto">
          {lines.map((line) => (
            <li key={line.sku} className="grid gap-1.5 px-4 py-2.5">
              <p className="truncate text-[13px] font-medium">{line.name}</p>
              <div className="flex items-center justify-between gap-3">
                <QuantityStepper
                  name={line.name}
                  quantity={line.quantity}
                  most={Math.min(line.available, MAX_QUANTITY)}
                  onChange={(quantity) => onChange(line, quantity)}
                />
                <p className="text-[13px] tabular-nums">
                  {formatMoney({ ...line.price, amount_minor: line.price.amount_minor * line.quantity })}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <div className="grid gap-3 border-t p-4">
        <Totals {...sums} />
        {sums.untilFreeShipping && (
          <p className="text-xs text-muted-foreground">
            {formatMoney(sums.untilFreeShipping)} more for free shipping.
          </p>
        )}
        <SubmitButton
          form={form}
          pending={pending}
          pendingLabel="Placing the order…"
          disabled={empty}
          className="w-full"
          data-testid="place-order"
        >
          Place order
        </SubmitButton>
        <p className="text-center text-xs text-muted-foreground">
          An estimate: the order has the final amounts.
        </p>
      </div>
    </Card>
  );
}
