/** Where orders may go, as people choose it. */
import type { CountryCode } from '@/lib/api/types';

/** The European Union first in mind, then the usual rest; the API takes every country. */
const CODES = [
  'AT',
  'BE',
  'BG',
  'CY',
  'CZ',
  'DE',
  'DK',
  'EE',
  'ES',
  'FI',
  'FR',
  'GR',
  'HR',
  'HU',
  'IE',
  'IT',
  'LT',
  'LU',
  'LV',
  'MT',
  'NL',
  'PL',
  'PT',
  'RO',
  'SE',
  'SI',
  'SK',
  'AU',
  'BR',
  'CA',
  'CH',
  'GB',
  'IN',
  'IS',
  'JP',
  'KR',
  'MX',
  'NO',
  'NZ',
  'SG',
  'TR',
  'UA',
  'US',
  'ZA',
] as const satisfies readonly CountryCode[];

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** The English name of a country; its code when it has none. */
export function countryName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

export const COUNTRIES = CODES.map((code) => ({ code, name: countryName(code) })).sort((a, b) =>
  a.name.localeCompare(b.name, 'en'),
);
