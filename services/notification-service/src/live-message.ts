import type { NewLiveEvent } from './db/schema.js';
import type { DomainEvent } from './events.js';

/** The part of an event that a browser gets: what changed, not whom it concerns. */
function liveData(event: DomainEvent): Record<string, unknown> {
  switch (event.kind) {
    case 'order': {
      const { order_id, number, status, status_reason, total, version } = event.data;
      return { order_id, number, status, status_reason, total: total ?? null, version };
    }
    case 'low_stock': {
      const { sku, name, available, reorder_level } = event.data;
      return { sku, name, available, reorder_level };
    }
    case 'user': {
      const { user_id, name } = event.data;
      return { user_id, name };
    }
    default:
      return event.data;
  }
}

/** What is stored of an event for browsers. Customers hear of their own orders only, staff of everything. */
export function liveEvent(event: DomainEvent): NewLiveEvent {
  const { id, type, time } = event;
  return {
    event_id: id,
    customer_id: event.kind === 'order' ? event.data.customer.id : null,
    message: JSON.stringify({ id, type, time, data: liveData(event) }),
  };
}
