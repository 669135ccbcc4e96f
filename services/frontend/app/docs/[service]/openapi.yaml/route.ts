/**
 * The description of a service for whoever opens the frontend without the gateway. Behind the gateway this is never
 * asked: there the path leads to the service itself.
 */
import { isServiceName } from '@/lib/api/services';
import { config } from '@/server/config';

export const dynamic = 'force-dynamic';

const TIMEOUT_MS = 5_000;

/** Says that a request came from here: a gateway without the route would send it round in circles. */
const VIA = '1.1 frontend';

export async function GET(
  request: Request,
  { params }: RouteContext<'/docs/[service]/openapi.yaml'>,
): Promise<Response> {
  const { service } = await params;
  if (!isServiceName(service) || request.headers.get('via')?.includes(VIA)) {
    return new Response('Not found\n', { status: 404 });
  }
  try {
    const answer = await fetch(`${config().gatewayUrl}/docs/${service}/openapi.yaml`, {
      cache: 'no-store',
      headers: { Via: VIA },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return new Response(answer.body, {
      status: answer.status,
      headers: {
        'Content-Type': answer.headers.get('content-type') ?? 'application/yaml',
        'Cache-Control': 'no-cache',
      },
    });
  } catch {
    return new Response('The gateway does not answer\n', { status: 503 });
  }
}
