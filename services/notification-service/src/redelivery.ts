import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import type { Config } from './config.js';
import { InvalidEvent } from './events.js';
import { errorText, type Logger } from './logs.js';
import { metrics } from './metrics.js';
import { isDatabaseUnavailable } from './problem.js';
import type { Topology } from './topology.js';

const attemptHeader = 'x-attempt';
const routingKeyHeader = 'x-routing-key';
const errorHeader = 'x-error';

/** The routing key with which the event was published, also after a stay in a retry queue. */
export function routingKeyOf({ fields, properties }: ConsumeMessage): string {
  return String(properties.headers?.[routingKeyHeader] ?? fields.routingKey);
}

/** Decides what becomes of a message that could not be handled, and moves it there. */
export class Redelivery {
  constructor(
    private readonly config: Config,
    private readonly topology: Topology,
    private readonly channel: ConfirmChannel,
    private readonly log: Logger,
  ) {}

  /**
   * Puts a copy of the message into a retry queue or among the dead letters, and returns when the
   * broker has confirmed it. What can never be understood is dead at once; an outage of the database
   * is waited for, however long, because it says nothing against the message.
   */
  async moveAside(message: ConsumeMessage, error: unknown): Promise<'retried' | 'dead_lettered'> {
    const attempt = Number(message.properties.headers?.[attemptHeader] ?? 0) + 1;
    const exhausted = attempt >= this.config.EVENTS_MAX_ATTEMPTS && !isDatabaseUnavailable(error);
    const retry = this.topology.retries[Math.min(attempt, this.topology.retries.length) - 1];
    const fields = { event_id: message.properties.messageId, attempt, error: errorText(error) };
    if (error instanceof InvalidEvent || exhausted || !retry) {
      await this.#publish(this.topology.dead, message, attempt, error);
      this.log.error(fields, `Moved ${routingKeyOf(message)} to the dead letters`);
      return 'dead_lettered';
    }
    await this.#publish(retry.queue, message, attempt, error);
    this.log.warn(fields, `Handling ${routingKeyOf(message)} failed, next attempt in ${retry.delayMs} ms`);
    return 'retried';
  }

  async #publish(queue: string, message: ConsumeMessage, attempt: number, error: unknown): Promise<void> {
    const { messageId, contentType, type, appId, timestamp } = message.properties;
    const headers = {
      ...withoutBrokerHeaders(message.properties.headers ?? {}),
      [attemptHeader]: attempt,
      [routingKeyHeader]: routingKeyOf(message),
      [errorHeader]: errorText(error).slice(0, 300),
    };
    // The default exchange swallows messages to a queue that is gone. This check ends the channel then,
    // the next one declares the queue again, and the broker delivers the message to it.
    await this.channel.checkQueue(queue);
    const options = { messageId, contentType, type, appId, timestamp, headers, persistent: true };
    await new Promise<void>((resolve, reject) => {
      const confirmed = (failure: unknown) => (failure ? reject(failure) : resolve());
      this.channel.sendToQueue(queue, message.content, options, confirmed);
    });
    metrics.messagesSent.inc({ messaging_destination_name: queue });
  }
}

/** The broker writes its own history of a message's deaths; carried along it would grow with every attempt. */
function withoutBrokerHeaders(headers: Record<string, unknown>): Record<string, unknown> {
  const own = (name: string) => !/^x-(death|delivery-count|first-death-|last-death-)/.test(name);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => own(name)));
}
