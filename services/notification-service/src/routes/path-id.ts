import { z } from 'zod';
import { Problem } from '../problem.js';

/** An id in a path; what is not a UUID names nothing, and the problem says why. */
export function pathId(value: string, what: string, field = 'id'): string {
  if (!z.guid().safeParse(value).success)
    throw new Problem('not_found', `There is no such ${what}.`, [{ field, message: 'is not a UUID' }]);
  return value.toLowerCase();
}
