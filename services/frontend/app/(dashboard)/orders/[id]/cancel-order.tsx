'use client';

import { LoaderCircleIcon } from 'lucide-react';
import { useState, useTransition } from 'react';
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
import { type CancelState, cancel } from './actions';

export function CancelOrder({ id, number }: { id: string; number: string }) {
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<CancelState>({});
  const [pending, startTransition] = useTransition();

  const confirm = () =>
    startTransition(async () => {
      const result = await cancel(id);
      setState(result);
      if (!result.done) return;
      setOpen(false);
      toast.success(`${number} is cancelled`);
    });

  return (
    <AlertDialog open={open} onOpenChange={setOpen}>
      <AlertDialogTrigger asChild>
        <Button variant="outline" size="sm" data-testid="cancel-order">
          Cancel order
        </Button>
      </AlertDialogTrigger>
      <AlertDialogContent>
        <div>
          <AlertDialogTitle>Cancel {number}?</AlertDialogTitle>
          <AlertDialogDescription>
            The stock goes back to the warehouse and a captured payment is refunded. This cannot be undone.
          </AlertDialogDescription>
        </div>
        {state.problem && !pending && <ProblemAlert problem={state.problem} />}
        <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
          <AlertDialogCancel disabled={pending}>Keep the order</AlertDialogCancel>
          <Button
            variant="destructive"
            disabled={pending}
            aria-busy={pending}
            onClick={confirm}
            data-testid="confirm-cancel"
          >
            {pending && <LoaderCircleIcon className="animate-spin" aria-hidden="true" />}
            <span aria-live="polite">{pending ? 'Cancelling…' : 'Cancel the order'}</span>
          </Button>
        </div>
      </AlertDialogContent>
    </AlertDialog>
  );
}
