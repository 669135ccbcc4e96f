/** The cart of the new-order form. */
import type { Item } from '@/lib/api/types';
import type { CartLine } from './estimate';

/** The most of one product that one order may hold. */
export const MAX_QUANTITY = 100;

/** The cart with `product` at `quantity`, within what is available; zero takes it out. */
export function setQuantity(
  lines: readonly CartLine[],
  product: Pick<Item, 'sku' | 'name' | 'price' | 'available'>,
  quantity: number,
): readonly CartLine[] {
  const wanted = Number.isFinite(quantity) ? Math.trunc(quantity) : 0;
  const allowed = Math.min(Math.max(wanted, 0), product.available, MAX_QUANTITY);
  if (allowed === 0) return lines.filter((line) => line.sku !== product.sku);
  const { sku, name, price, available } = product;
  const line = { sku, name, price, available, quantity: allowed };
  return lines.some((known) => known.sku === sku)
    ? lines.map((known) => (known.sku === sku ? line : known))
    : [...lines, line];
}

export function quantityOf(lines: readonly CartLine[], sku: string): number {
  return lines.find((line) => line.sku === sku)?.quantity ?? 0;
}
