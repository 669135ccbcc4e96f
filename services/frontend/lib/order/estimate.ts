/** What an order will cost, before it is placed. order-service decides; these are the same rules. */
import type { Amount } from '@/lib/api/types';

export const TAX_PERCENT = 19;
export const SHIPPING_MINOR = 490;
export const FREE_SHIPPING_FROM_MINOR = 10_000;

export interface CartLine {
  readonly sku: string;
  readonly name: string;
  readonly price: Amount;
  readonly available: number;
  readonly quantity: number;
}

export interface Estimate {
  readonly count: number;
  readonly subtotal: Amount;
  readonly tax: Amount;
  readonly shipping: Amount;
  readonly total: Amount;
  /** What is missing for free shipping; zero when it is free already or the cart is empty. */
  readonly untilFreeShipping: Amount;
}

/** Prices are net; tax is rounded half up to the minor unit. */
export function estimate(lines: readonly CartLine[]): Estimate {
  const currency = lines[0]?.price.currency ?? 'EUR';
  const amount = (amount_minor: number): Amount => ({ amount_minor, currency });
  const subtotal = lines.reduce((sum, line) => sum + line.price.amount_minor * line.quantity, 0);
  const tax = Math.floor((subtotal * TAX_PERCENT + 50) / 100);
  const free = subtotal === 0 || subtotal >= FREE_SHIPPING_FROM_MINOR;
  const shipping = free ? 0 : SHIPPING_MINOR;
  return {
    count: lines.reduce((sum, line) => sum + line.quantity, 0),
    subtotal: amount(subtotal),
    tax: amount(tax),
    shipping: amount(shipping),
    total: amount(subtotal + tax + shipping),
    untilFreeShipping: amount(free ? 0 : FREE_SHIPPING_FROM_MINOR - subtotal),
  };
}
