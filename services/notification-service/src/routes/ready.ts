import type { Context } from '../context.js';
import type { Route } from './route.js';

/** Readiness, naming each dependency. SMTP and SMS are not asked: what cannot be sent now is sent later. */
export function ready({ database, broker, state }: Context): Route {
  const postgres = async () => {
    const limit = new Promise<string>((resolve) =>
      setTimeout(resolve, 2000, 'does not answer in time').unref(),
    );
    const ping = database.ping().then(
      () => (state.migrated ? 'ok' : 'the schema is not up to date yet'),
      () => 'does not answer',
    );
    return Promise.race([ping, limit]);
  };
  return {
    method: 'get',
    path: '/ready',
    roles: null,
    handle: async ({ response }) => {
      const checks = { postgres: await postgres(), rabbitmq: broker.connected ? 'ok' : 'not connected' };
      const good = Object.values(checks).every((check) => check === 'ok');
      response.status(good ? 200 : 503).json({ status: good ? 'ready' : 'unavailable', checks });
    },
  };
}
