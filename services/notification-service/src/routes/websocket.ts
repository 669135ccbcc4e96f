import type { Context } from '../context.js';
import { offeredToken } from '../live.js';
import { invalidField } from '../problem.js';
import type { Route } from './route.js';

/** Answers requests to /ws that do not ask for an upgrade; real ones are handled in live.ts. */
export function websocket({ authenticate }: Context): Route {
  return {
    method: 'get',
    path: '/ws',
    roles: null,
    handle: async ({ request }) => {
      await authenticate(offeredToken(request.headers['sec-websocket-protocol']));
      throw invalidField('upgrade', 'this endpoint speaks WebSocket only');
    },
  };
}
