'use server';

import { type ActionState, attemptOnce, textOf } from '@/lib/api/action';
import type { SettledAmount } from '@/lib/api/generated/payment-service';
import { refundPayment } from '@/lib/api/payments';
import { parseMoney } from '@/lib/order/money';

/** Returns what the form says, in the currency of the payment. */
export async function refund(
  id: string,
  currency: string,
  form: FormData,
  key: string,
): Promise<ActionState> {
  const amount = {
    amount_minor: parseMoney(textOf(form, 'amount')) ?? 0,
    currency: currency as SettledAmount['currency'],
  };
  const reason = textOf(form, 'reason') ?? '';
  return attemptOnce(key, (idempotencyKey) => refundPayment(id, { amount, reason }, idempotencyKey));
}
