import { describe, expect, it } from 'vitest';
import { claimsOf, isFresh, seesEverything } from '@/lib/session/claims';
import { isSecure, sessionCookies } from '@/lib/session/cookies';
import { safeReturnPath, signInPath } from '@/lib/session/paths';

function token(payload: unknown): string {
  return `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.signature`;
}

const claims = { sub: 'u1', email: 'ö@oms.example', roles: ['operator'], exp: 1_000 };

describe('claims', () => {
  it('are read from a token', () => {
    expect(claimsOf(token(claims))).toEqual({
      userId: 'u1',
      email: 'ö@oms.example',
      roles: ['operator'],
      expiresAt: 1_000,
    });
  });

  it.each(['', 'x', 'a.b.c', token(null), token({ sub: 'u1' })])('are absent from %j', (text) => {
    expect(claimsOf(text)).toBeUndefined();
  });

  it('tell whether the token outlasts the request', () => {
    expect(isFresh(token(claims), 30, 969_000)).toBe(true);
    expect(isFresh(token(claims), 30, 970_000)).toBe(false);
    expect(isFresh(undefined, 30)).toBe(false);
  });

  it('tell who sees the orders of everybody', () => {
    const withRoles = (...roles: string[]) => seesEverything({ roles });
    expect([withRoles('customer'), withRoles('operator'), withRoles('admin')]).toEqual([false, true, true]);
  });
});

describe('cookies', () => {
  const tokens = { access_token: 'a', token_type: 'Bearer', expires_in: 900, refresh_token: 'r' } as const;

  it('are out of reach of scripts and other sites', () => {
    for (const cookie of sessionCookies(tokens, true)) {
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: true, path: '/' });
    }
  });

  it('are marked secure when the gateway was reached over https', () => {
    expect(isSecure(new Headers({ 'x-forwarded-proto': 'https' }))).toBe(true);
    expect(isSecure(new Headers({ 'x-forwarded-proto': 'http' }))).toBe(false);
    expect(isSecure(new Headers())).toBe(false);
  });
});

describe('the way back after signing in', () => {
  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '', undefined])(
    'is not %j',
    (path) => {
      expect(safeReturnPath(path)).toBe('/');
    },
  );

  it('keeps the path and its query', () => {
    expect(safeReturnPath('/orders?status=shipped')).toBe('/orders?status=shipped');
    expect(signInPath('/orders/1', true)).toBe('/sign-in?expired=1&next=%2Forders%2F1');
    expect(signInPath('/')).toBe('/sign-in');
  });
});
