'use client';

import { usePathname } from 'next/navigation';
import { AppLink } from '@/components/app-link';
import { Dialog, DialogDescription, DialogTitle, SheetContent } from '@/components/ui/dialog';
import { Tooltip } from '@/components/ui/tooltip';
import { cn } from '@/lib/cn';
import { BrandMark } from './brand';
import { activeHref, navigationFor } from './navigation';
import { useSidebar } from './sidebar-state';

/** The navigation: a column on wide screens, a sheet on narrow ones. */
export function Sidebar({ roles }: { roles: readonly string[] }) {
  const { collapsed, open, setOpen } = useSidebar();
  return (
    <>
      <aside
        data-collapsed={collapsed}
        className={cn(
          'sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-sidebar transition-[width] duration-200 md:flex',
          collapsed ? 'w-[3.75rem]' : 'w-60',
        )}
      >
        <SidebarContent roles={roles} collapsed={collapsed} />
      </aside>
      <Dialog open={open} onOpenChange={setOpen}>
        <SheetContent>
          <DialogTitle className="sr-only">Navigation</DialogTitle>
          <DialogDescription className="sr-only">The pages of the order management system</DialogDescription>
          <SidebarContent roles={roles} collapsed={false} onNavigate={() => setOpen(false)} />
        </SheetContent>
      </Dialog>
    </>
  );
}

interface SidebarContentProps {
  roles: readonly string[];
  collapsed: boolean;
  onNavigate?: () => void;
}

function SidebarContent({ roles, collapsed, onNavigate }: SidebarContentProps) {
  const active = activeHref(usePathname());
  return (
    <>
      <AppLink
        href="/"
        {...(onNavigate && { onClick: onNavigate })}
        className="flex h-14 shrink-0 items-center gap-2.5 overflow-hidden rounded-md px-4 outline-none focus-visible:ring-[3px] focus-visible:ring-ring/40"
      >
        <BrandMark />
        <span className={cn('grid leading-tight', collapsed && 'sr-only')}>
          <span className="whitespace-nowrap text-sm font-semibold tracking-tight">Order Management</span>
          <span className="whitespace-nowrap text-[11px] text-muted-foreground">Operations dashboard</span>
        </span>
      </AppLink>
      <nav aria-label="Main" className="flex-1 overflow-y-auto overflow-x-hidden px-3 py-3">
        {navigationFor(roles).map((group) => (
          <div key={group.label} className="mb-4">
            <p
              className={cn(
                'mb-1 whitespace-nowrap px-2 text-[11px] font-medium text-muted-foreground',
                collapsed && 'invisible',
              )}
            >
              {group.label}
            </p>
            <ul className="grid gap-0.5">
              {group.entries.map(({ href, label, icon: Icon }) => (
                <li key={href}>
                  <Tooltip label={label} side="right" hidden={!collapsed}>
                    <AppLink
                      href={href}
                      aria-current={href === active ? 'page' : undefined}
                      {...(onNavigate && { onClick: onNavigate })}
                      className={cn(
                        'flex h-8 items-center gap-2.5 overflow-hidden rounded-md px-2.5 text-[13px] font-medium text-muted-foreground outline-none transition-colors hover:bg-sidebar-accent/60 hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/40',
                        href === active && 'bg-sidebar-accent text-foreground',
                      )}
                    >
                      <Icon
                        className={cn('size-4 shrink-0', href === active && 'text-primary')}
                        aria-hidden="true"
                      />
                      <span className={cn('whitespace-nowrap', collapsed && 'sr-only')}>{label}</span>
                    </AppLink>
                  </Tooltip>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </>
  );
}
