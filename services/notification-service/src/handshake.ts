import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { z } from 'zod';
import type { Logger } from './logs.js';
import { metrics, observe, secondsSince } from './metrics.js';
import { invalidField, type Problem, unauthorized } from './problem.js';
import { requestIdOf } from './routes/access.js';

/** The sub-protocol of the live connections. */
export const protocol = 'oms.v1';

/** The token in a list of sub-protocols `oms.v1, <token>`. */
export function offeredToken(header: string | undefined): string {
  const offered = (header ?? '').split(',').map((name) => name.trim());
  const token = offered.find((name) => name !== protocol && name !== '');
  if (!offered.includes(protocol) || !token)
    throw unauthorized(`Offer the sub-protocols "${protocol}" and an access token.`);
  return token;
}

/** The event that a returning browser has seen last. */
export function lastEventOf(parameters: URLSearchParams): string | undefined {
  const [after, ...more] = parameters.getAll('after');
  if (after === undefined) return undefined;
  if (more.length > 0 || !z.guid().safeParse(after).success)
    throw invalidField('after', 'must be the id of an event');
  return after;
}

/**
 * The telemetry of one `Upgrade` request. Node.js shows such requests to no middleware, so the span,
 * the metrics and the access line of a handshake are made here.
 */
export class Handshake {
  readonly requestId: string;
  readonly url: URL;
  readonly #route: string;

  constructor(
    private readonly request: IncomingMessage,
    path: string,
    private readonly log: Logger,
  ) {
    this.requestId = requestIdOf(request);
    // Never rejected: what does not parse is no path of ours.
    this.url = URL.parse(request.url ?? '/', 'http://localhost') ?? new URL('http://localhost/unreadable');
    this.#route = this.url.pathname === path ? path : 'unmatched';
  }

  /** Runs the handshake in a span of its own; `work` answers the status. */
  async run(work: () => Promise<number>): Promise<void> {
    const start = performance.now();
    const method = this.request.method ?? 'GET';
    const route = this.#route;
    const path = this.url.pathname;
    const attributes = {
      'http.request.method': method,
      'http.route': route,
      'url.path': path,
      'url.scheme': 'http',
    };
    const parent = propagation.extract(ROOT_CONTEXT, this.request.headers);
    const span = trace
      .getTracer('live')
      .startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
    await context.with(trace.setSpan(ROOT_CONTEXT, span), async () => {
      const status = await work();
      span.setAttribute('http.response.status_code', status);
      const labels = { http_request_method: method, http_route: route, http_response_status_code: status };
      observe(metrics.httpServerDuration, labels, secondsSince(start), span);
      const duration_ms = Math.round(performance.now() - start);
      const fields = {
        http_request_method: method,
        http_route: route,
        status,
        duration_ms,
        request_id: this.requestId,
        url_path: path,
      };
      this.log.info(fields, `${method} ${path} ${status} in ${duration_ms} ms`);
      span.end();
    });
  }
}

/** A problem document as a bare HTTP response: an upgrade request has no response object. */
export function refuse(socket: Duplex, problem: Problem, { url, requestId }: Handshake): void {
  const body = JSON.stringify(problem.document(url.pathname));
  const headers: Record<string, string | number> = {
    Connection: 'close',
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    'X-Request-Id': requestId,
    ...problem.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`);
}
