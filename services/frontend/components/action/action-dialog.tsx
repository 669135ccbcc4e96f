'use client';

import { LoaderCircleIcon, RotateCwIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useRef, useState, useTransition } from 'react';
import { toast } from 'sonner';
import { ProblemAlert } from '@/components/problem-alert';
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogTitle,
  AlertDialogTrigger,
} from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import type { ActionState } from '@/lib/api/action';
import type { Problem } from '@/lib/api/problem';
import { FormErrors } from './form-errors';

interface ActionDialogProps {
  /** The button that opens the dialog. */
  trigger: ReactNode;
  title: string;
  description: ReactNode;
  /** The fields of the action; without any the dialog only asks for confirmation. */
  children?: ReactNode;
  confirm: string;
  pending: string;
  cancel?: string;
  destructive?: boolean;
  /** Said when it is done. */
  success: string;
  /** Test id of the button that does it. */
  testId?: string;
  /** For actions that must not happen twice; made on the server, see {@link ActionState}. */
  firstKey?: string;
  action: (form: FormData, key: string) => Promise<ActionState>;
}

/** Asks before it acts, says what it waits for, and stays open with the problem when the answer is no. */
export function ActionDialog({
  trigger,
  title,
  description,
  children,
  confirm,
  pending: pendingLabel,
  cancel = 'Keep it as it is',
  destructive = false,
  success,
  testId,
  firstKey = '',
  action,
}: ActionDialogProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [key, setKey] = useState(firstKey);
  const [pending, startTransition] = useTransition();
  const fields = useRef<HTMLDivElement>(null);

  const onOpenChange = (next: boolean) => {
    if (pending) return;
    setOpen(next);
    setProblem(undefined);
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The form lives in a portal, but React would still hand its event to a form around the trigger.
    event.stopPropagation();
    const form = new FormData(event.currentTarget);
    startTransition(async () => {
      const result = await action(form, key);
      if (result.key) setKey(result.key);
      setProblem(result.problem);
      if (!result.done) return;
      setOpen(false);
      toast.success(success);
    });
  };
  const focusFirstField = (event: Event) => {
    const first = fields.current?.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea');
    if (!first) return;
    event.preventDefault();
    first.focus();
  };

  return (
    <AlertDialog open={open} onOpenChange={onOpenChange}>
      <AlertDialogTrigger asChild>{trigger}</AlertDialogTrigger>
      <AlertDialogContent onOpenAutoFocus={focusFirstField}>
        <form onSubmit={onSubmit} className="grid gap-4" aria-label={title}>
          <div>
            <AlertDialogTitle>{title}</AlertDialogTitle>
            <AlertDialogDescription asChild>
              <div>{description}</div>
            </AlertDialogDescription>
          </div>
          <FormErrors value={problem?.errors ?? []}>
            {children && (
              <div ref={fields} className="grid gap-3.5">
                {children}
              </div>
            )}
          </FormErrors>
          <div aria-live="polite" className="grid gap-2 empty:hidden">
            {problem && !pending && (
              <>
                <ProblemAlert problem={problem} />
                {isOutdated(problem) && (
                  <>
                    {children && (
                      <p className="text-[13px] text-muted-foreground">What you typed stays here.</p>
                    )}
                    <Button
                      variant="outline"
                      size="sm"
                      data-testid="show-current"
                      onClick={() => {
                        setProblem(undefined);
                        router.refresh();
                      }}
                    >
                      <RotateCwIcon aria-hidden="true" /> Load the current state
                    </Button>
                  </>
                )}
              </>
            )}
          </div>
          <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
            <AlertDialogCancel disabled={pending}>{cancel}</AlertDialogCancel>
            <Button
              type="submit"
              variant={destructive ? 'destructive' : 'default'}
              disabled={pending}
              aria-busy={pending}
              data-testid={testId}
            >
              {pending && <LoaderCircleIcon className="animate-spin" aria-hidden="true" />}
              <span aria-live="polite">{pending ? pendingLabel : confirm}</span>
            </Button>
          </div>
        </form>
      </AlertDialogContent>
    </AlertDialog>
  );
}

/** What the page shows is no longer so. */
function isOutdated({ code }: Problem): boolean {
  return code === 'invalid_transition' || code === 'precondition_failed';
}
