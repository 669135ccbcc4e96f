'use server';

import { type ActionState, attempt } from '@/lib/api/action';
import { replayDeadLetter, replayDeadLetters, retryNotification } from '@/lib/api/notifications';

export async function retry(id: string): Promise<ActionState> {
  return attempt(() => retryNotification(id));
}

export async function replay(id: string): Promise<ActionState> {
  return attempt(() => replayDeadLetter(id));
}

export async function replayAll(): Promise<ActionState> {
  return attempt(() => replayDeadLetters());
}
