import { z } from 'zod';

/** The order events of the contract. Others of the form `order.*` are shown live, and cause no mail. */
export const orderEventTypes = [
  'order.created',
  'order.confirmed',
  'order.rejected',
  'order.processing',
  'order.shipped',
  'order.delivered',
  'order.cancelled',
  'order.refunded',
] as const;

const Amount = z.object({ amount_minor: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) });
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);

const OrderData = z.object({
  order_id: z.uuid(),
  number: z.string().min(1),
  status: z.string().min(1),
  status_reason: optionalText,
  // While an order is new its customer may not have been read yet: the id alone is certain.
  customer: z.object({ id: z.string().min(1), name: optionalText, email: optionalText, phone: optionalText }),
  items: z.array(
    z.object({
      sku: z.string(),
      name: optionalText,
      quantity: z.int().positive(),
      unit_price: Amount.nullish(),
      line_total: Amount.nullish(),
    }),
  ),
  subtotal: Amount.nullish(),
  tax: Amount.nullish(),
  shipping: Amount.nullish(),
  total: Amount.nullish(),
  shipping_address: z
    .object({
      name: z.string(),
      line1: z.string(),
      line2: optionalText,
      city: z.string(),
      postal_code: z.string(),
      country: z.string(),
    })
    .nullish(),
  version: z.int(),
});

const OrderEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().min(1),
  type: z.string().regex(/^order\.[a-z_]+$/),
  time: z.iso.datetime({ offset: true }),
  data: OrderData,
});

/** A CloudEvents 1.0 document about an order, in structured JSON mode; unknown members are left out. */
export type OrderEvent = z.infer<typeof OrderEvent>;
export type Amount = z.infer<typeof Amount>;

/** The message can never be understood, however often it is delivered. */
export class InvalidEvent extends Error {}

/** Reads a message body. Throws InvalidEvent, naming the first member that is wrong. */
export function parseOrderEvent(body: Buffer): OrderEvent {
  let document: unknown;
  try {
    document = JSON.parse(body.toString('utf8'));
  } catch {
    throw new InvalidEvent('the body is not JSON');
  }
  const parsed = OrderEvent.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InvalidEvent(`${issue?.path.join('.') || 'the document'}: ${issue?.message}`);
}
