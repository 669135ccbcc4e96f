/**
 * Watches the HTTP server: one span, one measurement and one access line for each request.
 *
 * Next.js creates the server itself, so this stands where OpenTelemetry's own HTTP instrumentation stands: around
 * the `request` event. Everything Next.js does for a request happens inside the span made here.
 */
import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { log } from '../log.ts';
import { metrics } from './metrics.ts';
import { requestIdFrom, withRequestId } from './request-id.ts';
import { builtRoutes, type RouteOf } from './routes.ts';

/** Asked by machines, or by the thousand: measured, but neither traced nor logged at `info`. */
const QUIET = new Set(['/health', '/ready', '/metrics', '/_next/*', '/icon.svg']);

/** Begins to watch; the result stops accepting requests and waits for those in progress. */
export function watchRequests(): () => Promise<void> {
  const servers = new Set<Server>();
  const routeOf = builtRoutes();
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]): boolean {
    if (event !== 'request') return Reflect.apply(emit, this, [event, ...args]);
    servers.add(this);
    const [request, response] = args as [IncomingMessage, ServerResponse];
    return observe(request, response, routeOf, () => Reflect.apply(emit, this, [event, ...args]));
  };
  return async () => {
    await Promise.all([...servers].map((server) => new Promise((done) => server.close(done))));
  };
}

function observe(
  request: IncomingMessage,
  response: ServerResponse,
  routeOf: RouteOf,
  run: () => boolean,
): boolean {
  const started = performance.now();
  const method = request.method ?? 'GET';
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const route = routeOf(path);
  const quiet = QUIET.has(route);
  const requestId = requestIdFrom(request.headers['x-request-id']);
  response.setHeader('X-Request-Id', requestId);

  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
  const span = quiet ? undefined : startSpan(request, method, path, route, parent);
  const scope = span ? trace.setSpan(parent, span) : suppressTracing(parent);

  metrics().serverActive.inc({ http_request_method: method });
  response.once('close', () => {
    metrics().serverActive.dec({ http_request_method: method });
    const seconds = (performance.now() - started) / 1000;
    measure(method, route, response.statusCode, seconds, span);
    if (span) endSpan(span, response);
    context.with(scope, () =>
      accessLine({ request, response, method, path, route, requestId, quiet, seconds }),
    );
  });
  return withRequestId(requestId, () => context.with(scope, run));
}

function startSpan(
  request: IncomingMessage,
  method: string,
  path: string,
  route: string,
  parent: Context,
): Span {
  return trace.getTracer('frontend').startSpan(
    route === 'unmatched' ? method : `${method} ${route}`,
    {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'url.path': path,
        'url.scheme': String(request.headers['x-forwarded-proto'] ?? 'http'),
        'server.address': (request.headers.host ?? '').split(':', 1)[0],
        'user_agent.original': request.headers['user-agent'],
      },
    },
    parent,
  );
}

function endSpan(span: Span, response: ServerResponse): void {
  span.setAttribute('http.response.status_code', response.statusCode);
  if (response.statusCode >= 500) {
    span.setAttribute('error.type', String(response.statusCode));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

function measure(
  method: string,
  route: string,
  status: number,
  seconds: number,
  span: Span | undefined,
): void {
  metrics().serverDuration.observe({
    labels: { http_request_method: method, http_route: route, http_response_status_code: status },
    value: seconds,
    ...(span?.isRecording() && { exemplarLabels: { trace_id: span.spanContext().traceId } }),
  });
}

interface Answered {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly route: string;
  readonly requestId: string;
  readonly quiet: boolean;
  readonly seconds: number;
}

function accessLine({ request, response, method, path, route, requestId, quiet, seconds }: Answered): void {
  const milliseconds = Math.round(seconds * 1000);
  const write = quiet ? log.debug : log.info;
  write(`${method} ${path} ${response.statusCode} in ${milliseconds} ms`, {
    http_request_method: method,
    http_route: route,
    status: response.statusCode,
    duration_ms: milliseconds,
    request_id: requestId,
    url_path: path,
    ...(request.headers['next-action'] && { server_action: true }),
    ...(!response.writableFinished && { aborted: true }),
  });
}
