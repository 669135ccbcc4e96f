import type { Kysely } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Context } from '../context.js';
import { once } from '../db/idempotency.js';
import { insertNotification } from '../db/notifications.js';
import type { Schema } from '../db/schema.js';
import { activeTraceparent } from '../handler.js';
import { invalidField } from '../problem.js';
import { notificationView } from './notification-view.js';
import { routeWithBody } from './route.js';
import { line, text } from './text.js';

const shared = {
  text: text(10_000),
  customer_id: z.guid('must be a UUID').optional(),
  order_id: z.guid('must be a UUID').optional(),
  order_number: line(40).optional(),
};
/** Plain addresses only: no quoted names, no literals, nothing that a mail header could take for more. */
const address =
  /^[A-Za-z0-9_%+-]+(\.[A-Za-z0-9_%+-]+)*@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/;
const Body = z.discriminatedUnion(
  'channel',
  [
    z.strictObject({
      channel: z.literal('email'),
      recipient: text(254).regex(address, 'must be an e-mail address'),
      subject: line(200),
      ...shared,
    }),
    z.strictObject({
      channel: z.literal('sms'),
      recipient: z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number like +447700900123'),
      // Accepted so that one body can serve both channels; a text message has none.
      subject: line(200).optional(),
      ...shared,
    }),
  ],
  'must be email or sms',
);

/** The `Idempotency-Key` of a request, if it has one. Node.js joins repeated headers with a comma and a space. */
function idempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^[!-~]{1,255}$/.test(header))
    throw invalidField('Idempotency-Key', 'must be 1 to 255 visible ASCII characters');
  return header;
}

/** Stores a notification; it is sent at once, in the trace of this request. */
export function sendNotification({ database, deliveries }: Context) {
  return routeWithBody({
    method: 'post',
    path: '/api/v1/notifications/send',
    roles: ['operator', 'admin', 'service'],
    body: Body,
    handle: async ({ request, response, caller, body }) => {
      const store = async (query: Kysely<Schema>) => {
        const stored = await insertNotification(query, {
          id: uuidv7(),
          channel: body.channel,
          recipient: body.recipient,
          subject: body.channel === 'email' ? body.subject : null,
          text: body.text,
          customer_id: body.customer_id?.toLowerCase() ?? null,
          order_id: body.order_id ?? null,
          order_number: body.order_number ?? null,
          traceparent: activeTraceparent(),
        });
        return notificationView(stored, caller);
      };
      const key = idempotencyKey(request.headers['idempotency-key']);
      const { answer, replayed } =
        key === undefined
          ? { answer: await store(database.query), replayed: false }
          : await once(database, caller.id, key, body, store);
      if (replayed) response.set('Idempotent-Replayed', 'true');
      else deliveries[body.channel].wake();
      response.status(202).location(`/api/v1/notifications/${answer.id}`).json(answer);
    },
  });
}
