import type { Context } from '../context.js';
import { findNotification, requeueNotification } from '../db/notifications.js';
import { Problem } from '../problem.js';
import { mayRetry } from '../service.js';
import { notificationView } from './notification-view.js';
import { pathId } from './path-id.js';
import type { Route } from './route.js';

/** Sends a failed notification again, with all its attempts before it. */
export function retryNotification({ database, deliveries }: Context): Route {
  return {
    method: 'post',
    path: '/api/v1/notifications/{id}/retry',
    roles: ['operator', 'admin'],
    handle: async ({ response, param, caller }) => {
      const id = pathId(param('id'), 'notification');
      const requeued = await requeueNotification(database, id);
      if (!requeued) {
        const row = await findNotification(database, id);
        if (!row) throw new Problem('not_found', 'There is no such notification.');
        const state = mayRetry(row.status) ? 'changing' : row.status;
        throw new Problem(
          'conflict',
          `The notification is ${state}; only a failed or pending one is sent again.`,
        );
      }
      deliveries[requeued.channel].wake();
      response.status(202).json(notificationView(requeued, caller));
    },
  };
}
