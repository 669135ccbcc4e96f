/** Readiness: pages explain themselves when the gateway is away, so nothing else has to be there. */
export const dynamic = 'force-dynamic';

export function GET(): Response {
  return Response.json({ status: 'ready', checks: { server: 'ok' } });
}
