import { context, propagation, trace } from '@opentelemetry/api';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from './db/database.js';
import { recordEvent } from './db/events.js';
import type { NewNotification } from './db/schema.js';
import { type OrderEvent, parseOrderEvent } from './events.js';
import type { Live } from './live.js';
import type { Logger } from './logs.js';
import { planNotifications } from './service.js';
import { renderMail, renderSms } from './templates/render.js';

/** What became of an event that could be handled. */
export type Handled = 'processed' | 'duplicate';

export type HandleMessage = (body: Buffer) => Promise<Handled>;

/** The `traceparent` of the active span, to be stored beside work that is done later. */
export function activeTraceparent(): string | null {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}

function rowsFor(event: OrderEvent): NewNotification[] {
  return planNotifications(event).map(({ channel, recipient, template }) => ({
    id: uuidv7(),
    event_id: event.id,
    event_type: event.type,
    order_id: event.data.order_id,
    order_number: event.data.number,
    customer_id: event.data.customer.id,
    customer_email: event.data.customer.email,
    channel,
    recipient,
    traceparent: activeTraceparent(),
    ...(channel === 'email' ? renderMail(template, event) : { text: renderSms(template, event) }),
  }));
}

/**
 * Handles one message: the event and its notifications are written in one transaction, then the
 * deliveries are woken and the browsers told. A second delivery of the event does nothing.
 * Throws InvalidEvent for what no attempt can mend; everything else may succeed later.
 */
export function createHandler(db: Database, live: Live, wake: () => void, log: Logger): HandleMessage {
  return async (body) => {
    const event = parseOrderEvent(body);
    trace.getActiveSpan()?.setAttributes({
      'oms.order.id': event.data.order_id,
      'oms.order.status': event.data.status,
      'oms.event.id': event.id,
    });
    const fields = { event_id: event.id, event_type: event.type, order_id: event.data.order_id };
    const rows = rowsFor(event);
    if (!(await recordEvent(db, event, rows))) {
      log.debug(fields, `Ignored a repeated ${event.type}`);
      return 'duplicate';
    }
    if (rows.length > 0) wake();
    const listeners = live.push(event);
    log.info(
      { ...fields, notifications: rows.length, listeners },
      `Processed ${event.type} of ${event.data.number}`,
    );
    return 'processed';
  };
}
