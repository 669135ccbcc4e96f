'use server';

import { redirect } from 'next/navigation';
import { createOrder } from '@/lib/api/orders';
import { isUnsettled, type Problem, ProblemError } from '@/lib/api/problem';
import type { NewOrder } from '@/lib/api/types';
import { signInAgain } from '@/lib/session/session';

export interface PlaceOrderState {
  readonly problem?: Problem;
  /** The idempotency key of the next attempt. */
  readonly key: string;
}

export interface Attempt {
  readonly order: NewOrder;
  readonly key: string;
}

/**
 * Places the order and leads to it. After a definite no the next attempt is a new request and gets a new key; when
 * the outcome is unknown the key stays, so that trying again cannot buy twice.
 */
export async function placeOrder(_: PlaceOrderState, { order, key }: Attempt): Promise<PlaceOrderState> {
  let id: string;
  try {
    ({ id } = await createOrder(order, key));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.problem.status === 401) await signInAgain();
    return { problem: error.problem, key: isUnsettled(error.problem) ? key : crypto.randomUUID() };
  }
  redirect(`/orders/${id}`);
}
