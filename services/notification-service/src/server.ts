import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import type { Config } from './config.js';
import { type Context, createContext } from './context.js';
import { countQueued } from './db/notifications.js';
import { forgetOld } from './db/retention.js';
import { type Job, startJob } from './jobs.js';
import { errorText, type Logger } from './logs.js';
import { metrics, zeroMetrics } from './metrics.js';
import { isDatabaseUnavailable, Problem } from './problem.js';
import { access, problemResponse } from './routes/access.js';
import { routes } from './routes/index.js';
import { mount } from './routes/route.js';
import { topologyOf } from './topology.js';

/** The running service. */
export class Service {
  readonly #stopping = new AbortController();
  #jobs: Job[] = [];
  #prepared: Promise<void> = Promise.resolve();

  private constructor(
    private readonly context: Context,
    private readonly server: Server,
  ) {}

  /**
   * Answers when HTTP is served. Schema, consumer and jobs follow as soon as the database answers:
   * until then the service is alive, but not ready.
   */
  static async start(config: Config, log: Logger): Promise<Service> {
    zeroMetrics(topologyOf(config));
    const context = createContext(config, log);
    const service = new Service(context, createHttpServer(context));
    service.server.listen(config.HTTP_PORT, config.BIND_ADDRESS);
    await once(service.server, 'listening');
    log.info(`Listening on ${config.BIND_ADDRESS}:${service.port}`);
    service.#prepared = service.#prepare();
    return service;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /**
   * Takes nothing new, finishes what is under way, closes everything: within about eight seconds, unless a
   * mail server dribbles (see mailer.ts).
   */
  async stop(): Promise<void> {
    const { live, feed, broker, consumer, deliveries, database } = this.context;
    this.#stopping.abort();
    const closed = once(this.server, 'close');
    this.server.close();
    live.stop();
    await this.#prepared;
    const jobs = this.#jobs.map((job) => job.stop());
    const senders = [deliveries.email.stop(), deliveries.sms.stop()];
    await Promise.all([...jobs, ...senders, consumer.stop(), feed.stop()]);
    live.terminate();
    const cut = setTimeout(() => this.server.closeAllConnections(), 3000);
    await closed;
    clearTimeout(cut);
    // Last: requests that are being answered may still need them.
    await broker.stop();
    await database.close();
  }

  async #prepare(): Promise<void> {
    const { broker, consumer, instances, state } = this.context;
    if (!(await this.#migrate())) return;
    state.migrated = true;
    await broker.start([consumer, instances]);
    this.#jobs = this.#startJobs();
  }

  #startJobs(): Job[] {
    const { config, log, broker, deliveries, database, deadLetters, feed } = this.context;
    return [
      startJob('notification_retry', config.NOTIFICATION_RETRY_INTERVAL_SECONDS, log, async () => {
        const [mails, texts] = await Promise.all([deliveries.email.retryDue(), deliveries.sms.retryDue()]);
        return mails + texts;
      }),
      // Apart from the sending, which takes long just when there is much to see.
      startJob('queue_watch', config.QUEUE_WATCH_INTERVAL_SECONDS, log, async () => {
        const queued = await countQueued(database);
        metrics.queueSize.set(queued);
        const dead = broker.connected ? await deadLetters.count() : undefined;
        if (dead !== undefined) metrics.deadLetters.set(dead);
        return dead === undefined ? 1 : 2;
      }),
      startJob('live_feed', config.LIVE_FEED_INTERVAL_SECONDS, log, () => feed.advance()),
      startJob('retention', config.RETENTION_INTERVAL_SECONDS, log, () => forgetOld(database, config)),
    ];
  }

  /** Migrates as soon as the database answers; false when the service is stopped before. */
  async #migrate(): Promise<boolean> {
    const { database, log } = this.context;
    for (let delay = 500; !this.#stopping.signal.aborted; delay = Math.min(delay * 2, 5000)) {
      try {
        await database.migrate();
        return true;
      } catch (error) {
        if (!isDatabaseUnavailable(error)) throw error;
        log.warn({ error: errorText(error) }, 'The database does not answer yet');
        await sleep(delay, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
    return false;
  }
}

function createHttpServer(context: Context): Server {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(access(context.log));
  mount(app, routes(context), context.authenticate);
  app.use(problemResponse(context.log));

  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 5000,
      // Other offers, such as that of HTTP/2, are passed over and the request is answered.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    app,
  );
  // Longer than the gateway keeps idle connections, so that it is never the one to lose the race.
  server.keepAliveTimeout = 100_000;
  server.on('upgrade', (request, socket, head) => void context.live.upgrade(request, socket, head));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
    const body = JSON.stringify(new Problem('invalid_request', 'The request is not HTTP/1.1.').document('/'));
    const head = `Connection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}`;
    socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n\r\n${body}`);
  });
  return server;
}
