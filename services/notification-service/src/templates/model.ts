import type { Amount, DomainEvent, LowStockEvent, OrderEvent, UserEvent } from '../events.js';
import type { Language } from '../service.js';
import { formatAmount, formatCountry, formatDate } from './format.js';
import { words } from './words.js';

/** An address of the shop's own pages, when it is known where they are. */
function page(shop: string | undefined, path: string): string | undefined {
  return shop === undefined ? undefined : new URL(path, shop).href;
}

function orderModel({ data }: OrderEvent, language: Language, shop?: string) {
  const own = words[language];
  const amount = (value: Amount | null | undefined) => (value ? formatAmount(value, language) : '');
  const shipping = data.shipping?.amount_minor === 0 ? own.free : amount(data.shipping);
  const address = data.shipping_address;
  return {
    number: data.number,
    name: data.customer.name,
    reason: own.reasons[data.status_reason ?? ''] ?? own.reasons[''],
    total: amount(data.total),
    refunded: amount(data.refunded?.amount_minor ? data.refunded : data.total),
    tracking_number: data.tracking_number,
    items: data.items.map((item) => ({
      sku: item.sku,
      name: item.name ?? item.sku,
      quantity: item.quantity,
      line_total: amount(item.line_total),
    })),
    sums: [
      { label: own.subtotal, amount: amount(data.subtotal), final: false },
      { label: own.tax, amount: amount(data.tax), final: false },
      { label: own.shipping, amount: shipping, final: false },
      { label: own.total, amount: amount(data.total), final: true },
    ].filter((sum) => sum.amount !== ''),
    address: address && [
      address.name,
      address.line1,
      ...(address.line2 ? [address.line2] : []),
      `${address.postal_code} ${address.city}`,
      formatCountry(address.country, language),
    ],
    footer: own.footer.order(data.number),
    link: page(shop, `/orders/${data.order_id}`),
  };
}

function userModel({ data }: UserEvent, language: Language, shop?: string) {
  return {
    name: data.name,
    email: data.email,
    footer: words[language].footer.account,
    link: page(shop, '/'),
  };
}

function lowStockModel({ data }: LowStockEvent, language: Language, shop?: string) {
  return { ...data, footer: words[language].footer.operations, link: page(shop, '/inventory') };
}

/** What the templates of an event may show. */
export function modelOf(event: DomainEvent, language: Language, shop?: string): object {
  const shared = { language, words: words[language], date: formatDate(event.time, language) };
  switch (event.kind) {
    case 'order':
      return { ...shared, ...orderModel(event, language, shop) };
    case 'user':
      return { ...shared, ...userModel(event, language, shop) };
    case 'low_stock':
      return { ...shared, ...lowStockModel(event, language, shop) };
    default:
      throw new Error(`There is no template for ${event.type}`);
  }
}
