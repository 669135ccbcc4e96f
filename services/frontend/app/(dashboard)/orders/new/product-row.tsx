import { PlusIcon } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { Item } from '@/lib/api/types';
import { MAX_QUANTITY } from '@/lib/order/cart';
import { formatMoney } from '@/lib/order/money';
import { words } from '@/lib/order/status';
import { QuantityStepper } from './quantity-stepper';

interface ProductRowProps {
  product: Item;
  quantity: number;
  onChange: (quantity: number) => void;
}

export function ProductRow({ product, quantity, onChange }: ProductRowProps) {
  const { sku, name, category, price, available } = product;
  return (
    <li data-testid="product" data-sku={sku} className="flex items-center gap-3 px-4 py-2 hover:bg-accent/40">
      <div className="min-w-0 flex-1">
        <p className="line-clamp-2 text-[13px] font-medium sm:line-clamp-1">{name}</p>
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-xs text-muted-foreground">
          <span className="font-mono">{sku}</span>
          <span className="hidden sm:inline">{words(category)}</span>
          <span className="font-medium text-foreground tabular-nums sm:hidden">{formatMoney(price)}</span>
        </p>
      </div>
      <div className="hidden w-24 sm:block">
        <Availability product={product} />
      </div>
      <p className="hidden w-22 shrink-0 text-right text-[13px] font-medium tabular-nums sm:block">
        {formatMoney(price)}
      </p>
      <div className="flex w-27 shrink-0 justify-end">
        {quantity > 0 ? (
          <QuantityStepper
            name={name}
            quantity={quantity}
            most={Math.min(available, MAX_QUANTITY)}
            onChange={onChange}
          />
        ) : (
          <Button
            variant="outline"
            size="sm"
            disabled={available <= 0}
            aria-label={`Add ${name}`}
            onClick={() => onChange(1)}
          >
            <PlusIcon aria-hidden="true" /> Add
          </Button>
        )}
      </div>
    </li>
  );
}

function Availability({ product: { available, reorder_level } }: { product: Item }) {
  if (available <= 0) return <Badge tone="bad">Sold out</Badge>;
  if (available <= reorder_level) return <Badge tone="warning">{available} left</Badge>;
  return <span className="text-xs text-muted-foreground tabular-nums">{available} in stock</span>;
}
