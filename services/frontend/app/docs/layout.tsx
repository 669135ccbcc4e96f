import type { ReactNode } from 'react';
import { AppLink } from '@/components/app-link';
import { BrandMark } from '@/components/shell/brand';
import { ThemeToggle } from '@/components/shell/theme-toggle';
import { Button } from '@/components/ui/button';

/** The API pages need no session, so they stand beside the dashboard. */
export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="sticky top-0 z-30 flex h-14 items-center gap-3 border-b bg-background/90 px-4 backdrop-blur md:px-6">
        <AppLink
          href="/docs"
          className="flex items-center gap-2.5 rounded-md outline-none focus-visible:ring-[3px] focus-visible:ring-ring/40"
        >
          <BrandMark />
          <span className="text-sm font-semibold tracking-tight">API reference</span>
        </AppLink>
        <div className="ml-auto flex items-center gap-1.5">
          <ThemeToggle />
          <Button asChild variant="outline" size="sm">
            <AppLink href="/">Dashboard</AppLink>
          </Button>
        </div>
      </header>
      <main className="mx-auto w-full max-w-[84rem] p-4 md:p-6">{children}</main>
    </>
  );
}
