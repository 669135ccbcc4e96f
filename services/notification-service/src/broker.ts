import { type ChannelModel, type ConfirmChannel, connect, type RecoveringChannelModel } from 'amqplib';
import type { Config } from './config.js';
import { errorText, type Logger } from './logs.js';
import { Problem } from './problem.js';

/** A part of the service that talks to the broker as long as there is a connection. */
export interface BrokerPart {
  /** Sets everything up on a fresh channel. `giveUp` ends the connection, and all begins again. */
  open(channel: ConfirmChannel, giveUp: () => void): Promise<void>;
  /** The channel is gone. */
  closed(): void;
}

/** A dead peer is noticed after two heartbeats: the server's own suggestion, a minute, is too long to miss mails. */
function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', '10');
  return parsed.href;
}

const ignore = () => undefined;

/**
 * The one connection to RabbitMQ. It comes back by itself, with exponential back-off, and opens its
 * parts anew. A part's channel that closes takes the connection with it.
 */
export class Broker {
  #connection: RecoveringChannelModel | undefined;
  #model: ChannelModel | undefined;

  constructor(
    private readonly config: Config,
    private readonly log: Logger,
  ) {}

  /** Whether all parts are at work at this moment. */
  get connected(): boolean {
    return this.#model !== undefined;
  }

  /** Starts connecting in the background: the broker need not be there. */
  async start(parts: BrokerPart[]): Promise<void> {
    const connection = await connect(withHeartbeat(this.config.RABBITMQ_URL), {
      timeout: 5000,
      noDelay: true,
      clientProperties: { connection_name: this.config.OTEL_SERVICE_NAME },
      recovery: {
        initialDelay: 500,
        maxDelay: 10_000,
        waitForConnect: false,
        setup: (model: ChannelModel) => this.#open(model, parts),
      },
    });
    this.#connection = connection;
    const lost = (what: string) => (error: unknown) => {
      this.#model = undefined;
      for (const part of parts) part.closed();
      this.log.warn({ error: errorText(error) }, `${what}, trying again`);
    };
    connection.on('connect', () =>
      this.log.info({ queue: this.config.EVENTS_QUEUE }, 'Connected to RabbitMQ, consuming events'),
    );
    connection.on('connect-failed', lost('RabbitMQ cannot be used'));
    connection.on('disconnect', lost('The connection to RabbitMQ is lost'));
    // Each error is followed by a disconnect; without a listener it would end the process.
    connection.on('error', (error) =>
      this.log.debug({ error: errorText(error) }, 'RabbitMQ connection error'),
    );
  }

  /** A channel of the caller's own, who closes it with `closeChannel`. */
  async channel(): Promise<ConfirmChannel> {
    if (!this.#model) throw brokerUnavailable();
    const channel = await this.#model.createConfirmChannel();
    // What goes wrong is told to the calls on the channel, too.
    channel.on('error', ignore);
    return channel;
  }

  async stop(): Promise<void> {
    await this.#connection?.close();
    this.#model = undefined;
  }

  async #open(model: ChannelModel, parts: BrokerPart[]): Promise<void> {
    const giveUp = () => void model.close().catch(ignore);
    model.on('error', ignore);
    for (const part of parts) {
      const channel = await model.createConfirmChannel();
      channel.on('error', (error) => this.log.warn({ error: errorText(error) }, 'RabbitMQ closed a channel'));
      channel.on('close', giveUp);
      await part.open(channel, giveUp);
    }
    this.#model = model;
  }
}

/**
 * Closes a channel, whatever has become of it. When the connection is lost while the broker's answer is awaited,
 * `close` of the channel would wait for ever; the event comes all the same.
 */
export async function closeChannel(channel: ConfirmChannel): Promise<void> {
  const gone = new Promise<void>((resolve) => void channel.once('close', () => resolve()));
  await Promise.race([channel.close().catch(ignore), gone]);
}

export function brokerUnavailable(cause?: unknown): Problem {
  const detail = 'The message broker does not answer.';
  return new Problem('dependency_unavailable', detail, undefined, { 'Retry-After': '2' }, { cause });
}
