'use server';

import { administerUser } from '@/lib/api/accounts';
import { type ActionState, attempt, textOf } from '@/lib/api/action';
import type { Role } from '@/lib/api/types';

export async function changeRole(id: string, form: FormData): Promise<ActionState> {
  return attempt(() => administerUser(id, { role: textOf(form, 'role') as Role }));
}

export async function setActive(id: string, active: boolean): Promise<ActionState> {
  return attempt(() => administerUser(id, { active }));
}
