import type { ConfirmChannel } from 'amqplib';
import type { Config } from './config.js';

/** The names of the service's queues and exchanges. */
export interface Topology {
  exchange: string;
  events: string;
  dead: string;
  /** One queue for each delay, shortest first: in one queue a long delay would hold up the shorter behind it. */
  retries: { queue: string; delayMs: number }[];
  /** Fanout between the instances of this service. */
  live: string;
  /** An exclusive queue that exists while one instance looks through the dead letters. */
  deadLock: string;
}

/** What the service hears of, as binding keys. */
export const bindings = [
  'order.*',
  'payment.captured',
  'payment.declined',
  'payment.refunded',
  'inventory.low_stock',
  'user.registered',
] as const;

export function topologyOf(config: Config): Topology {
  const events = config.EVENTS_QUEUE;
  const retries = config.EVENTS_RETRY_DELAYS_SECONDS.map((seconds) => {
    const delayMs = Math.round(seconds * 1000);
    return { queue: `${events}.retry.${delayMs}ms`, delayMs };
  });
  return {
    exchange: config.EVENTS_EXCHANGE,
    events,
    dead: `${events}.dead`,
    retries,
    live: `${events}.live`,
    deadLock: `${events}.dead.lock`,
  };
}

/**
 * Declares everything that the consumer needs; harmless when it exists, as the arguments of a queue
 * are never changed. A message waits in a retry queue until its time to live is over, then the broker
 * puts it back into the events queue.
 *
 * The retry queues are durable classic queues: quorum queues would need `x-dead-letter-strategy:
 * at-least-once` to hand messages on more safely, whose supervisor in RabbitMQ 3.10 can die for good
 * when such a queue is deleted while it holds messages.
 */
export async function declareTopology(channel: ConfirmChannel, topology: Topology): Promise<void> {
  await channel.assertExchange(topology.exchange, 'topic', { durable: true });
  await channel.assertQueue(topology.dead, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.assertQueue(topology.events, {
    durable: true,
    arguments: {
      'x-queue-type': 'quorum',
      // A message that kills the process is never counted by it; the broker counts for it.
      'x-delivery-limit': 20,
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': topology.dead,
    },
  });
  for (const { queue, delayMs } of topology.retries) {
    await channel.assertQueue(queue, {
      durable: true,
      arguments: {
        'x-queue-type': 'classic',
        'x-message-ttl': delayMs,
        'x-dead-letter-exchange': '',
        'x-dead-letter-routing-key': topology.events,
      },
    });
  }
  for (const key of bindings) await channel.bindQueue(topology.events, topology.exchange, key);
}
