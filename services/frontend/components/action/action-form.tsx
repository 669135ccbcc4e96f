'use client';

import { type FormEvent, type ReactNode, useState, useTransition } from 'react';
import { toast } from 'sonner';
import { ProblemAlert } from '@/components/problem-alert';
import { SubmitButton } from '@/components/submit-button';
import type { ActionState } from '@/lib/api/action';
import type { Problem } from '@/lib/api/problem';
import { FormErrors } from './form-errors';

interface ActionFormProps {
  label: string;
  children: ReactNode;
  submit: string;
  pending: string;
  /** Said when it is done. */
  success: string;
  testId: string;
  /** Whether the fields are emptied when it is done, as for passwords. */
  reset?: boolean;
  action: (form: FormData) => Promise<ActionState>;
}

/** A form that stays on its page: it keeps what was typed when the answer is no, and says why. */
export function ActionForm({
  label,
  children,
  submit,
  pending: pendingLabel,
  success,
  testId,
  reset = false,
  action,
}: ActionFormProps) {
  const [problem, setProblem] = useState<Problem>();
  const [pending, startTransition] = useTransition();

  // Not the form's action: React would empty the fields whatever the answer is.
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    startTransition(async () => {
      const result = await action(form);
      setProblem(result.problem);
      if (!result.done) return;
      if (reset) element.reset();
      toast.success(success);
    });
  };

  return (
    <form onSubmit={onSubmit} aria-label={label} className="grid gap-4">
      <FormErrors value={problem?.errors ?? []}>{children}</FormErrors>
      <div aria-live="polite" className="empty:hidden">
        {problem && !pending && <ProblemAlert problem={problem} />}
      </div>
      <SubmitButton
        pending={pending}
        pendingLabel={pendingLabel}
        size="sm"
        className="justify-self-start"
        data-testid={testId}
      >
        {submit}
      </SubmitButton>
    </form>
  );
}
