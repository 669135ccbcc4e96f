import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Authenticate, hasRole, type Principal, type Role } from './auth.js';
import type { Database } from './db/database.js';
import type { Audience } from './db/live-events.js';
import { findPreferences, usersWithoutLive } from './db/preferences.js';
import type { Feed, Listener } from './feed.js';
import { Handshake, lastEventOf, offeredToken, protocol, refuse } from './handshake.js';
import { errorText, type Logger } from './logs.js';
import { metrics } from './metrics.js';
import { invalidField, Problem, toProblem } from './problem.js';

const path = '/ws';
const pingEveryMs = 30_000;
/** A browser that takes nothing any more must not fill our memory. */
const bufferLimit = 1 << 20;

/** Close codes of our own, in the range that RFC 6455 leaves to applications. */
export const closeCodes = { tokenExpired: 4401 } as const;

/** Who may open a connection. A service may, and hears nothing. */
export const liveRoles: Role[] = ['customer', 'operator', 'admin', 'service'];

interface Client extends Listener {
  socket: WebSocket;
  principal: Principal;
  alive: boolean;
  /** The user's preference: while it is off the connection stays open and silent. */
  wanted: boolean;
}

/** Customers hear of their own orders, operators and admins of everything. */
function audienceOf(principal: Principal): Audience {
  return hasRole(principal, 'operator', 'admin') ? 'everything' : { customerId: principal.id };
}

/** The WebSocket connections of this instance. */
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
    private readonly db: Database,
    private readonly feed: Feed,
    private readonly log: Logger,
  ) {
    this.#pings = setInterval(() => this.#ping(), pingEveryMs);
    this.#pings.unref();
  }

  /** Handles an `Upgrade` request of the HTTP server. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const handshake = new Handshake(request, path, this.log);
    await handshake.run(async () => {
      try {
        const { principal, after, wanted } = await this.#admit(request, handshake);
        if (socket.destroyed) return 499;
        const client = this.#shakeHands(request, socket, head, handshake);
        this.#accept(client, principal, wanted, after);
        return 101;
      } catch (error) {
        const problem = toProblem(error);
        if (problem.status >= 500)
          this.log.error(
            { error: errorText(problem.cause ?? error) },
            `A live connection failed: ${problem.detail}`,
          );
        refuse(socket, problem, handshake);
        return problem.status;
      }
    });
  }

  /** A user has switched live messages on or off. */
  switch(userId: string, wanted: boolean): void {
    for (const client of this.#clients) if (client.principal.id === userId) client.wanted = wanted;
  }

  /** Asks the database again who wants live messages; returns at once. */
  refresh(): void {
    const clients = [...this.#clients];
    const users = [...new Set(clients.map(({ principal }) => principal.id))];
    usersWithoutLive(this.db, users).then(
      (silent) => {
        for (const client of clients) client.wanted = !silent.has(client.principal.id);
      },
      (error: unknown) =>
        this.log.warn({ error: errorText(error) }, 'Preferences of live connections could not be read again'),
    );
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

  /** Route, method, token, role, parameters; then what the connection needs to know. */
  async #admit(request: IncomingMessage, { url }: Handshake) {
    if (url.pathname !== path) throw new Problem('not_found', 'There is no such route.');
    if (request.method !== 'GET')
      throw new Problem('method_not_allowed', 'This path answers GET, HEAD.', undefined, {
        Allow: 'GET, HEAD',
      });
    const principal = await this.authenticate(offeredToken(request.headers['sec-websocket-protocol']));
    if (!hasRole(principal, ...liveRoles))
      throw new Problem('forbidden', `This needs one of the roles ${liveRoles.join(', ')}.`);
    const after = lastEventOf(url.searchParams);
    const { live: wanted } = await findPreferences(this.db, principal.id);
    return { principal, after, wanted };
  }

  /** Throws when the request is no valid handshake. All of it happens within this call. */
  #shakeHands(request: IncomingMessage, socket: Duplex, head: Buffer, { requestId }: Handshake): WebSocket {
    let client: WebSocket | undefined;
    let reason = 'is not a valid WebSocket handshake';
    const addHeader = (headers: string[]) => headers.push(`X-Request-Id: ${requestId}`);
    // Without a listener ws would answer a bad handshake itself, in plain text.
    const explain = (error: Error) => {
      reason = error.message;
    };
    this.#server.on('headers', addHeader).on('wsClientError', explain);
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      client = accepted;
    });
    this.#server.off('headers', addHeader).off('wsClientError', explain);
    if (!client) throw invalidField('upgrade', reason);
    return client;
  }

  #accept(socket: WebSocket, principal: Principal, wanted: boolean, after: string | undefined): void {
    const client: Client = {
      socket,
      principal,
      wanted,
      alive: true,
      audience: audienceOf(principal),
      get open() {
        return socket.readyState === socket.OPEN;
      },
      send(message) {
        if (!this.wanted) return;
        if (socket.bufferedAmount > bufferLimit) socket.terminate();
        else socket.send(message);
      },
    };
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
      this.feed.leave(client);
      this.#clients.delete(client);
      metrics.websocketConnections.set(this.#clients.size);
    });
    this.feed.join(client, after).catch((error: unknown) => {
      this.log.warn({ error: errorText(error) }, 'A live connection could not be told what it missed');
      socket.close(1011, 'try again');
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
