'use server';

import { redirect } from 'next/navigation';
import { login, register } from '@/lib/api/accounts';
import { type Problem, ProblemError } from '@/lib/api/problem';
import { safeReturnPath } from '@/lib/session/paths';
import { openSession } from '@/lib/session/session';

/** What a form shows after a failed attempt. React empties the fields, so what was typed comes back. */
export interface FormState {
  readonly problem?: Problem;
  readonly email?: string;
  readonly name?: string;
}

export async function signIn(_: FormState, form: FormData): Promise<FormState> {
  const email = text(form, 'email');
  try {
    await openSession(await login(email, text(form, 'password', false)));
  } catch (error) {
    return { problem: problemOf(error), email };
  }
  redirect(safeReturnPath(text(form, 'next')));
}

export async function signUp(_: FormState, form: FormData): Promise<FormState> {
  const name = text(form, 'name');
  const email = text(form, 'email');
  const password = text(form, 'password', false);
  try {
    await register({ name, email, password });
    await openSession(await login(email, password));
  } catch (error) {
    return { problem: problemOf(error), email, name };
  }
  redirect('/orders');
}

function text(form: FormData, field: string, trim = true): string {
  const value = form.get(field);
  if (typeof value !== 'string') return '';
  return trim ? value.trim() : value;
}

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  throw error;
}
