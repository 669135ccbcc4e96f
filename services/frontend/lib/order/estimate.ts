/** What an order will cost, before it is placed: order-service decides, by the rules that it publishes. */
import type { Amount, Pricing } from '@/lib/api/types';

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
  readonly taxPercent: number;
  readonly shipping: Amount;
  readonly total: Amount;
  /** What is missing for free shipping; undefined when it is free already, never is, or the cart is empty. */
  readonly untilFreeShipping: Amount | undefined;
}

/** Percentages have at most two decimals. */
const PERCENT_SCALE = 100;

/** Prices are net; the tax is rounded half up, once for the order. */
export function estimate(lines: readonly CartLine[], pricing: Pricing, country: string): Estimate {
  const amount = (amount_minor: number): Amount => ({ amount_minor, currency: pricing.currency });
  const subtotal = lines.reduce((sum, line) => sum + line.price.amount_minor * line.quantity, 0);
  const taxPercent = taxPercentOf(pricing, country);
  const scaled = subtotal * Math.round(taxPercent * PERCENT_SCALE);
  const tax = Math.floor((scaled + 50 * PERCENT_SCALE) / (100 * PERCENT_SCALE));

  const zone = pricing.shipping_zones.find(({ countries }) => countries?.includes(country) ?? true);
  const freeFrom = zone?.free_shipping ? pricing.free_shipping_from.amount_minor : Number.POSITIVE_INFINITY;
  const free = subtotal === 0 || subtotal >= freeFrom;
  const shipping = free ? 0 : (zone?.shipping.amount_minor ?? 0);
  return {
    count: lines.reduce((sum, line) => sum + line.quantity, 0),
    subtotal: amount(subtotal),
    tax: amount(tax),
    taxPercent,
    shipping: amount(shipping),
    total: amount(subtotal + tax + shipping),
    untilFreeShipping: free || !Number.isFinite(freeFrom) ? undefined : amount(freeFrom - subtotal),
  };
}

function taxPercentOf({ tax_rates, default_tax_percent }: Pricing, country: string): number {
  return tax_rates.find((rate) => rate.country === country)?.percent ?? default_tax_percent;
}
