import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Context } from '../context.js';
import { insertNotification } from '../db/notifications.js';
import { activeTraceparent } from '../handler.js';
import { notificationView } from './notification-view.js';
import { routeWithBody } from './route.js';

const shared = {
  text: z.string().trim().min(1, 'must not be empty').max(10_000, 'must have at most 10000 characters'),
  customer_id: z.uuid('must be a UUID').optional(),
  order_id: z.uuid('must be a UUID').optional(),
  order_number: z.string().max(40).optional(),
};
const Body = z.discriminatedUnion(
  'channel',
  [
    z.strictObject({
      channel: z.literal('email'),
      recipient: z.email('must be an e-mail address').max(254),
      subject: z.string().trim().min(1, 'must not be empty').max(200),
      ...shared,
    }),
    z.strictObject({
      channel: z.literal('sms'),
      recipient: z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number like +447700900123'),
      // Accepted so that one body can serve both channels; a text message has none.
      subject: z.string().max(200).optional(),
      ...shared,
    }),
  ],
  'must be email or sms',
);

/** Stores a notification; it is sent at once, in the trace of this request. */
export function sendNotification({ database, deliveries }: Context) {
  return routeWithBody({
    method: 'post',
    path: '/api/v1/notifications/send',
    roles: ['operator', 'admin', 'service'],
    body: Body,
    handle: async ({ response, caller, body }) => {
      const stored = await insertNotification(database, {
        id: uuidv7(),
        channel: body.channel,
        recipient: body.recipient,
        subject: body.channel === 'email' ? body.subject : null,
        text: body.text,
        customer_id: body.customer_id ?? null,
        order_id: body.order_id ?? null,
        order_number: body.order_number ?? null,
        traceparent: activeTraceparent(),
      });
      deliveries[body.channel].wake();
      response
        .status(202)
        .location(`/api/v1/notifications/${stored.id}`)
        .json(notificationView(stored, caller));
    },
  });
}
