import type { ConsumeMessage } from 'amqplib';
import { v5 as uuidv5 } from 'uuid';
import { countOf, ownHeaders, routingKeyOf } from './redelivery.js';

/** A message that could not be handled, as the API shows it. */
export interface DeadLetter {
  id: string;
  event_id: string | null;
  type: string;
  error: string | null;
  attempts: number;
  dead_since: string | null;
  size: number;
  body: string;
  trace_id: string | null;
}

/** Where a letter stands in the list: by the time of its death, then by its id. */
export type Place = Pick<DeadLetter, 'dead_since' | 'id'>;

export function precedes(a: Place, b: Place): boolean {
  const [left, right] = [a.dead_since ?? '', b.dead_since ?? ''];
  return left === right ? a.id < b.id : left < right;
}

const bodyLimit = 4096;
/** Namespace of the ids of letters that were not named by this service. */
const namespace = '0190a1b2-0000-7000-8000-00000000dead';

/** Reads the letters of one walk through the queue, from its beginning. */
export class DeadLetterReader {
  readonly #seen = new Map<string, number>();

  read(message: ConsumeMessage): DeadLetter {
    const { properties, content } = message;
    const headers = properties.headers ?? {};
    const error = headers[ownHeaders.error] ?? brokersReason(message);
    const trace = /^[\da-f]{2}-([\da-f]{32})-/.exec(String(headers.traceparent ?? ''));
    return {
      id: this.#id(message),
      event_id: properties.messageId ? String(properties.messageId) : null,
      type: routingKeyOf(message),
      error: error === undefined ? null : String(error),
      attempts: countOf(message, ownHeaders.attempt),
      dead_since: deadSince(message),
      size: content.length,
      body: shown(content),
      trace_id: trace?.[1] ?? null,
    };
  }

  /**
   * The id that was given at the death, else one made of the message itself. The broker, when it gave
   * up a message by its own count, and people write none; of equal messages the n-th has an id of its own.
   */
  #id(message: ConsumeMessage): string {
    const given = message.properties.headers?.[ownHeaders.deadLetterId];
    if (isGuid(given)) return given.toLowerCase();
    const { messageId } = message.properties;
    const likeness = uuidv5(`${messageId ?? ''}\n${message.content.toString('base64')}`, namespace);
    const nth = this.#seen.get(likeness) ?? 0;
    this.#seen.set(likeness, nth + 1);
    return nth === 0 ? likeness : uuidv5(String(nth), likeness);
  }
}

function isGuid(value: unknown): value is string {
  return typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value);
}

function brokersReason({ properties }: ConsumeMessage): string | undefined {
  const reason = properties.headers?.['x-death']?.[0]?.reason;
  return reason === undefined ? undefined : `given up by the broker: ${reason}`;
}

function deadSince({ properties }: ConsumeMessage): string | null {
  const own = properties.headers?.[ownHeaders.deadSince];
  const seconds = properties.headers?.['x-death']?.[0]?.time?.value;
  const time = new Date(own ?? Number(seconds) * 1000);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** The beginning of the body; a character that the limit cuts through is left out. */
function shown(content: Buffer): string {
  const text = content.subarray(0, bodyLimit).toString('utf8');
  return content.length > bodyLimit ? text.replace(/\uFFFD$/, '') : text;
}
