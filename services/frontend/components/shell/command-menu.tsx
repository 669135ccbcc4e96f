'use client';

import {
  CircleDotIcon,
  MonitorIcon,
  MoonIcon,
  PackageSearchIcon,
  ReceiptTextIcon,
  SearchIcon,
  SunIcon,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { useEffect, useState } from 'react';
import { Command, CommandGroup, CommandInput, CommandItem, CommandList } from '@/components/ui/command';
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '@/components/ui/dialog';
import { ORDER_STATUSES, presentationOf } from '@/lib/order/status';
import { navigationFor } from './navigation';

const ORDER_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const THEMES = [
  { value: 'light', label: 'Light theme', icon: SunIcon },
  { value: 'dark', label: 'Dark theme', icon: MoonIcon },
  { value: 'system', label: 'Theme of the system', icon: MonitorIcon },
] as const;

/** The search field of the header: pages, filters, orders, products, an order by its id, and the theme. */
export function CommandMenu({ roles }: { roles: readonly string[] }) {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const { setTheme } = useTheme();
  const router = useRouter();
  const words = query.trim();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const close = () => {
    setOpen(false);
    setQuery('');
  };
  const go = (href: string) => {
    close();
    router.push(href);
  };

  return (
    <>
      <CommandButton onClick={() => setOpen(true)} />
      <Dialog open={open} onOpenChange={(next) => (next ? setOpen(true) : close())}>
        <DialogContent>
          <DialogTitle className="sr-only">Search and commands</DialogTitle>
          <DialogDescription className="sr-only">
            Type to find a page, an order, a product or a command
          </DialogDescription>
          <Command label="Search and commands" loop>
            <CommandInput
              value={query}
              onValueChange={setQuery}
              placeholder="Type a page, an order, a customer or a product…"
            />
            <CommandList>
              {words && (
                <CommandGroup heading="Search" forceMount>
                  {ORDER_ID.test(words) ? (
                    <CommandItem forceMount value={`order ${words}`} onSelect={() => go(`/orders/${words}`)}>
                      <ReceiptTextIcon aria-hidden="true" /> Open this order
                    </CommandItem>
                  ) : (
                    <CommandItem
                      forceMount
                      value={`orders ${words}`}
                      onSelect={() => go(`/orders?q=${encodeURIComponent(words)}`)}
                    >
                      <ReceiptTextIcon aria-hidden="true" />
                      <span className="truncate">Orders that match “{words}”</span>
                    </CommandItem>
                  )}
                  {!ORDER_ID.test(words) && (
                    <CommandItem
                      forceMount
                      value={`products ${words}`}
                      onSelect={() => go(`/orders/new?q=${encodeURIComponent(words)}`)}
                    >
                      <PackageSearchIcon aria-hidden="true" />
                      <span className="truncate">Products that match “{words}”</span>
                    </CommandItem>
                  )}
                </CommandGroup>
              )}
              <CommandGroup heading="Pages">
                {navigationFor(roles)
                  .flatMap(({ entries }) => entries)
                  .map(({ href, label, icon: Icon, keywords }) => (
                    <CommandItem key={href} value={label} keywords={[...keywords]} onSelect={() => go(href)}>
                      <Icon aria-hidden="true" /> {label}
                    </CommandItem>
                  ))}
              </CommandGroup>
              <CommandGroup heading="Orders by status">
                {ORDER_STATUSES.map((status) => (
                  <CommandItem
                    key={status}
                    value={`${presentationOf(status).label} orders`}
                    onSelect={() => go(`/orders?status=${status}`)}
                  >
                    <CircleDotIcon aria-hidden="true" /> {presentationOf(status).label} orders
                  </CommandItem>
                ))}
              </CommandGroup>
              <CommandGroup heading="Appearance">
                {THEMES.map(({ value, label, icon: Icon }) => (
                  <CommandItem
                    key={value}
                    value={label}
                    onSelect={() => {
                      setTheme(value);
                      close();
                    }}
                  >
                    <Icon aria-hidden="true" /> {label}
                  </CommandItem>
                ))}
              </CommandGroup>
            </CommandList>
          </Command>
        </DialogContent>
      </Dialog>
    </>
  );
}

function CommandButton({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-keyshortcuts="Control+K Meta+K"
      className="flex h-8 items-center gap-2 rounded-md border border-input bg-card px-2 text-[13px] text-muted-foreground shadow-xs outline-none transition-colors hover:bg-accent focus-visible:ring-[3px] focus-visible:ring-ring/40 lg:w-64 lg:px-2.5"
    >
      <SearchIcon className="size-4" aria-hidden="true" />
      <span className="sr-only flex-1 text-left lg:not-sr-only">Search or jump to…</span>
      <span
        aria-hidden="true"
        className="hidden rounded border bg-muted px-1.5 text-[10px] font-medium lg:inline"
      >
        Ctrl K
      </span>
    </button>
  );
}
