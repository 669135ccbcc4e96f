import { z } from 'zod';

/** Characters as people and JSON Schema count them; JavaScript counts halves of the rarer ones. */
function characters(value: string): number {
  let count = 0;
  for (const _ of value) count += 1;
  return count;
}

/** A text that PostgreSQL can store: no NUL, no half characters. */
export function text(max: number) {
  return z
    .string()
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'has a character that cannot be stored')
    .refine((value) => value !== '', 'must not be empty')
    .refine((value) => characters(value) <= max, `must have at most ${max} characters`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const controls = /[\x00-\x1f\x7f]/;

/** A text in one line. */
export function line(max: number) {
  return text(max).refine((value) => !controls.test(value), 'must be one line without control characters');
}
