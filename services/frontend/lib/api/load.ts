import 'server-only';
import { notFound } from 'next/navigation';
import { signInAgain } from '@/lib/session/session';
import { type Problem, ProblemError } from './problem';

export type Loaded<T> =
  | { readonly data: T; readonly problem?: undefined }
  | { readonly data?: undefined; readonly problem: Problem };

/**
 * What a page does with a call: its data, or the problem to show in its place. A session that ended leads to the
 * sign-in page, and what does not exist to the not-found page.
 */
export async function load<T>(call: Promise<T>): Promise<Loaded<T>> {
  try {
    return { data: await call };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.problem.status === 401) await signInAgain();
    if (error.problem.status === 404) notFound();
    return { problem: error.problem };
  }
}
