/** Payments and refunds: payment-service. */
import 'server-only';
import type { ListState } from '@/lib/list-state';
import { dataOf, payments } from './client';
import type {
  NewRefund,
  PaymentDetails,
  PaymentPage,
  PaymentStatus,
  RefundReceipt,
} from './generated/payment-service';
import { ProblemError } from './problem';
import type { Payment, Refund } from './types';

export const PAYMENT_STATUSES = [
  'pending',
  'captured',
  'declined',
  'partially_refunded',
  'refunded',
] as const satisfies readonly PaymentStatus[];

/** What the list of payments can be filtered by. */
export const PAYMENT_FILTERS = { status: PAYMENT_STATUSES } as const;

/** The payment of an order; undefined when none was ever tried. */
export async function paymentOf(orderId: string): Promise<Payment | undefined> {
  try {
    return await dataOf(
      payments().GET('/api/v1/payments/order/{order_id}', { params: { path: { order_id: orderId } } }),
    );
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 404) return undefined;
    throw error;
  }
}

export function listPayments(
  { filters, cursors }: ListState<keyof typeof PAYMENT_FILTERS>,
  limit: number,
): Promise<PaymentPage> {
  const query = { status: filters.status as PaymentStatus | undefined, cursor: cursors.at(-1), limit };
  return dataOf(payments().GET('/api/v1/payments', { params: { query } }));
}

/** A payment and its ledger. */
export function getPayment(id: string): Promise<PaymentDetails> {
  return dataOf(payments().GET('/api/v1/payments/{id}', { params: { path: { id } } }));
}

export async function listRefunds(id: string): Promise<readonly Refund[]> {
  const { items } = await dataOf(
    payments().GET('/api/v1/payments/{id}/refunds', { params: { path: { id } } }),
  );
  return items;
}

/** Returns money, never more than is left. */
export function refundPayment(id: string, refund: NewRefund, idempotencyKey: string): Promise<RefundReceipt> {
  return dataOf(
    payments().POST('/api/v1/payments/{id}/refund', {
      params: { path: { id }, header: { 'Idempotency-Key': idempotencyKey } },
      body: refund,
    }),
  );
}
