import { z } from 'zod';

/** The parameters of every list. A cursor is read by the list that has given it out. */
export const pageParameters = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'must be an integer between 1 and 200')
    .transform(Number)
    .refine((n) => n <= 200, 'must be an integer between 1 and 200')
    .default(50),
  cursor: z
    .string()
    .min(1, 'is not a cursor of this list')
    .max(512, 'is not a cursor of this list')
    .optional(),
};

/** The page of rows that were read one more than asked for, which tells whether there is a next page. */
export function pageOf<Row, View>(
  rows: Row[],
  limit: number,
  view: (row: Row) => View,
  position: (row: Row) => string,
): { items: View[]; next_cursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next_cursor =
    rows.length > limit && last !== undefined ? Buffer.from(position(last)).toString('base64url') : null;
  return { items: page.map(view), next_cursor };
}

/** What a cursor says; undefined when it was not written by `pageOf`. */
export function cursorText(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  return Buffer.from(text).toString('base64url') === cursor ? text : undefined;
}
