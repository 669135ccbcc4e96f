import { z } from 'zod';
import { hasRole } from '../auth.js';
import type { Context } from '../context.js';
import { listNotifications as readPage } from '../db/notifications.js';
import { invalidField } from '../problem.js';
import { channels, statuses } from '../service.js';
import { notificationView } from './notification-view.js';
import { cursorText, pageOf, pageParameters } from './page.js';
import type { Route } from './route.js';
import { text } from './text.js';

const Query = z.object({
  ...pageParameters,
  recipient: text(254).optional(),
  channel: z.enum(channels, `must be one of ${channels.join(', ')}`).optional(),
  status: z.enum(statuses, `must be one of ${statuses.join(', ')}`).optional(),
});

/** The id behind which a page begins. */
function idOf(cursor: string): string {
  const id = cursorText(cursor);
  if (!z.guid().safeParse(id).success) throw invalidField('cursor', 'is not a cursor of this list');
  return id as string;
}

/** A page of notifications, newest first; customers get their own. */
export function listNotifications({ database }: Context): Route {
  return {
    method: 'get',
    path: '/api/v1/notifications',
    roles: ['customer', 'operator', 'admin'],
    handle: async ({ response, query, caller }) => {
      const { limit, cursor, ...filter } = query(Query);
      const customerId = hasRole(caller, 'operator', 'admin') ? undefined : caller.id;
      const before = cursor === undefined ? undefined : idOf(cursor);
      const rows = await readPage(database, { ...filter, customerId }, limit + 1, before);
      response.json(
        pageOf(
          rows,
          limit,
          (row) => notificationView(row, caller),
          ({ id }) => id,
        ),
      );
    },
  };
}
