import type { Context } from '../context.js';
import { exposition } from '../metrics.js';
import type { Route } from './route.js';

/** OpenMetrics with exemplars for who asks for it, else the Prometheus text format. */
export function metricsRoute({ database }: Context): Route {
  return {
    method: 'get',
    path: '/metrics',
    roles: null,
    handle: async ({ request, response }) => {
      database.reportPool();
      const openMetrics = (request.headers.accept ?? '').includes('application/openmetrics-text');
      const { contentType, body } = await exposition(openMetrics);
      response.set('Content-Type', contentType).send(body);
    },
  };
}
