'use client';

import { LogOutIcon, UserRoundIcon } from 'lucide-react';
import { AppLink } from '@/components/app-link';
import { Badge } from '@/components/ui/badge';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { signOut } from './sign-out';

export function UserMenu({ email, roles }: { email: string; roles: readonly string[] }) {
  const initials = email.slice(0, 2).toUpperCase();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`${initials}, account of ${email}`}
        data-testid="user-menu"
        className="grid size-8 shrink-0 place-items-center rounded-full bg-primary/12 text-[11px] font-semibold text-primary outline-none transition-colors hover:bg-primary/20 focus-visible:ring-[3px] focus-visible:ring-ring/40"
      >
        <span aria-hidden="true">{initials}</span>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-60">
        <div className="px-2 py-2">
          <p className="truncate text-[13px] font-medium">{email}</p>
          <div className="mt-1.5 flex flex-wrap gap-1">
            {roles.map((role) => (
              <Badge key={role} className="capitalize">
                {role}
              </Badge>
            ))}
          </div>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <AppLink href="/account">
            <UserRoundIcon aria-hidden="true" /> Account
          </AppLink>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void signOut()} data-testid="sign-out">
          <LogOutIcon aria-hidden="true" /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
