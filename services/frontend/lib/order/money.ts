import type { Amount } from '@/lib/api/types';

const formats = new Map<string, Intl.NumberFormat>();

/** One locale for server and browser: both must render the same text. */
function formatOf(currency: string): Intl.NumberFormat {
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat('en-IE', { style: 'currency', currency });
    formats.set(currency, format);
  }
  return format;
}

/** “€1,299.00” for 129900 EUR; currencies without minor units (JPY) and with three digits (KWD) included. */
export function formatMoney({ amount_minor, currency }: Amount): string {
  const format = formatOf(currency);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount_minor / 10 ** digits);
}

export function eur(amount_minor: number): Amount {
  return { amount_minor, currency: 'EUR' };
}
