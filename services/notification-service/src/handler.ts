import { context, propagation, trace } from '@opentelemetry/api';
import { v7 as uuidv7 } from 'uuid';
import type { Config } from './config.js';
import type { Database } from './db/database.js';
import { recordEvent } from './db/events.js';
import { findPreferences } from './db/preferences.js';
import type { NewNotification } from './db/schema.js';
import { type DomainEvent, orderIdOf, parseEvent } from './events.js';
import { liveEvent } from './live-message.js';
import type { Logger } from './logs.js';
import { addresseeOf, defaultPreferences, planNotifications } from './service.js';
import { renderMail, renderSms } from './templates/render.js';

/** What became of an event that could be handled. */
export type Handled = 'processed' | 'duplicate';

export type HandleMessage = (body: Buffer) => Promise<Handled>;

/** Whom a processed event concerns next; each call returns at once. */
export interface Wake {
  deliveries(): void;
  feed(): void;
}

/** The `traceparent` of the active span, to be stored beside work that is done later. */
export function activeTraceparent(): string | null {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}

/**
 * Handles one message: the event, its notifications and its live message are written in one
 * transaction, then the deliveries and the feed are woken. A second delivery of the event does
 * nothing. Throws InvalidEvent for what no attempt can mend; everything else may succeed later.
 */
export function createHandler(config: Config, db: Database, wake: Wake, log: Logger): HandleMessage {
  const notificationsOf = async (event: DomainEvent): Promise<NewNotification[]> => {
    const addressee = addresseeOf(event);
    const preferences = addressee === null ? defaultPreferences : await findPreferences(db, addressee);
    const shared = {
      event_id: event.id,
      event_type: event.type,
      event_time: new Date(event.time),
      order_id: orderIdOf(event),
      order_number: event.kind === 'order' ? event.data.number : null,
      customer_id: addressee,
      customer_email: event.kind === 'order' ? event.data.customer.email : null,
      traceparent: activeTraceparent(),
    };
    return planNotifications(event, preferences, config.OPERATIONS_EMAIL).map((planned) => {
      const { channel, recipient, template, language } = planned;
      const link = config.GATEWAY_URL;
      const written =
        channel === 'email'
          ? renderMail(template, language, event, link)
          : { text: renderSms(template, language, event) };
      return { id: uuidv7(), ...shared, channel, recipient, ...written };
    });
  };

  return async (body) => {
    const event = parseEvent(body);
    const span = trace.getActiveSpan();
    span?.setAttribute('oms.event.id', event.id);
    const order_id = orderIdOf(event) ?? undefined;
    if (order_id) span?.setAttribute('oms.order.id', order_id);
    if (event.kind === 'order') span?.setAttribute('oms.order.status', event.data.status);

    const fields = { event_id: event.id, event_type: event.type, order_id };
    const notifications = await notificationsOf(event);
    if (!(await recordEvent(db, event, notifications, liveEvent(event)))) {
      log.debug(fields, `Ignored a repeated ${event.type}`);
      return 'duplicate';
    }
    if (notifications.length > 0) wake.deliveries();
    wake.feed();
    log.info({ ...fields, notifications: notifications.length }, `Processed ${event.type}`);
    return 'processed';
  };
}
