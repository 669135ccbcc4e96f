import { z } from 'zod';
import { hasRole } from '../auth.js';
import type { Context } from '../context.js';
import { listNotifications as readPage } from '../db/notifications.js';
import { channels, statuses } from '../service.js';
import { notificationView } from './notification-view.js';
import type { Route } from './route.js';

const Query = z.object({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'must be an integer between 1 and 200')
    .transform(Number)
    .refine((n) => n >= 1 && n <= 200, 'must be an integer between 1 and 200')
    .default(50),
  cursor: z
    .string()
    .transform((value) => Buffer.from(value, 'base64url').toString())
    .pipe(z.uuid('is not a cursor of this list'))
    .optional(),
  recipient: z.string().max(254).optional(),
  channel: z.enum(channels, `must be one of ${channels.join(', ')}`).optional(),
  status: z.enum(statuses, `must be one of ${statuses.join(', ')}`).optional(),
});

/** A page of notifications, newest first; customers get their own. */
export function listNotifications({ database }: Context): Route {
  return {
    method: 'get',
    path: '/api/v1/notifications',
    roles: ['customer', 'operator', 'admin'],
    handle: async ({ response, query, caller }) => {
      const { limit, cursor, ...filter } = query(Query);
      const customerId = hasRole(caller, 'operator', 'admin') ? undefined : caller.id;
      // One more than asked for tells whether there is a next page.
      const rows = await readPage(database, { ...filter, customerId }, limit + 1, cursor);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const next_cursor = rows.length > limit && last ? Buffer.from(last.id).toString('base64url') : null;
      response.json({ items: page.map((row) => notificationView(row, caller)), next_cursor });
    },
  };
}
