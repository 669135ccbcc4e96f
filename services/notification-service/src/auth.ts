import { errors, type JWTPayload, jwtVerify } from 'jose';
import { KeySet, KeysUnavailable } from './keys.js';
import { Problem, unauthorized } from './problem.js';

export type Role = 'customer' | 'operator' | 'admin' | 'service';

/** Who is calling, as the token says. */
export interface Principal {
  /** A user's id, or the client id of a service. */
  id: string;
  roles: string[];
  /** Unix time in seconds after which the token is worth nothing. */
  expiresAt: number;
}

export type Authenticate = (token: string) => Promise<Principal>;

/** Verifies tokens against the key set of user-service, which need not be up. */
export function createAuthenticator(jwksUrl: string): Authenticate {
  const keys = new KeySet(jwksUrl);
  return async (token) => principal(await verify(token, keys));
}

async function verify(token: string, keys: KeySet): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys.find, {
      algorithms: ['RS256'],
      issuer: 'oms',
      audience: 'oms',
      clockTolerance: 5,
      requiredClaims: ['sub', 'iat', 'exp'],
    });
    return payload;
  } catch (error) {
    if (error instanceof KeysUnavailable) {
      const detail = 'The signing keys cannot be read.';
      throw new Problem(
        'dependency_unavailable',
        detail,
        undefined,
        { 'Retry-After': '2' },
        { cause: error },
      );
    }
    const expired = error instanceof errors.JWTExpired;
    throw unauthorized(expired ? 'The token has expired.' : 'The token is not valid.', error);
  }
}

function principal(claims: JWTPayload): Principal {
  const { roles } = claims;
  if (!Array.isArray(roles) || !roles.every((role) => typeof role === 'string'))
    throw unauthorized('The token names no roles.');
  return { id: String(claims.sub), roles, expiresAt: Number(claims.exp) };
}

/** The token of an Authorization header. */
export function bearerToken(header: string | undefined): string {
  const match = /^Bearer +([\w.~+/=-]+)$/i.exec(header ?? '');
  if (!match?.[1]) throw unauthorized('A bearer token is required.');
  return match[1];
}

export function hasRole(caller: Principal, ...roles: Role[]): boolean {
  return roles.some((role) => caller.roles.includes(role));
}
