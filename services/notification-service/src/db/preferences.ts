import { sql } from 'kysely';
import { defaultPreferences, type Preferences } from '../service.js';
import type { Database } from './database.js';

/** A user's preferences; the defaults for who has not chosen. */
export async function findPreferences(db: Database, userId: string): Promise<Preferences> {
  const row = await db.query
    .selectFrom('preferences')
    .select(['language', 'email', 'sms', 'live'])
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row ?? defaultPreferences;
}

export async function savePreferences(db: Database, userId: string, preferences: Preferences): Promise<void> {
  await db.query
    .insertInto('preferences')
    .values({ user_id: userId, ...preferences })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet({ ...preferences, updated_at: sql<Date>`now()` }),
    )
    .execute();
}

/** Which of these users have switched live messages off. */
export async function usersWithoutLive(db: Database, userIds: string[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const rows = await db.query
    .selectFrom('preferences')
    .select('user_id')
    .where('user_id', 'in', userIds)
    .where('live', '=', false)
    .execute();
  return new Set(rows.map(({ user_id }) => user_id));
}
