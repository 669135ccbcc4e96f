'use server';

import { refresh } from 'next/cache';
import { cancelOrder } from '@/lib/api/orders';
import { type Problem, ProblemError } from '@/lib/api/problem';
import { signInAgain } from '@/lib/session/session';

export interface CancelState {
  readonly problem?: Problem;
  readonly done?: boolean;
}

export async function cancel(id: string): Promise<CancelState> {
  try {
    await cancelOrder(id);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.problem.status === 401) await signInAgain();
    return { problem: error.problem };
  }
  refresh();
  return { done: true };
}
