'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { SIDEBAR_COOKIE } from './sidebar-cookie';

interface SidebarState {
  /** Wide screens: only icons. */
  readonly collapsed: boolean;
  readonly toggle: () => void;
  /** Narrow screens: the sheet. */
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
}

const Context = createContext<SidebarState | undefined>(undefined);

export function SidebarProvider({
  collapsed: initial,
  children,
}: {
  collapsed: boolean;
  children: ReactNode;
}) {
  const [collapsed, setCollapsed] = useState(initial);
  const [open, setOpen] = useState(false);
  const toggle = useCallback(() => {
    const next = !collapsed;
    setCollapsed(next);
    // A cookie, so that the server renders the right width and nothing jumps.
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs a secure context, the lab runs on http
    document.cookie = `${SIDEBAR_COOKIE}=${next ? 'collapsed' : 'expanded'}; path=/; max-age=31536000; samesite=lax`;
  }, [collapsed]);
  const state = useMemo(() => ({ collapsed, toggle, open, setOpen }), [collapsed, toggle, open]);
  return <Context value={state}>{children}</Context>;
}

export function useSidebar(): SidebarState {
  const state = useContext(Context);
  if (!state) throw new Error('useSidebar needs a SidebarProvider above it');
  return state;
}
