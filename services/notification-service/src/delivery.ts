import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import type { Config } from './config.js';
import type { Database } from './db/database.js';
import { claimDue, markFailed, markSent } from './db/notifications.js';
import type { Notification } from './db/schema.js';
import { noteTrace } from './exemplars.js';
import { errorText, type Logger } from './logs.js';
import { PermanentFailure, type Send } from './mailer.js';
import { metrics, observe } from './metrics.js';
import { type Channel, type RetryPolicy, retryDelay } from './service.js';

/** Notifications of one channel that are under way at the same time. */
const concurrency = 8;

/**
 * Sends the stored notifications of one channel. A row is claimed, sent, and marked, so that a crash
 * at any point loses none; only a crash between sending and marking sends one twice, under the same
 * Message-ID or Idempotency-Key, by which the receiver recognises it. Channels have deliveries of their own: a slow mail server does not delay text messages.
 */
export class Delivery {
  readonly #policy: RetryPolicy;
  #draining: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(
    config: Config,
    private readonly db: Database,
    private readonly log: Logger,
    private readonly channel: Channel,
    private readonly send: Send,
  ) {
    this.#policy = {
      baseMs: config.NOTIFICATION_RETRY_BASE_SECONDS * 1000,
      maxMs: config.NOTIFICATION_RETRY_MAX_SECONDS * 1000,
      maxAttempts: config.NOTIFICATION_MAX_ATTEMPTS,
    };
  }

  /** Says that there are new rows; returns at once. What goes wrong here is left to the retry job. */
  wake(): void {
    this.#again = true;
    // The work concerns many traces: it must not become part of the one that happened to wake it.
    this.#draining ??= context.with(ROOT_CONTEXT, () => this.#drainFresh());
  }

  /** Sends what failed earlier and is due again, or was forgotten; answers how many it tried. */
  async retryDue(): Promise<number> {
    return this.#drain('overdue');
  }

  /** Takes no more rows and waits for those under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#draining;
  }

  async #drainFresh(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await this.#drain('fresh');
      } catch (error) {
        this.log.warn(
          { channel: this.channel, error: errorText(error) },
          'New notifications wait for the retry job',
        );
      }
    }
    // In the same turn as the last look at #again, so that no wake() falls in between.
    this.#draining = undefined;
  }

  async #drain(kind: 'fresh' | 'overdue'): Promise<number> {
    let tried = 0;
    while (!this.#stopped) {
      const rows = await claimDue(this.db, this.channel, kind, concurrency);
      if (rows.length === 0) break;
      tried += rows.length;
      await Promise.all(rows.map((row) => this.#deliver(row)));
    }
    return tried;
  }

  /** One attempt, inside the trace of the event that caused the notification. */
  async #deliver(row: Notification): Promise<void> {
    const carrier = row.traceparent ? { traceparent: row.traceparent } : {};
    await context.with(propagation.extract(ROOT_CONTEXT, carrier), () => this.#attempt(row));
  }

  async #attempt(row: Notification): Promise<void> {
    noteTrace();
    const fields = {
      notification_id: row.id,
      event_id: row.event_id ?? undefined,
      order_id: row.order_id ?? undefined,
      channel: row.channel,
      attempt: row.attempts,
    };
    try {
      await this.send(row);
    } catch (error) {
      const delay = error instanceof PermanentFailure ? null : retryDelay(row.attempts, this.#policy);
      metrics.notificationsSent.inc({ channel: this.channel, status: 'failed' });
      const outlook = delay === null ? 'given up' : `next attempt in ${delay} ms`;
      this.log.warn(
        { ...fields, error: errorText(error) },
        `A notification by ${this.channel} failed, ${outlook}`,
      );
      return this.#mark(row, () => markFailed(this.db, row, errorText(error), delay));
    }
    metrics.notificationsSent.inc({ channel: this.channel, status: 'sent' });
    const since = row.event_time ?? row.created_at;
    // Not negative, should the clock of the event's service be ahead.
    const seconds = Math.max(0, Date.now() - since.getTime()) / 1000;
    observe(metrics.deliveryDuration, { channel: this.channel }, seconds);
    this.log.info(fields, `Sent a notification by ${this.channel}`);
    return this.#mark(row, () => markSent(this.db, row));
  }

  /** When the result cannot be written, the claim runs out and the notification is tried again. */
  async #mark(row: Notification, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.log.error(
        { notification_id: row.id, error: errorText(error) },
        'The result of a notification was not written',
      );
    }
  }
}
