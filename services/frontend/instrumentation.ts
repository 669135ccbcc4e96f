/** Next.js calls `register` once when its server starts, before the first page is rendered. */
import type { Instrumentation } from 'next';

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startTelemetry } = await import('./server/telemetry/start.ts');
  startTelemetry();
}

/** The one line about an error that no page expected; the digest is what the error page shows. */
export const onRequestError: Instrumentation.onRequestError = async (
  error,
  request,
  { routePath, routeType },
) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { errorFields, log } = await import('./server/log.ts');
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  log.error(`${request.method} ${routePath} failed`, {
    http_route: routePath,
    route_type: routeType,
    digest,
    ...errorFields(error),
  });
};
