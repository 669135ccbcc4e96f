/** What the frontend reads from an access token. It verifies nothing: the services do, on every call. */

import type { Role } from '@/lib/api/types';

export interface Claims {
  readonly userId: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** The claims of a token; undefined when it is no JWT of ours. */
export function claimsOf(token: string): Claims | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    if (typeof payload !== 'object' || payload === null) return undefined;
    const { sub, email, roles, exp } = payload as Record<string, unknown>;
    if (typeof sub !== 'string' || typeof exp !== 'number') return undefined;
    return {
      userId: sub,
      email: typeof email === 'string' ? email : '',
      roles: Array.isArray(roles) ? roles.filter((role): role is string => typeof role === 'string') : [],
      expiresAt: exp,
    };
  } catch {
    return undefined;
  }
}

/** Whether the token will still be accepted for `seconds`. */
export function isFresh(token: string | undefined, seconds: number, now = Date.now()): boolean {
  const claims = token ? claimsOf(token) : undefined;
  return claims !== undefined && claims.expiresAt - now / 1000 > seconds;
}

/** Whether somebody has one of the roles. */
export function hasRole({ roles }: Pick<Claims, 'roles'>, ...wanted: readonly Role[]): boolean {
  return wanted.some((role) => roles.includes(role));
}

/** Operators and administrators see the orders of all customers. */
export function seesEverything(claims: Pick<Claims, 'roles'>): boolean {
  return hasRole(claims, 'operator', 'admin');
}
