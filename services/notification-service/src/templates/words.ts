import type { Language, Template } from '../service.js';

/** The words that stand in no template of their own, in one language. */
interface Words {
  /** For amounts, dates and the names of countries. */
  locale: string;
  item: string;
  quantity: string;
  net_price: string;
  subtotal: string;
  tax: string;
  shipping: string;
  free: string;
  total: string;
  ship_to: string;
  warehouse: string;
  available: string;
  /** What the customer reads in place of a reason code; the empty code stands for every other. */
  reasons: Record<string, string>;
  footer: { order: (number: string) => string; account: string; operations: string };
}

export const words: Record<Language, Words> = {
  en: {
    locale: 'en-IE',
    item: 'Item',
    quantity: 'Quantity',
    net_price: 'Net price',
    subtotal: 'Subtotal',
    tax: 'VAT',
    shipping: 'Shipping',
    free: 'free',
    total: 'Total',
    ship_to: 'Shipping address',
    warehouse: 'Warehouse',
    available: 'Available',
    reasons: {
      out_of_stock: 'at least one item is out of stock',
      payment_declined: 'the payment was declined',
      '': 'it could not be processed',
    },
    footer: {
      order: (number) =>
        `You receive this message because of your order ${number}. Please do not reply to it.`,
      account: 'You receive this message because of your account. Please do not reply to it.',
      operations: 'You receive this message because you look after the stock. Please do not reply to it.',
    },
  },
  de: {
    locale: 'de-DE',
    item: 'Artikel',
    quantity: 'Menge',
    net_price: 'Nettopreis',
    subtotal: 'Zwischensumme',
    tax: 'Umsatzsteuer',
    shipping: 'Versand',
    free: 'kostenlos',
    total: 'Gesamtsumme',
    ship_to: 'Lieferadresse',
    warehouse: 'Lager',
    available: 'Verfügbar',
    reasons: {
      out_of_stock: 'mindestens ein Artikel nicht mehr vorrätig ist',
      payment_declined: 'die Zahlung abgelehnt wurde',
      '': 'sie nicht bearbeitet werden konnte',
    },
    footer: {
      order: (number) =>
        `Sie erhalten diese Nachricht wegen Ihrer Bestellung ${number}. Bitte antworten Sie nicht darauf.`,
      account: 'Sie erhalten diese Nachricht wegen Ihres Kontos. Bitte antworten Sie nicht darauf.',
      operations:
        'Sie erhalten diese Nachricht, weil Sie das Lager betreuen. Bitte antworten Sie nicht darauf.',
    },
  },
};

/** The colour at the top of a mail: green for good news, red for bad, … */
export const accents: Record<Template, string> = {
  'order-confirmed': '#2e7d4f',
  'order-rejected': '#b3362b',
  'order-shipped': '#1d4f91',
  'order-delivered': '#2e7d4f',
  'order-cancelled': '#6b7785',
  'order-refunded': '#1d4f91',
  'user-registered': '#1d4f91',
  'inventory-low-stock': '#b7791f',
};
