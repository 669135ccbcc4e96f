import { existsSync, readFileSync } from 'node:fs';
import type { Route } from './route.js';

/** The build puts the description beside the compiled code; the source finds it in the repository. */
const built = new URL('../openapi.yaml', import.meta.url);
const source = new URL('../../../../contracts/openapi/notification-service.yaml', import.meta.url);

/** The OpenAPI description of this service. */
export function openapi(): Route {
  const description = readFileSync(existsSync(built) ? built : source);
  return {
    method: 'get',
    path: '/openapi.yaml',
    roles: null,
    handle: ({ response }) => {
      response.set('Cache-Control', 'no-cache').setHeader('Content-Type', 'application/yaml');
      response.end(description);
    },
  };
}
