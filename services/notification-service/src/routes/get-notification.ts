import type { Context } from '../context.js';
import { findNotification } from '../db/notifications.js';
import { Problem } from '../problem.js';
import { maySee, notificationView } from './notification-view.js';
import { pathId } from './path-id.js';
import type { Route } from './route.js';

/** One notification; another customer's does not exist for the caller. */
export function getNotification({ database }: Context): Route {
  return {
    method: 'get',
    path: '/api/v1/notifications/{id}',
    roles: ['customer', 'operator', 'admin'],
    handle: async ({ response, param, caller }) => {
      const row = await findNotification(database, pathId(param('id'), 'notification'));
      if (!row || !maySee(row, caller)) throw new Problem('not_found', 'There is no such notification.');
      response.json(notificationView(row, caller));
    },
  };
}
