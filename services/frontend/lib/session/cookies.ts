/** The two cookies of a session. Scripts cannot read them, other sites cannot send them along with a form. */
import type { Tokens } from '@/lib/api/types';

export const ACCESS_COOKIE = 'oms_access';
export const REFRESH_COOKIE = 'oms_refresh';

/** As long as a refresh token may live; user-service has the last word. */
const SESSION_SECONDS = 30 * 24 * 60 * 60;

export interface SessionCookie {
  readonly name: string;
  readonly value: string;
  readonly httpOnly: true;
  readonly sameSite: 'lax';
  readonly secure: boolean;
  readonly path: '/';
  readonly maxAge: number;
}

/** The cookies that carry `tokens`; `secure` when the browser came over https. */
export function sessionCookies(
  tokens: Tokens,
  secure: boolean,
): [access: SessionCookie, refresh: SessionCookie] {
  const common = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
  return [
    { ...common, name: ACCESS_COOKIE, value: tokens.access_token, maxAge: tokens.expires_in },
    { ...common, name: REFRESH_COOKIE, value: tokens.refresh_token, maxAge: SESSION_SECONDS },
  ];
}

/** Whether the browser's side of the connection is encrypted, as the gateway reports it. */
export function isSecure(headers: { get(name: string): string | null }): boolean {
  return headers.get('x-forwarded-proto')?.split(',', 1)[0]?.trim() === 'https';
}
