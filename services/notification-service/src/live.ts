import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Authenticate, hasRole, type Principal } from './auth.js';
import type { OrderEvent } from './events.js';
import type { Logger } from './logs.js';
import { metrics, observe, secondsSince } from './metrics.js';
import { Problem, toProblem, unauthorized } from './problem.js';
import { requestIdOf } from './routes/access.js';

const protocol = 'oms.v1';
const path = '/ws';
const pingEveryMs = 30_000;
/** A browser that takes nothing any more must not fill our memory. */
const bufferLimit = 1 << 20;

/** Close codes of our own, in the range that RFC 6455 leaves to applications. */
export const closeCodes = { tokenExpired: 4401 } as const;

interface Client {
  socket: WebSocket;
  principal: Principal;
  alive: boolean;
}

/** The token in a list of sub-protocols `oms.v1, <token>`. */
export function offeredToken(header: string | undefined): string {
  const offered = (header ?? '').split(',').map((name) => name.trim());
  const token = offered.find((name) => name !== protocol && name !== '');
  if (!offered.includes(protocol) || !token)
    throw unauthorized(`Offer the sub-protocols "${protocol}" and an access token.`);
  return token;
}

/** The part of an event that a browser gets: what changed, not whom it concerns. */
export function liveMessage({ id, type, time, data }: OrderEvent): string {
  const { order_id, number, status, status_reason, total, version } = data;
  return JSON.stringify({
    id,
    type,
    time,
    data: { order_id, number, status, status_reason, total, version },
  });
}

/** WebSocket connections: customers hear of their own orders, operators and admins of all. */
export class Live {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: 1024,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  });
  readonly #clients = new Set<Client>();
  readonly #pings: NodeJS.Timeout;

  constructor(
    private readonly authenticate: Authenticate,
    private readonly log: Logger,
  ) {
    this.#pings = setInterval(() => this.#ping(), pingEveryMs);
    this.#pings.unref();
  }

  /** Answers how many connections the event was sent to. */
  push(event: OrderEvent): number {
    const message = liveMessage(event);
    let sent = 0;
    for (const { socket, principal } of this.#clients) {
      if (principal.id !== event.data.customer.id && !hasRole(principal, 'operator', 'admin')) continue;
      if (socket.bufferedAmount > bufferLimit) {
        socket.terminate();
        continue;
      }
      socket.send(message);
      sent += 1;
    }
    return sent;
  }

  /**
   * Handles an `Upgrade` request of the HTTP server. Node.js shows such requests to no middleware,
   * so the span, the metrics and the access line of the handshake are made here.
   */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const start = performance.now();
    const urlPath = request.url?.split('?')[0] ?? '/';
    const route = urlPath === path ? path : 'unmatched';
    const attributes = {
      'http.request.method': 'GET',
      'http.route': route,
      'url.path': urlPath,
      'url.scheme': 'http',
    };
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const span = trace
      .getTracer('live')
      .startSpan(`GET ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
    await context.with(trace.setSpan(ROOT_CONTEXT, span), async () => {
      const requestId = requestIdOf(request);
      socket.on('error', () => socket.destroy());
      let status = 101;
      try {
        if (route !== path) throw new Problem('not_found', 'There is no such route.');
        const principal = await this.authenticate(offeredToken(request.headers['sec-websocket-protocol']));
        this.#server.handleUpgrade(request, socket, head, (client) => this.#accept(client, principal));
      } catch (error) {
        const problem = toProblem(error);
        status = problem.status;
        refuse(socket, problem, urlPath, requestId);
      }
      span.setAttribute('http.response.status_code', status);
      const labels = { http_request_method: 'GET', http_route: route, http_response_status_code: status };
      observe(metrics.httpServerDuration, labels, secondsSince(start), span);
      const duration_ms = Math.round(performance.now() - start);
      const fields = {
        http_request_method: 'GET',
        http_route: route,
        status,
        duration_ms,
        request_id: requestId,
        url_path: urlPath,
      };
      this.log.info(fields, `GET ${urlPath} ${status} in ${duration_ms} ms`);
      span.end();
    });
  }

  /** Tells all browsers that the service goes away, so that they come back to its successor. */
  stop(): void {
    clearInterval(this.#pings);
    for (const { socket } of this.#clients) socket.close(1001, 'the service is stopping');
  }

  /** Cuts whoever did not answer the close. */
  terminate(): void {
    for (const { socket } of this.#clients) socket.terminate();
  }

  #accept(socket: WebSocket, principal: Principal): void {
    const client: Client = { socket, principal, alive: true };
    // A connection is worth as long as its token: the browser reconnects with a fresh one.
    const remaining = Math.max(0, Math.min(principal.expiresAt * 1000 - Date.now(), 2 ** 31 - 1));
    const expiry = setTimeout(
      () => socket.close(closeCodes.tokenExpired, 'the token has expired'),
      remaining,
    );
    expiry.unref();
    this.#clients.add(client);
    metrics.websocketConnections.set(this.#clients.size);
    socket.on('pong', () => {
      client.alive = true;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(expiry);
      this.#clients.delete(client);
      metrics.websocketConnections.set(this.#clients.size);
    });
  }

  #ping(): void {
    for (const client of this.#clients) {
      if (!client.alive) {
        client.socket.terminate();
        continue;
      }
      client.alive = false;
      client.socket.ping();
    }
  }
}

/** A problem document as a bare HTTP response: an upgrade request has no response object. */
function refuse(socket: Duplex, problem: Problem, instance: string, requestId: string): void {
  const body = JSON.stringify(problem.document(instance));
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
