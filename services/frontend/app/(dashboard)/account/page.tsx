import type { Metadata } from 'next';
import { type ReactNode, Suspense } from 'react';
import { Panel, PanelSkeleton } from '@/components/panel';
import { ProblemAlert } from '@/components/problem-alert';
import { Sessions } from '@/components/sessions/sessions';
import { PageHeader } from '@/components/shell/page-header';
import { getOwnUser } from '@/lib/api/accounts';
import { load } from '@/lib/api/load';
import { getPreferences } from '@/lib/api/notifications';
import { PasswordForm, PreferencesForm, ProfileForm } from './forms';

export const metadata: Metadata = { title: 'Account' };

/** Each part stands for itself: a service that is away takes its own part of the page only. */
export default function AccountPage() {
  return (
    <>
      <PageHeader
        title="Account"
        description="Who you are, where you are signed in, and what you want to hear of"
      />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="grid min-w-0 gap-5">
          <Part title="Profile" lines={4}>
            <Profile />
          </Part>
          <Panel title="Password">
            <PasswordForm />
          </Panel>
        </div>
        <div className="grid min-w-0 gap-5">
          <Part title="Notifications" lines={5}>
            <Preferences />
          </Part>
          <Suspense fallback={<PanelSkeleton title="Sessions" lines={3} />}>
            <Sessions userId="me" />
          </Suspense>
        </div>
      </div>
    </>
  );
}

function Part({ title, lines, children }: { title: string; lines: number; children: ReactNode }) {
  return (
    <Suspense fallback={<PanelSkeleton title={title} lines={lines} />}>
      <Panel title={title}>{children}</Panel>
    </Suspense>
  );
}

async function Profile() {
  const { data: user, problem } = await load(getOwnUser());
  return problem ? <ProblemAlert problem={problem} /> : <ProfileForm user={user} />;
}

async function Preferences() {
  const { data: preferences, problem } = await load(getPreferences());
  return problem ? <ProblemAlert problem={problem} /> : <PreferencesForm preferences={preferences} />;
}
