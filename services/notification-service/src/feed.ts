import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import type { Database } from './db/database.js';
import {
  type Audience,
  eventsAfter,
  lastPosition,
  missedEvents,
  type PlacedEvent,
  placeEvents,
  positionOf,
} from './db/live-events.js';
import { errorText, type Logger } from './logs.js';

/** The most that a returning listener is told of what it missed. */
export const catchUpLimit = 500;
const batch = 500;

/** Somebody who wants to hear the live events. */
export interface Listener {
  audience: Audience;
  /** Whether it is still there. */
  readonly open: boolean;
  send(message: string): void;
}

function concerns({ customer_id }: PlacedEvent, audience: Audience): boolean {
  return audience === 'everything' || customer_id === audience.customerId;
}

/**
 * The live events in the one order that all instances share. Stored events first get their places;
 * then each instance reads on from the last place that it knows and tells its listeners. So a
 * listener that comes back and names the last event it has, to whatever instance, is told exactly
 * what stands behind it.
 */
export class Feed {
  readonly #listeners = new Map<Listener, number>();
  /** The place up to which listeners were told; unknown until there is the first. */
  #last: number | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(
    private readonly db: Database,
    private readonly tellOthers: () => void,
    private readonly log: Logger,
  ) {}

  /** Says that events were stored or placed; returns at once. What goes wrong is made up for by the job. */
  wake(): void {
    this.#again = true;
    // The work concerns many traces: it must not become part of the one that happened to wake it.
    this.#running ??= context.with(ROOT_CONTEXT, () => this.#run());
  }

  /** Places what waits for it (also what a dead instance left), and tells the listeners; answers how many. */
  async advance(): Promise<number> {
    const placed = await placeEvents(this.db);
    if (placed > 0) this.tellOthers();
    await this.#tell();
    return placed;
  }

  /** Tells a listener what it has missed since an event, then everything that happens. */
  async join(listener: Listener, after?: string): Promise<void> {
    const last = this.#last ?? (await lastPosition(this.db));
    this.#last ??= last;
    // An event that is not stored any more is older than all that are.
    let told = after === undefined ? this.#last : ((await positionOf(this.db, after)) ?? 0);
    while (told < this.#last) {
      const upTo = this.#last;
      const missed = await missedEvents(this.db, listener.audience, told, upTo, catchUpLimit);
      for (const message of missed) listener.send(message);
      told = upTo;
    }
    if (listener.open) this.#listeners.set(listener, told);
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await this.advance();
      } catch (error) {
        this.log.warn({ error: errorText(error) }, 'Live events wait for the next look');
      }
    }
    this.#running = undefined;
  }

  async #tell(): Promise<void> {
    while (this.#last !== undefined) {
      const events = await eventsAfter(this.db, this.#last, batch);
      for (const event of events) this.#push(event);
      if (events.length < batch) return;
    }
  }

  /** Two readers at the same time do no harm: nobody is told of a place twice. */
  #push(event: PlacedEvent): void {
    for (const [listener, told] of this.#listeners) {
      if (event.position <= told) continue;
      this.#listeners.set(listener, event.position);
      if (concerns(event, listener.audience)) listener.send(event.message);
    }
    this.#last = Math.max(this.#last ?? 0, event.position);
  }
}
