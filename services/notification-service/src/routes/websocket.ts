import { hasRole } from '../auth.js';
import type { Context } from '../context.js';
import { lastEventOf, offeredToken } from '../handshake.js';
import { liveRoles } from '../live.js';
import { invalidField, Problem } from '../problem.js';
import type { Route } from './route.js';

/** Answers requests to /ws that do not ask for an upgrade; real ones are handled in live.ts. */
export function websocket({ authenticate }: Context): Route {
  return {
    method: 'get',
    path: '/ws',
    roles: null,
    handle: async ({ request }) => {
      const caller = await authenticate(offeredToken(request.headers['sec-websocket-protocol']));
      if (!hasRole(caller, ...liveRoles))
        throw new Problem('forbidden', `This needs one of the roles ${liveRoles.join(', ')}.`);
      lastEventOf(new URL(request.originalUrl, 'http://localhost').searchParams);
      throw invalidField('upgrade', 'this endpoint speaks WebSocket only');
    },
  };
}
