'use server';

import { changePassword, updateUser } from '@/lib/api/accounts';
import { type ActionState, attempt, textOf } from '@/lib/api/action';
import { updatePreferences } from '@/lib/api/notifications';
import { currentUser } from '@/lib/session/session';

export async function saveProfile(form: FormData): Promise<ActionState> {
  const { userId } = await currentUser();
  return attempt(() =>
    updateUser(userId, {
      name: textOf(form, 'name') ?? '',
      phone: textOf(form, 'phone')?.replaceAll(' ', '') ?? '',
    }),
  );
}

export async function savePassword(form: FormData): Promise<ActionState> {
  // As they were typed: a password may begin or end with a blank.
  const [current, next] = ['current_password', 'new_password'].map((field) => String(form.get(field) ?? ''));
  return attempt(() => changePassword(current ?? '', next ?? ''));
}

export async function savePreferences(form: FormData): Promise<ActionState> {
  return attempt(() =>
    updatePreferences({
      language: textOf(form, 'language') === 'de' ? 'de' : 'en',
      email: form.has('email'),
      sms: form.has('sms'),
      live: form.has('live'),
    }),
  );
}
