import { z } from 'zod';
import { Problem } from '../problem.js';

/** An id in a path; what is not a UUID names nothing. */
export function pathId(value: string, what: string): string {
  if (!z.guid().safeParse(value).success) throw new Problem('not_found', `There is no such ${what}.`);
  return value.toLowerCase();
}
