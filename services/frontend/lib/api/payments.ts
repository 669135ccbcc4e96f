import 'server-only';
import { accessToken } from '@/lib/session/session';
import { path, send } from './client';
import { ProblemError } from './problem';
import type { Payment } from './types';

/** The payment of an order; undefined when none was ever tried. */
export async function paymentOf(orderId: string): Promise<Payment | undefined> {
  try {
    return await send<Payment>({
      path: path`/api/v1/payments/order/${orderId}`,
      token: await accessToken(),
    });
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 404) return undefined;
    throw error;
  }
}
