import { setTimeout as sleep } from 'node:timers/promises';
import { context } from '@opentelemetry/api';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { type Broker, brokerUnavailable, closeChannel } from './broker.js';
import { type DeadLetter, DeadLetterReader, type Place, precedes } from './dead-letter.js';
import { Problem } from './problem.js';
import { moveTo } from './publishing.js';
import { ownHeaders, routingKeyOf, withoutBrokerHeaders } from './redelivery.js';
import type { Topology } from './topology.js';

const lockPatienceMs = 10_000;
const walkPatienceMs = 15_000;
/** How long messages that were only looked at may take to stand in their queue again. */
const returnPatienceMs = 5000;

/** Looks at one letter; answers whether it was taken out of the queue. */
type Visit = (
  letter: DeadLetter,
  message: ConsumeMessage,
  channel: ConfirmChannel,
) => Promise<'kept' | 'taken'>;

/**
 * The queue of events that could not be handled. A queue can only be looked at by taking its messages
 * out: so one walk at a time, over all instances, receives them in order without acknowledging, and then
 * closes its channel, at which the broker puts them back where they were, in one step. (A quorum
 * queue reorders messages that are given back with `nack`, and does not heed exclusive consumers.)
 */
export class DeadLetters {
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly broker: Broker,
    private readonly topology: Topology,
  ) {}

  /** The first `limit` letters behind a place, oldest first. */
  async list(limit: number, after?: Place): Promise<DeadLetter[]> {
    let page: DeadLetter[] = [];
    const trim = () => {
      page = page.sort((a, b) => (precedes(a, b) ? -1 : 1)).slice(0, limit);
    };
    await this.#walk(lockPatienceMs, 0, async (letter) => {
      if (!after || precedes(after, letter)) page.push(letter);
      // However many letters there are, only some pages of them are held.
      if (page.length >= 2 * limit + 100) trim();
      return 'kept';
    });
    trim();
    return page;
  }

  /** Puts one letter, or all that are there now, back among the events; answers how many. */
  async replay(id?: string): Promise<number> {
    const caller = context.active();
    let replayed = 0;
    // Only a walk that takes everything may be sent few at a time: the others must see the end of the queue.
    await this.#walk(lockPatienceMs, id === undefined ? 100 : 0, async (letter, message, channel) => {
      if (id !== undefined && letter.id !== id) return 'kept';
      const headers = withoutDeath(message);
      headers[ownHeaders.routingKey] = routingKeyOf(message);
      await context.with(caller, () => moveTo(channel, this.topology.events, message, headers));
      channel.ack(message);
      replayed += 1;
      return 'taken';
    });
    return replayed;
  }

  /** How many there are; undefined when another walk is under way just now. */
  async count(): Promise<number | undefined> {
    try {
      return await this.#exclusively(0, async (channel) => {
        const { messageCount } = await channel.checkQueue(this.topology.dead);
        return messageCount;
      });
    } catch (error) {
      if (error instanceof Locked) return undefined;
      throw error;
    }
  }

  /** Shows `visit` every letter that is there at the start, in order. */
  async #walk(patienceMs: number, prefetch: number, visit: Visit): Promise<void> {
    try {
      await this.#exclusively(patienceMs, async (watch) => {
        const { messageCount } = await watch.checkQueue(this.topology.dead);
        if (messageCount === 0) return;
        const taken = await this.#visitAll(messageCount, prefetch, visit);
        await this.#returned(watch, messageCount - taken);
      });
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw brokerUnavailable(error);
    }
  }

  async #visitAll(count: number, prefetch: number, visit: Visit): Promise<number> {
    const channel = await this.broker.channel();
    const reader = new DeadLetterReader();
    const visits: Promise<'kept' | 'taken'>[] = [];
    let limit: NodeJS.Timeout | undefined;
    try {
      await channel.prefetch(prefetch);
      await new Promise<void>((resolve, reject) => {
        const fail = (why: string) => reject(new Error(why));
        limit = setTimeout(fail, walkPatienceMs, 'the dead letters did not come in time');
        channel.on('close', () => fail('the channel was closed'));
        const onMessage = (message: ConsumeMessage | null) => {
          if (message === null) return fail('the queue of the dead letters is gone');
          // What comes behind the last one has died since, perhaps of this very replay.
          if (visits.length >= count) return;
          limit?.refresh();
          const visited = visit(reader.read(message), message, channel);
          visited.catch(reject);
          if (visits.push(visited) === count) Promise.all(visits).then(() => resolve(), reject);
        };
        channel.consume(this.topology.dead, onMessage).catch(reject);
      });
      const outcomes = await Promise.all(visits);
      return outcomes.filter((outcome) => outcome === 'taken').length;
    } finally {
      clearTimeout(limit);
      await closeChannel(channel);
    }
  }

  /** The broker answers the end of a channel before the messages are back: who looks next would miss them. */
  async #returned(watch: ConfirmChannel, expected: number): Promise<void> {
    const deadline = performance.now() + returnPatienceMs;
    while (performance.now() < deadline) {
      const { messageCount } = await watch.checkQueue(this.topology.dead);
      if (messageCount >= expected) return;
      await sleep(10);
    }
  }

  /** One walk at a time: in this process by waiting in line, among the instances by an exclusive queue. */
  async #exclusively<T>(patienceMs: number, work: (channel: ConfirmChannel) => Promise<T>): Promise<T> {
    const before = this.#turn;
    const turn = before.then(() => this.#locked(patienceMs, work));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #locked<T>(patienceMs: number, work: (channel: ConfirmChannel) => Promise<T>): Promise<T> {
    const channel = await this.#lock(patienceMs);
    try {
      return await work(channel);
    } finally {
      // When the channel is gone so is, sooner or later, the connection, and the lock with it.
      await channel.deleteQueue(this.topology.deadLock).catch(() => undefined);
      await closeChannel(channel);
    }
  }

  /** An exclusive queue belongs to one connection and ends with it: a process that dies leaves no lock behind. */
  async #lock(patienceMs: number): Promise<ConfirmChannel> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const channel = await this.broker.channel();
      try {
        await channel.assertQueue(this.topology.deadLock, { exclusive: true, durable: false });
        return channel;
      } catch (error) {
        const { code } = error as { code?: number };
        const resourceLocked = 405;
        if (code !== resourceLocked) throw error;
        if (performance.now() >= deadline) throw new Locked();
      }
      await sleep(50);
    }
  }
}

/** Another instance looks through the letters. */
class Locked extends Error {}

/** The headers that the event came with: it begins anew, without its attempts and its death. */
function withoutDeath(message: ConsumeMessage): Record<string, unknown> {
  const { attempt, outages, error, deadLetterId, deadSince } = ownHeaders;
  const gone: string[] = [attempt, outages, error, deadLetterId, deadSince];
  const headers = Object.entries(withoutBrokerHeaders(message.properties.headers ?? {}));
  return Object.fromEntries(headers.filter(([name]) => !gone.includes(name)));
}
