import 'server-only';
import { accessToken } from '@/lib/session/session';
import { path, send } from './client';
import type { Tokens, User } from './types';

export function login(email: string, password: string): Promise<Tokens> {
  return send({ method: 'POST', path: '/api/v1/users/login', body: { email, password } });
}

export function register(account: { name: string; email: string; password: string }): Promise<User> {
  return send({ method: 'POST', path: '/api/v1/users/register', body: account });
}

/** Rotates the refresh token: the one given here is used up, even when the answer gets lost. */
export function refresh(refreshToken: string): Promise<Tokens> {
  return send({ method: 'POST', path: '/api/v1/users/refresh', body: { refresh_token: refreshToken } });
}

export function logout(token: string, refreshToken: string): Promise<void> {
  return send({
    method: 'POST',
    path: '/api/v1/users/logout',
    token,
    body: { refresh_token: refreshToken },
  });
}

const REMEMBER_MS = 60_000;
const REMEMBER_AT_MOST = 500;
const remembered = new Map<string, { user: User; until: number }>();

/**
 * The customers behind the orders of a page, by id. Names are decoration: whoever cannot be read, because
 * user-service does not answer or the account is gone, is simply missing.
 */
export async function customersOf(ids: readonly string[]): Promise<ReadonlyMap<string, User>> {
  const token = await accessToken();
  const found = new Map<string, User>();
  await Promise.all(
    [...new Set(ids)].map(async (id) => {
      const known = remembered.get(id);
      if (known && known.until > Date.now()) {
        found.set(id, known.user);
        return;
      }
      try {
        const user = await send<User>({ path: path`/api/v1/users/${id}`, token });
        if (remembered.size >= REMEMBER_AT_MOST) remembered.clear();
        remembered.set(id, { user, until: Date.now() + REMEMBER_MS });
        found.set(id, user);
      } catch {
        remembered.delete(id);
      }
    }),
  );
  return found;
}
