import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AppLink } from '@/components/app-link';
import { Fact, Panel, PanelSkeleton } from '@/components/panel';
import { ProblemAlert } from '@/components/problem-alert';
import { Sessions } from '@/components/sessions/sessions';
import { CrumbLabel } from '@/components/shell/crumb-label';
import { PageHeader } from '@/components/shell/page-header';
import { Time } from '@/components/time';
import { Badge } from '@/components/ui/badge';
import { getUser, ROLES } from '@/lib/api/accounts';
import { load } from '@/lib/api/load';
import { hasRole } from '@/lib/session/claims';
import { currentUser } from '@/lib/session/session';
import { UserActions } from './user-actions';

export const metadata: Metadata = { title: 'User' };

export default async function UserPage({ params }: PageProps<'/users/[id]'>) {
  const { id } = await params;
  const me = await currentUser();
  const { data: user, problem } = await load(getUser(id));
  if (problem) return <ProblemAlert problem={problem} />;
  const admin = hasRole(me, 'admin');
  return (
    <>
      <CrumbLabel label={user.name} />
      <PageHeader
        title={
          <>
            {user.name}
            <Badge tone={user.active ? 'good' : 'bad'} data-testid="user-state" data-active={user.active}>
              {user.active ? 'Active' : 'Blocked'}
            </Badge>
            {user.roles.map((role) => (
              <Badge key={role} className="capitalize" data-testid="user-role" data-role={role}>
                {role}
              </Badge>
            ))}
          </>
        }
        description={user.email}
      >
        {admin && user.id !== me.userId && <UserActions user={user} roles={ROLES} />}
      </PageHeader>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
        {admin ? (
          <Suspense fallback={<PanelSkeleton title="Sessions" lines={3} />}>
            <Sessions userId={user.id} />
          </Suspense>
        ) : (
          <div />
        )}
        <Panel title="Account">
          <dl className="grid gap-2 text-[13px]">
            <Fact name="E-mail">{user.email}</Fact>
            <Fact name="Phone">{user.phone}</Fact>
            <Fact name="Registered">
              <Time at={user.created_at} />
            </Fact>
            <Fact name="Changed">
              <Time at={user.updated_at} />
            </Fact>
            <Fact name="Orders">
              <AppLink
                href={`/orders?customer_id=${user.id}`}
                className="font-medium text-primary underline-offset-4 hover:underline"
              >
                Show all
              </AppLink>
            </Fact>
          </dl>
        </Panel>
      </div>
    </>
  );
}
