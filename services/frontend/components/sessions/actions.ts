'use server';

import { endSession, endSessions } from '@/lib/api/accounts';
import { type ActionState, attempt } from '@/lib/api/action';

export async function revoke(userId: string, sessionId: string): Promise<ActionState> {
  return attempt(() => endSession(userId, sessionId));
}

export async function revokeAll(userId: string): Promise<ActionState> {
  return attempt(() => endSessions(userId));
}
