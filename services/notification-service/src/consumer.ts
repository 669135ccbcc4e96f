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
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import type { BrokerPart } from './broker.js';
import type { Config } from './config.js';
import { eventTypes } from './events.js';
import type { HandleMessage } from './handler.js';
import { errorText, type Logger } from './logs.js';
import { metrics, observe, type ProcessOutcome, secondsSince } from './metrics.js';
import { Redelivery, routingKeyOf } from './redelivery.js';
import { declareTopology, type Topology } from './topology.js';

const headerGetter: TextMapGetter<Record<string, unknown>> = {
  keys: (headers) => Object.keys(headers),
  get: (headers, key) => (headers[key] === undefined ? undefined : String(headers[key])),
};

/**
 * Consumes the events, together with the other instances. A message is acknowledged when its effects
 * are committed, or when a copy is safe in a retry queue or among the dead letters.
 */
export class Consumer implements BrokerPart {
  readonly #underWay = new Set<Promise<void>>();
  readonly #tracer = trace.getTracer('consumer');
  #channel: ConfirmChannel | undefined;
  #consumerTag = '';

  constructor(
    private readonly config: Config,
    private readonly topology: Topology,
    private readonly handle: HandleMessage,
    private readonly log: Logger,
  ) {}

  async open(channel: ConfirmChannel, giveUp: () => void): Promise<void> {
    await declareTopology(channel, this.topology);
    await channel.prefetch(this.config.EVENTS_PREFETCH);
    const { consumerTag } = await channel.consume(this.topology.events, (message) => {
      // null: the queue was deleted under the consumer.
      if (message === null) return giveUp();
      const work = this.#process(channel, message).finally(() => this.#underWay.delete(work));
      this.#underWay.add(work);
    });
    this.#consumerTag = consumerTag;
    this.#channel = channel;
  }

  closed(): void {
    this.#channel = undefined;
  }

  /** Takes no more messages and finishes those under way. */
  async stop(): Promise<void> {
    await this.#channel?.cancel(this.#consumerTag).catch(() => undefined);
    await Promise.all(this.#underWay);
  }

  async #process(channel: ConfirmChannel, message: ConsumeMessage): Promise<void> {
    const start = performance.now();
    const routingKey = routingKeyOf(message);
    const destination = `${this.topology.exchange}:${routingKey}`;
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
      const known = eventTypes.some((type) => type === routingKey);
      const labels = {
        messaging_destination_name: known ? destination : `${this.topology.exchange}:other`,
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
      const redelivery = new Redelivery(this.config, this.topology, channel, this.log);
      outcome = await redelivery.moveAside(message, error);
    }
    channel.ack(message);
    return outcome;
  }
}
