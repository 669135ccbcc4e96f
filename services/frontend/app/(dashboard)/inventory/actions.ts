'use server';

import { type ActionState, attempt, attemptOnce, textOf } from '@/lib/api/action';
import type { NewProduct, StockAdjustment } from '@/lib/api/generated/inventory-service';
import { adjustStock, createProduct, updateProduct } from '@/lib/api/inventory';
import { parseMoney } from '@/lib/order/money';

export async function create(form: FormData, key: string): Promise<ActionState> {
  const product = { sku: textOf(form, 'sku')?.toUpperCase() ?? '', ...productOf(form) };
  return attemptOnce(key, (idempotencyKey) => createProduct(product, idempotencyKey));
}

export async function change(sku: string, form: FormData): Promise<ActionState> {
  return attempt(() => updateProduct(sku, productOf(form)));
}

export async function adjust(sku: string, form: FormData, key: string): Promise<ActionState> {
  const adjustment = {
    sku,
    warehouse: (textOf(form, 'warehouse') ?? '') as StockAdjustment['warehouse'],
    delta: Number(textOf(form, 'delta')),
    reason: textOf(form, 'reason') ?? '',
  };
  return attemptOnce(key, (idempotencyKey) => adjustStock(adjustment, idempotencyKey));
}

/** What the service checks: a form that is filled in wrongly comes back with its words for it. */
function productOf(form: FormData): Omit<NewProduct, 'sku'> {
  return {
    name: textOf(form, 'name') ?? '',
    category: (textOf(form, 'category') ?? '') as NewProduct['category'],
    price: { amount_minor: parseMoney(textOf(form, 'price')) ?? -1, currency: 'EUR' },
    reorder_level: Number(textOf(form, 'reorder_level')),
  };
}
