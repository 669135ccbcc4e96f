import { randomUUID } from 'node:crypto';
import type { ConfirmChannel } from 'amqplib';
import type { BrokerPart } from './broker.js';
import { metrics } from './metrics.js';
import type { Topology } from './topology.js';

/** What the instances of the service tell each other. */
export type Signal =
  /** New live events have their places. */
  | { kind: 'placed' }
  /** A user has switched live messages on or off. */
  | { kind: 'preferences'; user_id: string; live: boolean };

/**
 * The instances among themselves: each has an exclusive queue of its own on a fanout exchange, which
 * ends with its connection. A signal may get lost with a connection: it only says what is in the database.
 */
export class Instances implements BrokerPart {
  readonly #self = randomUUID();
  #channel: ConfirmChannel | undefined;

  constructor(
    private readonly topology: Topology,
    private readonly listen: (signal: Signal) => void,
    /** Looks up what the others said while there was no connection. */
    private readonly catchUp: () => void,
  ) {}

  async open(channel: ConfirmChannel, giveUp: () => void): Promise<void> {
    await channel.assertExchange(this.topology.live, 'fanout', { durable: false, autoDelete: true });
    // A new name each time: the queue of a connection that broke may be there for a moment yet.
    const name = `${this.topology.live}.${randomUUID()}`;
    const { queue } = await channel.assertQueue(name, { exclusive: true, autoDelete: true, durable: false });
    await channel.bindQueue(queue, this.topology.live, '');
    await channel.consume(
      queue,
      (message) => {
        if (message === null) return giveUp();
        if (message.properties.appId === this.#self) return;
        this.listen(JSON.parse(message.content.toString('utf8')) as Signal);
      },
      { noAck: true },
    );
    this.#channel = channel;
    this.catchUp();
  }

  closed(): void {
    this.#channel = undefined;
  }

  /** Tells the other instances; without a connection they find out when they look the next time. */
  tell(signal: Signal): void {
    if (!this.#channel) return;
    try {
      const content = Buffer.from(JSON.stringify(signal));
      this.#channel.publish(this.topology.live, '', content, { appId: this.#self });
      const labels = { messaging_destination_name: this.topology.live, outcome: 'success' };
      metrics.messagesSent.inc(labels);
    } catch {
      // The channel was closed a moment ago, and `closed` is about to be called.
    }
  }
}
