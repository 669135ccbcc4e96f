import { z } from 'zod';

/** The events of the contract. Others of the form `order.*` are shown live, and cause no mail. */
export const eventTypes = [
  'order.created',
  'order.confirmed',
  'order.rejected',
  'order.processing',
  'order.shipped',
  'order.delivered',
  'order.cancelled',
  'order.refunded',
  'payment.captured',
  'payment.declined',
  'payment.refunded',
  'inventory.low_stock',
  'user.registered',
] as const;

const Amount = z.object({ amount_minor: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) });
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);

const OrderData = z.object({
  order_id: z.guid(),
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
  refunded: Amount.nullish(),
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
  tracking_number: optionalText,
  version: z.int(),
});

const PaymentData = z.object({
  payment_id: z.guid(),
  order_id: z.guid(),
  amount: Amount,
  method: optionalText,
  decline_code: optionalText,
});

const RefundData = z.object({
  payment_id: z.guid(),
  order_id: z.guid(),
  refund_id: z.guid(),
  amount: Amount,
  refunded: Amount,
  captured: Amount,
});

const LowStockData = z.object({
  sku: z.string().min(1),
  name: z.string(),
  available: z.int(),
  reorder_level: z.int(),
  warehouses: z.array(z.object({ warehouse: z.string(), available: z.int() })).default([]),
});

const UserData = z.object({
  user_id: z.string().min(1),
  email: z.string().min(1),
  name: optionalText,
  phone: optionalText,
});

const payloads = {
  order: OrderData,
  payment: PaymentData,
  refund: RefundData,
  low_stock: LowStockData,
  user: UserData,
};

type Kind = keyof typeof payloads;

/** Which payload an event carries, by its type. */
function kindOf(type: string): Kind | undefined {
  if (/^order\.[a-z_]+$/.test(type)) return 'order';
  if (type === 'payment.captured' || type === 'payment.declined') return 'payment';
  if (type === 'payment.refunded') return 'refund';
  if (type === 'inventory.low_stock') return 'low_stock';
  if (type === 'user.registered') return 'user';
  return undefined;
}

const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.guid(),
  source: z.string().min(1),
  type: z.string().refine((type) => kindOf(type) !== undefined, 'is not a type that is known here'),
  time: z.iso.datetime({ offset: true }),
});

type OfKind<K extends Kind> = z.infer<typeof Envelope> & { kind: K; data: z.infer<(typeof payloads)[K]> };

export type Amount = z.infer<typeof Amount>;
export type OrderEvent = OfKind<'order'>;
export type LowStockEvent = OfKind<'low_stock'>;
export type UserEvent = OfKind<'user'>;

/** A CloudEvents 1.0 document in structured JSON mode; unknown members are left out. `kind` tells what `data` is. */
export type DomainEvent = { [K in Kind]: OfKind<K> }[Kind];

/** The message can never be understood, however often it is delivered. */
export class InvalidEvent extends Error {}

/** PostgreSQL stores neither NUL nor half a character: a document with one could be tried for ever. */
function storable(_key: string, value: unknown): unknown {
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
    throw new InvalidEvent('a text has a character that cannot be stored');
  return value;
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'), storable);
  } catch (error) {
    throw error instanceof InvalidEvent ? error : new InvalidEvent('the body is not JSON');
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InvalidEvent(`${issue?.path.join('.') || 'the document'}: ${issue?.message}`);
}

/** Reads a message body. Throws InvalidEvent, naming the first member that is wrong. */
export function parseEvent(body: Buffer): DomainEvent {
  const document = readJson(body);
  const envelope = checked(Envelope, document);
  const kind = kindOf(envelope.type) as Kind;
  const { data } = checked(z.object({ data: payloads[kind] as z.ZodType }), document);
  return { ...envelope, kind, data } as DomainEvent;
}

/** The order that an event is about, if it is about one. */
export function orderIdOf(event: DomainEvent): string | null {
  return 'order_id' in event.data ? event.data.order_id : null;
}
