import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { v7 as uuidv7 } from 'uuid';
import type { Config } from './config.js';
import { InvalidEvent } from './events.js';
import { errorText, type Logger } from './logs.js';
import { isDatabaseUnavailable } from './problem.js';
import { moveTo } from './publishing.js';
import type { Topology } from './topology.js';

/** What this service writes on messages that it moves. */
export const ownHeaders = {
  attempt: 'x-attempt',
  outages: 'x-outages',
  routingKey: 'x-routing-key',
  error: 'x-error',
  deadLetterId: 'x-dead-letter-id',
  deadSince: 'x-dead-since',
} as const;

/** The routing key with which the event was published, also after a stay in another queue. */
export function routingKeyOf({ fields, properties }: ConsumeMessage): string {
  const headers = properties.headers ?? {};
  // What the broker itself declares dead, it knows by the key of its first queue.
  const keys: unknown = headers['x-death']?.[0]?.['routing-keys'];
  const first = Array.isArray(keys) ? keys[0] : undefined;
  return String(headers[ownHeaders.routingKey] ?? first ?? fields.routingKey);
}

/** The broker writes its own history of a message's deaths; carried along it would grow with every attempt. */
export function withoutBrokerHeaders(headers: Record<string, unknown>): Record<string, unknown> {
  const own = (name: string) => !/^x-(death|delivery-count|first-death-|last-death-)/.test(name);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => own(name)));
}

/** What a header of ours counts; 0 where there is none, or what somebody else wrote there. */
export function countOf({ properties }: ConsumeMessage, header: string): number {
  const count = Number(properties.headers?.[header] ?? 0);
  return Number.isSafeInteger(count) && count >= 0 ? count : 0;
}

/** What a message has been through: attempts that count against it, and outages, which do not. */
interface History {
  attempt: number;
  outages: number;
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
   * is waited for, however long, and is no attempt, because it says nothing against the message.
   */
  async moveAside(message: ConsumeMessage, error: unknown): Promise<'retried' | 'dead_lettered'> {
    const outage = isDatabaseUnavailable(error);
    const attempt = countOf(message, ownHeaders.attempt) + (outage ? 0 : 1);
    const outages = countOf(message, ownHeaders.outages) + (outage ? 1 : 0);
    const history = { attempt, outages };
    const exhausted = !outage && attempt >= this.config.EVENTS_MAX_ATTEMPTS;
    const { retries } = this.topology;
    const retry = retries[Math.min(attempt + outages, retries.length) - 1];
    const fields = { event_id: message.properties.messageId, ...history, error: errorText(error) };
    if (error instanceof InvalidEvent || exhausted || !retry) {
      const dead = {
        [ownHeaders.deadLetterId]: uuidv7(),
        [ownHeaders.deadSince]: new Date().toISOString(),
      };
      await this.#move(this.topology.dead, message, history, error, dead);
      this.log.error(fields, `Moved ${routingKeyOf(message)} to the dead letters`);
      return 'dead_lettered';
    }
    await this.#move(retry.queue, message, history, error);
    this.log.warn(fields, `Handling ${routingKeyOf(message)} failed, next attempt in ${retry.delayMs} ms`);
    return 'retried';
  }

  async #move(
    queue: string,
    message: ConsumeMessage,
    { attempt, outages }: History,
    error: unknown,
    more: Record<string, string> = {},
  ): Promise<void> {
    // A queue that is gone ends the channel here, the next one declares it again, and the broker
    // delivers the message to it.
    await this.channel.checkQueue(queue);
    await moveTo(this.channel, queue, message, {
      ...withoutBrokerHeaders(message.properties.headers ?? {}),
      [ownHeaders.attempt]: attempt,
      [ownHeaders.outages]: outages,
      [ownHeaders.routingKey]: routingKeyOf(message),
      [ownHeaders.error]: errorText(error).slice(0, 300),
      ...more,
    });
  }
}
