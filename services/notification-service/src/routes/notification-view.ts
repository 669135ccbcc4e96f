import { hasRole, type Principal } from '../auth.js';
import type { Notification } from '../db/schema.js';

/** A notification as the API shows it. Why an attempt failed is for operators only. */
export function notificationView(row: Notification, caller: Principal) {
  return {
    id: row.id,
    channel: row.channel,
    recipient: row.recipient,
    subject: row.subject,
    text: row.text,
    status: row.status,
    attempts: row.attempts,
    next_attempt_at: row.status === 'sending' ? null : row.next_attempt_at,
    ...(hasRole(caller, 'operator', 'admin') ? { last_error: row.last_error } : {}),
    event_id: row.event_id,
    event_type: row.event_type,
    order_id: row.order_id,
    order_number: row.order_number,
    customer_id: row.customer_id,
    trace_id: row.traceparent?.split('-')[1] ?? null,
    created_at: row.created_at,
    updated_at: row.updated_at,
    sent_at: row.sent_at,
  };
}

/** Whether the caller may see it: staff see all, customers what concerns them. */
export function maySee(row: Notification, caller: Principal): boolean {
  return hasRole(caller, 'operator', 'admin') || row.customer_id === caller.id;
}
