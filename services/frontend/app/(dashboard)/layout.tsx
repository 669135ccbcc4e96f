import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Header } from '@/components/shell/header';
import { LiveConnection } from '@/components/shell/live';
import { Sidebar } from '@/components/shell/sidebar';
import { SIDEBAR_COOKIE } from '@/components/shell/sidebar-cookie';
import { SidebarProvider } from '@/components/shell/sidebar-state';
import { seesEverything } from '@/lib/session/claims';
import { currentUser } from '@/lib/session/session';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { userId, email, roles } = await currentUser();
  const collapsed = (await cookies()).get(SIDEBAR_COOKIE)?.value === 'collapsed';
  return (
    <>
      <LiveConnection userId={userId} staff={seesEverything({ roles })} />
      <SidebarProvider collapsed={collapsed}>
        <a
          href="#content"
          className="sr-only z-50 rounded-md bg-primary px-3 py-2 text-sm text-primary-foreground focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
        >
          Skip to the content
        </a>
        <div className="flex min-h-dvh">
          <Sidebar roles={roles} />
          <div className="flex min-w-0 flex-1 flex-col">
            <Header email={email} roles={roles} />
            <main id="content" tabIndex={-1} className="flex-1 p-4 outline-none md:p-6">
              <div className="mx-auto w-full max-w-[84rem]">{children}</div>
            </main>
          </div>
        </div>
      </SidebarProvider>
    </>
  );
}
