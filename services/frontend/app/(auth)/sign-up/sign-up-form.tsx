'use client';

import { useActionState } from 'react';
import { ProblemAlert } from '@/components/problem-alert';
import { SubmitButton } from '@/components/submit-button';
import { Field } from '@/components/ui/field';
import { type FormState, signUp } from '../actions';

export function SignUpForm() {
  const [state, action, pending] = useActionState<FormState, FormData>(signUp, {});
  const errorOf = (field: string) => state.problem?.errors?.find((error) => error.field === field)?.message;

  return (
    <form action={action} className="grid gap-4" aria-label="Create an account">
      {state.problem && <ProblemAlert problem={state.problem} />}
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={120}
        defaultValue={state.name}
        error={errorOf('name')}
      />
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="email"
        required
        defaultValue={state.email}
        error={errorOf('email')}
        hint="Mail goes to the inbox of the lab, whatever the address."
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        error={errorOf('password')}
        hint="At least 8 characters."
      />
      <SubmitButton pending={pending} pendingLabel="Creating the account…">
        Create account
      </SubmitButton>
    </form>
  );
}
