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

/** Minor units of an amount that somebody typed, “12.50” or “12,5”; undefined when it is none. */
export function parseMoney(text: string | undefined): number | undefined {
  const match = text?.trim().match(/^(\d{1,12})(?:[.,](\d{1,2}))?$/);
  if (!match) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** The amount as a form shows it: “12.50”. */
export function moneyInput({ amount_minor }: Amount): string {
  return (amount_minor / 100).toFixed(2);
}

export function eur(amount_minor: number): Amount {
  return { amount_minor, currency: 'EUR' };
}
