import 'server-only';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { Tokens } from '@/lib/api/types';
import { type Claims, claimsOf } from './claims';
import { ACCESS_COOKIE, isSecure, REFRESH_COOKIE, sessionCookies } from './cookies';
import { signInPath } from './paths';

/** The access token of the request; `proxy.ts` has refreshed it when it was about to expire. */
export async function accessToken(): Promise<string | undefined> {
  return (await cookies()).get(ACCESS_COOKIE)?.value;
}

/** Who is signed in; leads to the sign-in page when nobody is. */
export async function currentUser(): Promise<Claims> {
  const token = await accessToken();
  return (token && claimsOf(token)) || signInAgain();
}

/** Leaves the page for the sign-in form, which comes back here afterwards. */
export async function signInAgain(): Promise<never> {
  redirect(signInPath((await headers()).get('x-oms-path') ?? '/', true));
}

/** Begins a session. Only server actions and route handlers can set cookies. */
export async function openSession(tokens: Tokens): Promise<void> {
  const jar = await cookies();
  for (const cookie of sessionCookies(tokens, isSecure(await headers()))) jar.set(cookie);
}

/** Ends the session in this browser and returns the tokens that user-service should forget. */
export async function closeSession(): Promise<{ access?: string; refresh?: string }> {
  const jar = await cookies();
  const access = jar.get(ACCESS_COOKIE)?.value;
  const refresh = jar.get(REFRESH_COOKIE)?.value;
  jar.delete(ACCESS_COOKIE);
  jar.delete(REFRESH_COOKIE);
  return { ...(access && { access }), ...(refresh && { refresh }) };
}
