'use client';

import { ActionDialog } from '@/components/action/action-dialog';
import { Button } from '@/components/ui/button';
import { revoke, revokeAll } from './actions';

export function EndSession({ userId, sessionId }: { userId: string; sessionId: string }) {
  return (
    <ActionDialog
      trigger={
        <Button variant="outline" size="sm" data-testid="end-session">
          End
        </Button>
      }
      title="End this session?"
      description="Whoever uses it has to sign in again, at the latest in fifteen minutes."
      confirm="End the session"
      pending="Ending…"
      cancel="Keep it"
      destructive
      success="The session is ended"
      testId="confirm-end-session"
      action={() => revoke(userId, sessionId)}
    />
  );
}

export function EndAllSessions({ userId }: { userId: string }) {
  return (
    <ActionDialog
      trigger={
        <Button
          variant="ghost"
          size="sm"
          className="-mr-2 text-bad hover:text-bad"
          data-testid="end-sessions"
        >
          End all
        </Button>
      }
      title="End all sessions?"
      description="The account is signed out everywhere, at the latest in fifteen minutes; here too when it is your own."
      confirm="End all sessions"
      pending="Ending…"
      cancel="Keep them"
      destructive
      success="All sessions are ended"
      testId="confirm-end-sessions"
      action={() => revokeAll(userId)}
    />
  );
}
