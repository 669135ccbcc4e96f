import 'server-only';
import { accessToken } from '@/lib/session/session';
import { send } from './client';
import type { Page, Product } from './types';

/** The most that one page of a list may hold. */
const WHOLE_CATALOGUE = 200;

export interface CatalogueFilter {
  readonly q?: string | undefined;
  readonly category?: string | undefined;
}

export async function listProducts(filter: CatalogueFilter = {}): Promise<readonly Product[]> {
  const page = await send<Page<Product>>({
    path: '/api/v1/inventory',
    query: { ...filter, limit: WHOLE_CATALOGUE },
    token: await accessToken(),
  });
  return page.items;
}
