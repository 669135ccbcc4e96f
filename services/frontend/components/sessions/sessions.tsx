import { ProblemAlert } from '@/components/problem-alert';
import { Time } from '@/components/time';
import { Badge } from '@/components/ui/badge';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { listSessions } from '@/lib/api/accounts';
import { load } from '@/lib/api/load';
import { deviceOf } from '@/lib/session/device';
import { EndAllSessions, EndSession } from './session-dialogs';

/** Where an account is signed in; `me` for one's own. */
export async function Sessions({ userId }: { userId: string }) {
  const { data: page, problem } = await load(listSessions(userId));
  return (
    <Card aria-label="Sessions" className="overflow-hidden">
      <CardHeader>
        <CardTitle>Sessions</CardTitle>
        {page && page.items.length > 1 && <EndAllSessions userId={userId} />}
      </CardHeader>
      {problem ? (
        <div className="p-4">
          <ProblemAlert problem={problem} />
        </div>
      ) : page.items.length === 0 ? (
        <p className="px-4 py-8 text-center text-sm text-muted-foreground">Not signed in anywhere.</p>
      ) : (
        <ul className="divide-y">
          {page.items.map((session) => (
            <li
              key={session.id}
              data-testid="session-row"
              className="flex items-center justify-between gap-4 px-4 py-3"
            >
              <div className="grid min-w-0 gap-0.5">
                <p
                  className="flex items-center gap-2 text-[13px] font-medium"
                  title={session.user_agent ?? undefined}
                >
                  {deviceOf(session.user_agent)}
                  {session.current && <Badge tone="good">This one</Badge>}
                </p>
                <p className="text-xs text-muted-foreground">
                  {session.client_address && <>{session.client_address} · </>}
                  last used <Time at={session.last_used_at} /> · since <Time at={session.created_at} />
                </p>
              </div>
              {/* One's own session here ends by signing out. */}
              {!session.current && <EndSession userId={userId} sessionId={session.id} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
