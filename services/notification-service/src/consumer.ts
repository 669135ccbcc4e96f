import { setTimeout as sleep } from 'node:timers/promises';
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api';
import {
  type ChannelModel,
  type ConfirmChannel,
  type ConsumeMessage,
  connect,
  type RecoveringChannelModel,
} from 'amqplib';
import type { Config } from './config.js';
import { orderEventTypes } from './events.js';
import type { HandleMessage } from './handler.js';
import { errorText, type Logger } from './logs.js';
import { metrics, observe, type ProcessOutcome, secondsSince } from './metrics.js';
import { Redelivery, routingKeyOf } from './redelivery.js';
import { declareTopology, type Topology, topologyOf } from './topology.js';

const headerGetter: TextMapGetter<Record<string, unknown>> = {
  keys: (headers) => Object.keys(headers),
  get: (headers, key) => (headers[key] === undefined ? undefined : String(headers[key])),
};

/** A dead peer is noticed after two heartbeats: the server's own suggestion, a minute, is too long to miss mails. */
function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', '10');
  return parsed.href;
}

/**
 * Consumes the order events. A message is acknowledged when its effects are committed, or when a
 * copy is safe in a retry queue or among the dead letters. The connection comes back by itself, with
 * exponential back-off, and sets everything up anew.
 */
export class Consumer {
  readonly #topology: Topology;
  readonly #underWay = new Set<Promise<void>>();
  readonly #tracer = trace.getTracer('consumer');
  #connection: RecoveringChannelModel | undefined;
  #channel: ConfirmChannel | undefined;
  #consumerTag = '';

  constructor(
    private readonly config: Config,
    private readonly handle: HandleMessage,
    private readonly log: Logger,
  ) {
    this.#topology = topologyOf(config);
  }

  /** Whether events are being consumed at this moment. */
  get connected(): boolean {
    return this.#channel !== undefined;
  }

  /** Starts connecting in the background: the broker need not be there. */
  async start(): Promise<void> {
    const connection = await connect(withHeartbeat(this.config.RABBITMQ_URL), {
      timeout: 5000,
      noDelay: true,
      clientProperties: { connection_name: this.config.OTEL_SERVICE_NAME },
      recovery: {
        initialDelay: 500,
        maxDelay: 10_000,
        waitForConnect: false,
        setup: (model: ChannelModel) => this.#consume(model),
      },
    });
    this.#connection = connection;
    connection.on('connect', () => this.log.info({ queue: this.#topology.events }, 'Consuming order events'));
    connection.on('connect-failed', (error) => {
      this.#channel = undefined;
      this.log.warn({ error: errorText(error) }, 'RabbitMQ cannot be used, trying again');
    });
    connection.on('disconnect', (error) => {
      this.#channel = undefined;
      this.log.warn({ error: errorText(error) }, 'The connection to RabbitMQ is lost, trying again');
    });
    // Each error is followed by a disconnect; without a listener it would end the process.
    connection.on('error', (error) =>
      this.log.debug({ error: errorText(error) }, 'RabbitMQ connection error'),
    );
  }

  /** Takes no more messages, finishes those under way, closes the connection. */
  async stop(): Promise<void> {
    await this.#channel?.cancel(this.#consumerTag).catch(() => undefined);
    await Promise.all(this.#underWay);
    await this.#connection?.close();
    this.#channel = undefined;
  }

  /** Runs on every new connection. A channel that closes later takes the connection with it, and all begins again. */
  async #consume(model: ChannelModel): Promise<void> {
    const ignore = () => undefined;
    const giveUp = () => void model.close().catch(ignore);
    model.on('error', ignore);
    const channel = await model.createConfirmChannel();
    channel.on('error', (error) => this.log.warn({ error: errorText(error) }, 'RabbitMQ closed the channel'));
    channel.on('close', giveUp);
    await declareTopology(channel, this.#topology);
    await channel.prefetch(this.config.EVENTS_PREFETCH);
    const { consumerTag } = await channel.consume(this.#topology.events, (message) => {
      // null: the queue was deleted under the consumer.
      if (message === null) return giveUp();
      const work = this.#process(channel, message).finally(() => this.#underWay.delete(work));
      this.#underWay.add(work);
    });
    this.#consumerTag = consumerTag;
    this.#channel = channel;
  }

  async #process(channel: ConfirmChannel, message: ConsumeMessage): Promise<void> {
    const start = performance.now();
    const routingKey = routingKeyOf(message);
    const destination = `${this.#topology.exchange}:${routingKey}`;
    const span = this.#tracer.startSpan(
      `process ${destination}`,
      {
        kind: SpanKind.CONSUMER,
        attributes: {
          'messaging.system': 'rabbitmq',
          'messaging.operation.type': 'process',
          'messaging.operation.name': 'process',
          'messaging.destination.name': destination,
          'messaging.rabbitmq.destination.routing_key': routingKey,
          'messaging.message.id': String(message.properties.messageId ?? ''),
          'messaging.message.body.size': message.content.length,
        },
      },
      propagation.extract(ROOT_CONTEXT, message.properties.headers ?? {}, headerGetter),
    );
    await context.with(trace.setSpan(ROOT_CONTEXT, span), async () => {
      let outcome: ProcessOutcome | undefined;
      try {
        outcome = await this.#settle(channel, message);
      } catch (error) {
        this.log.warn({ error: errorText(error) }, 'A message goes back to the broker');
        await this.#giveBack(channel, message);
      }
      if (outcome === undefined || outcome === 'retried' || outcome === 'dead_lettered')
        span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('oms.message.outcome', outcome ?? 'unacknowledged');
      const known = orderEventTypes.some((type) => type === routingKey);
      const labels = {
        messaging_destination_name: known ? destination : `${this.#topology.exchange}:other`,
        outcome: outcome ?? 'retried',
      };
      observe(metrics.processDuration, labels, secondsSince(start), span);
      span.end();
    });
  }

  /** For a message that could not even be moved aside: the broker keeps it. The pause keeps it from spinning. */
  async #giveBack(channel: ConfirmChannel, message: ConsumeMessage): Promise<void> {
    await sleep(1000);
    try {
      channel.nack(message, false, true);
    } catch {
      // The channel is gone, and with it the delivery: the broker has the message back already.
    }
  }

  async #settle(channel: ConfirmChannel, message: ConsumeMessage): Promise<ProcessOutcome> {
    let outcome: ProcessOutcome;
    try {
      outcome = await this.handle(message.content);
    } catch (error) {
      trace.getActiveSpan()?.recordException(error instanceof Error ? error : new Error(String(error)));
      const redelivery = new Redelivery(this.config, this.#topology, channel, this.log);
      outcome = await redelivery.moveAside(message, error);
    }
    channel.ack(message);
    return outcome;
  }
}
