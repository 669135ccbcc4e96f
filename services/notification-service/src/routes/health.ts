import type { Route } from './route.js';

/** Liveness: the process answers; no dependency is asked. */
export function health(): Route {
  return {
    method: 'get',
    path: '/health',
    roles: null,
    handle: ({ response }) => {
      response.json({ status: 'ok' });
    },
  };
}
