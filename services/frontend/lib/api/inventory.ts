/** The catalogue and the stock: inventory-service. */
import 'server-only';
import type { ListState } from '@/lib/list-state';
import { dataOf, inventory } from './client';
import type {
  ItemPage,
  MovementPage,
  NewProduct,
  ProductChange,
  StockAdjustment,
  StockAlertPage,
} from './generated/inventory-service';
import type { Item, Movement } from './types';

/** The most that one page of a list may hold. */
const WHOLE_CATALOGUE = 200;

export const CATEGORIES = [
  'audio',
  'keyboards',
  'laptops',
  'monitors',
  'networking',
  'storage',
] as const satisfies readonly NewProduct['category'][];

export const WAREHOUSES = ['BER', 'MAD', 'RTM'] as const satisfies readonly StockAdjustment['warehouse'][];

/** What the list of items can be filtered by. */
export const ITEM_FILTERS = { q: 'text', category: CATEGORIES, low_stock: ['true'] } as const;

export interface CatalogueFilter {
  readonly q?: string | undefined;
  readonly category?: string | undefined;
}

/** Products to choose from; an empty filter is none. */
export async function listProducts({ q, category }: CatalogueFilter = {}): Promise<readonly Item[]> {
  const query = { q: q || undefined, category: category || undefined, limit: WHOLE_CATALOGUE };
  const { items } = await dataOf(inventory().GET('/api/v1/inventory', { params: { query } }));
  return items;
}

export function listItems(
  { filters, cursors }: ListState<keyof typeof ITEM_FILTERS>,
  limit: number,
): Promise<ItemPage> {
  const { q, category, low_stock } = filters;
  const query = { q, category, low_stock: low_stock ? true : undefined, cursor: cursors.at(-1), limit };
  return dataOf(inventory().GET('/api/v1/inventory', { params: { query } }));
}

export function getItem(sku: string): Promise<Item> {
  return dataOf(inventory().GET('/api/v1/inventory/{sku}', { params: { path: { sku } } }));
}

/** The ledger of a product, newest first. */
export function listMovements(sku: string, cursor: string | undefined, limit: number): Promise<MovementPage> {
  return dataOf(
    inventory().GET('/api/v1/inventory/{sku}/movements', {
      params: { path: { sku }, query: { cursor, limit } },
    }),
  );
}

/** Products that must be reordered. */
export function listStockAlerts(limit: number): Promise<StockAlertPage> {
  return dataOf(inventory().GET('/api/v1/inventory/alerts', { params: { query: { limit } } }));
}

export function createProduct(product: NewProduct, idempotencyKey: string): Promise<Item> {
  return dataOf(
    inventory().POST('/api/v1/inventory/products', {
      params: { header: { 'Idempotency-Key': idempotencyKey } },
      body: product,
    }),
  );
}

export function updateProduct(sku: string, change: ProductChange): Promise<Item> {
  return dataOf(
    inventory().PATCH('/api/v1/inventory/products/{sku}', { params: { path: { sku } }, body: change }),
  );
}

/** Corrects a count: pieces found or missing. */
export function adjustStock(adjustment: StockAdjustment, idempotencyKey: string): Promise<Movement> {
  return dataOf(
    inventory().POST('/api/v1/inventory/adjust', {
      params: { header: { 'Idempotency-Key': idempotencyKey } },
      body: adjustment,
    }),
  );
}
