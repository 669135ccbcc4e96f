'use client';

import { ActionForm } from '@/components/action/action-form';
import { FormField } from '@/components/action/form-errors';
import { CheckboxField } from '@/components/ui/checkbox-field';
import { SelectField } from '@/components/ui/select-field';
import type { NotificationPreferences, User } from '@/lib/api/types';
import { savePassword, savePreferences, saveProfile } from './actions';

export function ProfileForm({ user: { name, email, phone } }: { user: User }) {
  return (
    <ActionForm
      label="Profile"
      submit="Save profile"
      pending="Saving…"
      success="Your profile is saved"
      testId="save-profile"
      action={saveProfile}
    >
      <FormField name="name" label="Name" required maxLength={200} autoComplete="name" defaultValue={name} />
      <FormField
        name="phone"
        label="Phone"
        type="tel"
        required
        maxLength={20}
        autoComplete="tel"
        defaultValue={phone}
        hint="International, such as +447700900123. Text messages go to the inbox of the lab."
      />
      <p className="text-[13px] text-muted-foreground">
        Signed in as <span className="font-medium text-foreground">{email}</span>. The address cannot be
        changed.
      </p>
    </ActionForm>
  );
}

export function PasswordForm() {
  return (
    <ActionForm
      label="Password"
      submit="Change password"
      pending="Changing…"
      success="Your password is changed; other sessions are ended"
      testId="save-password"
      reset
      action={savePassword}
    >
      <FormField
        name="current_password"
        label="Current password"
        type="password"
        required
        maxLength={128}
        autoComplete="current-password"
      />
      <FormField
        name="new_password"
        label="New password"
        type="password"
        required
        minLength={8}
        maxLength={128}
        autoComplete="new-password"
        hint="At least 8 characters. It ends every other session of yours."
      />
    </ActionForm>
  );
}

export function PreferencesForm({ preferences }: { preferences: NotificationPreferences }) {
  return (
    <ActionForm
      label="Notification preferences"
      submit="Save preferences"
      pending="Saving…"
      success="Your preferences are saved"
      testId="save-preferences"
      action={savePreferences}
    >
      <CheckboxField
        name="email"
        label="E-mail"
        hint="About your orders and your account"
        defaultChecked={preferences.email}
      />
      <CheckboxField
        name="sms"
        label="Text messages"
        hint="When an order is confirmed or shipped"
        defaultChecked={preferences.sms}
      />
      <CheckboxField
        name="live"
        label="Live updates"
        hint="Pages change by themselves"
        defaultChecked={preferences.live}
      />
      <SelectField
        name="language"
        label="Language of messages"
        defaultValue={preferences.language}
        options={[
          { value: 'en', label: 'English' },
          { value: 'de', label: 'German' },
        ]}
      />
    </ActionForm>
  );
}
