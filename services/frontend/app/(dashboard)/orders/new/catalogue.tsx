'use client';

import { SearchIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, useTransition } from 'react';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { Input } from '@/components/ui/input';
import type { Item } from '@/lib/api/types';
import { cn } from '@/lib/cn';
import { quantityOf } from '@/lib/order/cart';
import type { CartLine } from '@/lib/order/estimate';
import { words } from '@/lib/order/status';
import { ProductRow } from './product-row';

export interface CatalogueState {
  readonly q: string;
  readonly category: string;
}

interface CatalogueProps {
  products: readonly Item[];
  categories: readonly string[];
  filter: CatalogueState;
  lines: readonly CartLine[];
  onChange: (product: Item, quantity: number) => void;
}

/** A pause in typing that is long enough to ask the server. */
const TYPING_PAUSE_MS = 250;

export function Catalogue({ products, categories, filter, lines, onChange }: CatalogueProps) {
  const router = useRouter();
  const [searching, startTransition] = useTransition();
  const [typed, setTyped] = useState(filter.q);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const show = ({ q, category }: CatalogueState) => {
    clearTimeout(timer.current);
    const query = new URLSearchParams();
    if (q.trim()) query.set('q', q.trim());
    if (category) query.set('category', category);
    const href = query.size > 0 ? `/orders/new?${query}` : '/orders/new';
    startTransition(() => router.replace(href, { scroll: false }));
  };

  const onType = (q: string) => {
    setTyped(q);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => show({ ...filter, q }), TYPING_PAUSE_MS);
  };

  return (
    <Card className="overflow-hidden">
      <CardHeader>
        <CardTitle>Products</CardTitle>
        <p className="text-xs text-muted-foreground" aria-live="polite">
          {searching ? 'Searching…' : `${products.length} found`}
        </p>
      </CardHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2 border-b p-3">
        <search className="relative flex items-center">
          <SearchIcon
            className="pointer-events-none absolute left-3 size-4 text-muted-foreground"
            aria-hidden="true"
          />
          <Input
            type="search"
            value={typed}
            onChange={(event) => onType(event.target.value)}
            aria-label="Search products"
            placeholder="Name or SKU"
            className="pl-9"
          />
        </search>
        <fieldset className="-mx-3 overflow-x-auto px-3 [scrollbar-width:none]">
          <legend className="sr-only">Category</legend>
          <div className="flex w-max gap-1 py-0.5">
            {['', ...categories].map((category) => (
              <button
                key={category}
                type="button"
                aria-pressed={category === filter.category}
                onClick={() => show({ q: typed, category })}
                className={cn(
                  'rounded-full border px-2.5 py-1 text-xs font-medium text-muted-foreground outline-none transition-colors hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/40',
                  category === filter.category &&
                    'border-primary/40 bg-primary/8 text-primary hover:text-primary',
                )}
              >
                {category ? words(category) : 'All'}
              </button>
            ))}
          </div>
        </fieldset>
      </div>
      {products.length === 0 ? (
        <p className="px-4 py-12 text-center text-sm text-muted-foreground">No product matches.</p>
      ) : (
        <ul
          className={cn(
            'max-h-[27rem] divide-y overflow-y-auto transition-opacity',
            searching && 'opacity-60',
          )}
          aria-label="Products"
          aria-busy={searching}
        >
          {products.map((product) => (
            <ProductRow
              key={product.sku}
              product={product}
              quantity={quantityOf(lines, product.sku)}
              onChange={(quantity) => onChange(product, quantity)}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}
