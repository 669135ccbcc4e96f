import type { Config } from './config.js';
import type { Notification } from './db/schema.js';
import { PermanentFailure, type Send } from './mailer.js';
import { exchange } from './outgoing.js';
import { deliveryKey } from './service.js';

/** Hands text messages to the SMS gateway (in the lab: the inbox) as JSON over HTTP. */
export function createSmsSender(config: Config): Send {
  return async (notification) => {
    const { status } = await exchange(config.SMS_URL, {
      peer: 'sms-gateway',
      method: 'POST',
      // The same at every attempt: the gateway recognises a repeated delivery by it.
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': deliveryKey(notification) },
      body: JSON.stringify(message(config, notification)),
      timeoutMs: 5000,
    });
    if (status >= 200 && status < 300) return;
    const reason = `the SMS gateway answered ${status}`;
    const final = status === 400 || status === 422;
    throw final ? new PermanentFailure(reason) : new Error(reason);
  };
}

function message(config: Config, notification: Notification) {
  const labels: Record<string, string> = {};
  if (notification.customer_email) labels.customer_email = notification.customer_email;
  if (notification.order_number) labels.order_number = notification.order_number;
  if (notification.event_id) labels.event_id = notification.event_id;
  return { from: config.SMS_FROM, to: notification.recipient, text: notification.text, labels };
}
