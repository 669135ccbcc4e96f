'use client';

import { RotateCwIcon } from 'lucide-react';
import { ActionDialog } from '@/components/action/action-dialog';
import { Button } from '@/components/ui/button';
import { replay, replayAll, retry } from './actions';

export function RetryNotification({ id, recipient }: { id: string; recipient: string }) {
  return (
    <ActionDialog
      trigger={
        <Button size="sm" data-testid="retry-notification">
          <RotateCwIcon aria-hidden="true" /> Try again
        </Button>
      }
      title="Send it again now?"
      description={`To ${recipient}. A message that has arrived already is not delivered twice.`}
      confirm="Send"
      pending="Sending…"
      cancel="Not now"
      success="The message is on its way"
      testId="confirm-retry"
      action={() => retry(id)}
    />
  );
}

export function ReplayDeadLetter({ id, type }: { id: string; type: string }) {
  return (
    <ActionDialog
      trigger={
        <Button variant="outline" size="sm" aria-label={`Replay ${type}`} data-testid="replay-dead-letter">
          Replay
        </Button>
      }
      title={`Replay ${type}?`}
      description="It goes back into the queue and is handled once more. When that fails again, it comes back here."
      confirm="Replay"
      pending="Replaying…"
      cancel="Not now"
      success="The event is back in the queue"
      testId="confirm-replay"
      action={() => replay(id)}
    />
  );
}

export function ReplayAll() {
  return (
    <ActionDialog
      trigger={
        <Button size="sm" data-testid="replay-all">
          <RotateCwIcon aria-hidden="true" /> Replay all
        </Button>
      }
      title="Replay all dead letters?"
      description="All of them go back into the queue, those on other pages too."
      confirm="Replay all"
      pending="Replaying…"
      cancel="Not now"
      success="The events are back in the queue"
      testId="confirm-replay-all"
      action={() => replayAll()}
    />
  );
}
