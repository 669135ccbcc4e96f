/** Accounts and sessions: user-service. */
import 'server-only';
import { createHmac, randomBytes } from 'node:crypto';
import type { ListState } from '@/lib/list-state';
import { anonymous, dataOf, users } from './client';
import type { SessionPage, UserPage } from './generated/user-service';
import type { Role, Tokens, User } from './types';

export function login(email: string, password: string): Promise<Tokens> {
  return dataOf(anonymous().POST('/api/v1/users/login', { body: { email, password } }));
}

export function register(account: { name: string; email: string; password: string }): Promise<User> {
  return dataOf(anonymous().POST('/api/v1/users/register', { body: account }));
}

const refreshSecret = randomBytes(32);

/**
 * Rotates the refresh token: the one given here is used up. Should the answer get lost, the next try carries the same
 * key, by which user-service knows that it is no thief.
 */
export function refresh(refreshToken: string): Promise<Tokens> {
  const key = createHmac('sha256', refreshSecret).update(refreshToken).digest('hex');
  return dataOf(
    anonymous().POST('/api/v1/users/refresh', {
      params: { header: { 'Idempotency-Key': key } },
      body: { refresh_token: refreshToken },
    }),
  );
}

export async function logout(token: string, refreshToken: string): Promise<void> {
  await anonymous().POST('/api/v1/users/logout', {
    headers: { Authorization: `Bearer ${token}` },
    body: { refresh_token: refreshToken },
  });
}

export function getOwnUser(): Promise<User> {
  return dataOf(users().GET('/api/v1/users/me'));
}

export function getUser(id: string): Promise<User> {
  return dataOf(users().GET('/api/v1/users/{id}', { params: { path: { id } } }));
}

export function updateUser(id: string, change: { name?: string; phone?: string }): Promise<User> {
  return dataOf(users().PUT('/api/v1/users/{id}', { params: { path: { id } }, body: change }));
}

/** Ends every other session of the account. */
export async function changePassword(current: string, next: string): Promise<void> {
  await users().POST('/api/v1/users/me/password', {
    body: { current_password: current, new_password: next },
  });
}

export const ROLES = ['customer', 'operator', 'admin'] as const satisfies readonly Role[];

/** What the list of users can be filtered by. */
export const USER_FILTERS = { q: 'text', role: ROLES } as const;

export function listUsers(
  { filters, cursors }: ListState<keyof typeof USER_FILTERS>,
  limit: number,
): Promise<UserPage> {
  const query = { q: filters.q, role: filters.role as Role | undefined, cursor: cursors.at(-1), limit };
  return dataOf(users().GET('/api/v1/users', { params: { query } }));
}

/** Administration: role, and whether somebody may sign in. */
export function administerUser(id: string, change: { role?: Role; active?: boolean }): Promise<User> {
  return dataOf(users().PATCH('/api/v1/users/{id}', { params: { path: { id } }, body: change }));
}

/** Where somebody is signed in; `me` for oneself. */
export async function listSessions(id: string): Promise<SessionPage> {
  return dataOf(users().GET('/api/v1/users/{id}/sessions', { params: { path: { id } } }));
}

export async function endSession(id: string, sessionId: string): Promise<void> {
  await users().DELETE('/api/v1/users/{id}/sessions/{session_id}', {
    params: { path: { id, session_id: sessionId } },
  });
}

export async function endSessions(id: string): Promise<void> {
  await users().DELETE('/api/v1/users/{id}/sessions', { params: { path: { id } } });
}

const REMEMBER_MS = 60_000;
const REMEMBER_AT_MOST = 500;
const remembered = new Map<string, { user: User; until: number }>();

/**
 * The customers behind the orders of a page, by id. Names are decoration: whoever cannot be read, because
 * user-service does not answer or the account is gone, is simply missing. For those who may see everybody.
 */
export async function customersOf(ids: readonly string[]): Promise<ReadonlyMap<string, User>> {
  const found = new Map<string, User>();
  await Promise.all(
    [...new Set(ids)].map(async (id) => {
      const known = remembered.get(id);
      if (known && known.until > Date.now()) {
        found.set(id, known.user);
        return;
      }
      try {
        const user = await getUser(id);
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
