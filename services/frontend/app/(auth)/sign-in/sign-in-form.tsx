'use client';

import { useActionState, useState } from 'react';
import { ProblemAlert } from '@/components/problem-alert';
import { SubmitButton } from '@/components/submit-button';
import { Field } from '@/components/ui/field';
import { type FormState, signIn } from '../actions';

interface SignInFormProps {
  next: string;
  accounts: readonly { role: string; email: string; hint: string }[];
  password: string;
}

export function SignInForm({ next, accounts, password }: SignInFormProps) {
  const [state, action, pending] = useActionState<FormState, FormData>(signIn, {});
  const [fields, setFields] = useState({ email: '', password: '' });

  return (
    <>
      <form action={action} className="grid gap-4" aria-label="Sign in">
        {state.problem && <ProblemAlert problem={state.problem} />}
        <input type="hidden" name="next" value={next} />
        <Field
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          value={fields.email}
          onChange={(event) => setFields({ ...fields, email: event.target.value })}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={fields.password}
          onChange={(event) => setFields({ ...fields, password: event.target.value })}
        />
        <SubmitButton pending={pending} pendingLabel="Signing in…">
          Sign in
        </SubmitButton>
      </form>
      <section aria-labelledby="seed-accounts" className="grid gap-2">
        <div className="flex items-baseline justify-between gap-2">
          <h2 id="seed-accounts" className="text-[13px] font-medium">
            Accounts of the lab
          </h2>
          <p className="text-xs text-muted-foreground">
            password <code className="font-mono text-foreground/80">{password}</code>
          </p>
        </div>
        <ul className="divide-y overflow-hidden rounded-lg border bg-card">
          {accounts.map(({ role, email, hint }) => (
            <li key={email}>
              <button
                type="button"
                onClick={() => setFields({ email, password })}
                data-testid={`seed-${role.toLowerCase()}`}
                className="flex w-full items-center justify-between gap-3 px-3 py-2 text-left text-[13px] outline-none transition-colors hover:bg-accent focus-visible:bg-accent focus-visible:inset-ring-2 focus-visible:inset-ring-ring/40"
              >
                <span className="min-w-0">
                  <span className="block truncate font-medium">{email}</span>
                  <span className="block truncate text-xs text-muted-foreground">{hint}</span>
                </span>
                <span className="shrink-0 text-xs font-medium text-primary">Fill in</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
