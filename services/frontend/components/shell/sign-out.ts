'use server';

import { redirect } from 'next/navigation';
import { logout } from '@/lib/api/accounts';
import { ProblemError } from '@/lib/api/problem';
import { closeSession } from '@/lib/session/session';

/** Ends the session here and at user-service. The browser forgets it even when user-service does not answer. */
export async function signOut(): Promise<void> {
  const { access, refresh } = await closeSession();
  try {
    if (access && refresh) await logout(access, refresh);
  } catch (error) {
    // Already logged by the client; the session there ends when its refresh token expires.
    if (!(error instanceof ProblemError)) throw error;
  }
  redirect('/sign-in');
}
