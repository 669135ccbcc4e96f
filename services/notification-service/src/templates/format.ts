import type { Amount } from '../events.js';
import type { Language } from '../service.js';
import { words } from './words.js';

/** Keeps what `make` has made for a key: a formatter costs more to make than to use a thousand times. */
function kept<T>(make: (language: Language, detail: string) => T): typeof make {
  const made = new Map<string, T>();
  return (language, detail) => {
    const key = `${language} ${detail}`;
    const value = made.get(key) ?? make(language, detail);
    made.set(key, value);
    return value;
  };
}

const amounts = kept((language, currency) => {
  const format = new Intl.NumberFormat(words[language].locale, { style: 'currency', currency });
  const minorUnits = 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
  return (minor: number) => format.format(minor / minorUnits);
});
const dates = kept(
  (language) => new Intl.DateTimeFormat(words[language].locale, { dateStyle: 'long', timeZone: 'UTC' }),
);
const countries = kept((language) => new Intl.DisplayNames(words[language].locale, { type: 'region' }));

/** `129900 EUR` in minor units becomes `€1,299.00` or `1.299,00 €`; the number of decimals is that of the currency. */
export function formatAmount({ amount_minor, currency }: Amount, language: Language): string {
  return amounts(language, currency)(amount_minor);
}

/** `22 November 2026` or `22. November 2026`. */
export function formatDate(time: string, language: Language): string {
  return dates(language, '').format(new Date(time));
}

/** `GB` becomes `United Kingdom` or `Vereinigtes Königreich`; what is no code stays as it is. */
export function formatCountry(code: string, language: Language): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return countries(language, '').of(code) ?? code;
}
