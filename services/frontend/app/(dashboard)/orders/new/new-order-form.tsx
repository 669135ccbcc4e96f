'use client';

import { type FormEvent, startTransition, useActionState, useEffect, useRef, useState } from 'react';
import { ProblemAlert } from '@/components/problem-alert';
import type { Item, Pricing } from '@/lib/api/types';
import { setQuantity } from '@/lib/order/cart';
import { type CartLine, estimate } from '@/lib/order/estimate';
import { type PlaceOrderState, placeOrder } from './actions';
import { AddressFields, addressOf, EMPTY_ADDRESS } from './address-fields';
import { CardPicker } from './card-picker';
import { CartSummary } from './cart-summary';
import { Catalogue, type CatalogueState } from './catalogue';

interface NewOrderFormProps {
  products: readonly Item[];
  categories: readonly string[];
  filter: CatalogueState;
  pricing: Pricing;
  /** Made on the server: browsers offer random UUIDs on https and localhost only. */
  firstKey: string;
}

export function NewOrderForm({ products, categories, filter, pricing, firstKey }: NewOrderFormProps) {
  const [lines, setLines] = useState<readonly CartLine[]>([]);
  const [address, setAddress] = useState(EMPTY_ADDRESS);
  const [card, setCard] = useState('tok_visa');
  const [initial] = useState<PlaceOrderState>({ key: firstKey });
  const [state, submit, pending] = useActionState(placeOrder, initial);
  const problem = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (state.problem) problem.current?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  }, [state]);

  // Not the form's action: React would empty the address when a card is declined.
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const note = String(form.get('note') ?? '').trim();
    const order = {
      items: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      shipping_address: addressOf(address),
      payment_method: { type: 'card' as const, token: card },
      ...(note && { note }),
    };
    startTransition(() => submit({ order, key: state.key }));
  };

  const change = (product: CartLine | Item, quantity: number) =>
    setLines((now) => setQuantity(now, product, quantity));

  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid min-w-0 gap-5">
        <Catalogue
          products={products}
          categories={categories}
          filter={filter}
          lines={lines}
          onChange={change}
        />
        <form id="new-order" onSubmit={onSubmit} className="grid gap-5" aria-label="New order">
          <AddressFields address={address} onChange={setAddress} errors={state.problem?.errors} />
          <CardPicker value={card} onChange={setCard} />
        </form>
      </div>
      <div className="grid gap-4 lg:sticky lg:top-20">
        <CartSummary
          lines={lines}
          sums={estimate(lines, pricing, address.country)}
          onChange={change}
          pending={pending}
          form="new-order"
        />
        <div ref={problem} aria-live="polite">
          {state.problem && !pending && <ProblemAlert problem={state.problem} />}
        </div>
      </div>
    </div>
  );
}
