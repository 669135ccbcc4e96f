/** What a server action tells the dialog that called it. */
import 'server-only';
import { refresh } from 'next/cache';
import { signInAgain } from '@/lib/session/session';
import { isUnsettled, type Problem, ProblemError } from './problem';

export interface ActionState {
  readonly problem?: Problem;
  readonly done?: boolean;
  /** The idempotency key of the next attempt, for actions that take one. */
  readonly key?: string;
}

/** Runs a change and makes the page fetch its data again; a problem is an answer, not an exception. */
export async function attempt(change: () => Promise<unknown>): Promise<ActionState> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.problem.status === 401) await signInAgain();
    return { problem: error.problem };
  }
  refresh();
  return { done: true };
}

/**
 * The same for a change that must not happen twice: the key stays while the outcome is unknown, and is renewed after
 * a definite answer.
 */
export async function attemptOnce(
  key: string,
  change: (key: string) => Promise<unknown>,
): Promise<ActionState> {
  const state = await attempt(() => change(key));
  const unsettled = state.problem && isUnsettled(state.problem);
  return { ...state, key: unsettled ? key : crypto.randomUUID() };
}

/** A field of a form as trimmed text; undefined when it is empty. */
export function textOf(form: FormData, field: string): string | undefined {
  const value = form.get(field);
  return typeof value === 'string' && value.trim() ? value.trim() : undefined;
}
