'use client';

import { MenuIcon, PanelLeftIcon } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Breadcrumbs } from './breadcrumbs';
import { CommandMenu } from './command-menu';
import { LiveIndicator } from './live-indicator';
import { useSidebar } from './sidebar-state';
import { ThemeToggle } from './theme-toggle';
import { UserMenu } from './user-menu';

export function Header({ email, roles }: { email: string; roles: readonly string[] }) {
  const { collapsed, toggle, setOpen } = useSidebar();
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b bg-background/85 px-3 backdrop-blur md:px-5">
      <Button
        variant="ghost"
        size="icon-sm"
        className="md:hidden"
        aria-label="Open navigation"
        onClick={() => setOpen(true)}
      >
        <MenuIcon aria-hidden="true" />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        className="-ml-1.5 hidden text-muted-foreground md:inline-flex"
        aria-label={collapsed ? 'Expand sidebar' : 'Collapse sidebar'}
        aria-expanded={!collapsed}
        onClick={toggle}
      >
        <PanelLeftIcon aria-hidden="true" />
      </Button>
      <div className="mx-1 hidden h-4 w-px bg-border md:block" />
      <Breadcrumbs />
      <div className="ml-auto flex items-center gap-1.5">
        <LiveIndicator />
        <CommandMenu roles={roles} />
        <ThemeToggle />
        <UserMenu email={email} roles={roles} />
      </div>
    </header>
  );
}
