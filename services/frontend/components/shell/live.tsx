'use client';

import { useRouter } from 'next/navigation';
import { WebSocket } from 'partysocket';
import { useEffect, useSyncExternalStore } from 'react';
import { toast } from 'sonner';
import { concerns, isAbout, type LiveEvent, parseLiveEvent } from '@/lib/live';
import { presentationOf } from '@/lib/order/status';

export type LiveState = 'connecting' | 'live' | 'offline';

/**
 * A store outside of React's tree: a context that changes while a page is still streaming in would make React throw
 * the streamed markup away and render it again.
 */
let state: LiveState = 'connecting';
const listeners = new Set<() => void>();

function setState(next: LiveState): void {
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether changes arrive at once. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => 'connecting',
  );
}

/** Several events of one order arrive within milliseconds: one refresh serves them all. */
const SETTLE_MS = 250;

/** Under load there is always another event: the page still asks its server no more often than this. */
const REFRESH_EVERY_MS = 2_000;

/** What happened longer ago was missed and is caught up on: no news to announce. */
const NEWS_MS = 60_000;

/** The nil UUID names no event: who has that one last is told all that is kept. */
const NONE_YET = '00000000-0000-0000-0000-000000000000';

interface Ticket {
  readonly token: string;
  readonly url: string | null;
}

interface LiveConnectionProps {
  userId: string;
  /** Operators and administrators get the events of everybody. */
  staff: boolean;
}

/**
 * Keeps one WebSocket for the whole dashboard. What concerns the current page makes it fetch its data again on the
 * server. Each connection names the last event that this browser tab has seen, and first gets what came since. A tab
 * that has seen none yet hears of what comes, and once it had to try again, of what it may have missed meanwhile.
 */
export function LiveConnection({ userId, staff }: LiveConnectionProps) {
  const router = useRouter();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let refreshedAt = 0;
    let ticket: Promise<Ticket | undefined>;
    let opened = false;
    let tried = false;
    const last = lastEvent(userId);
    // Both are asked for at every attempt, the url first: tokens are short-lived.
    const url = async () => {
      ticket = fetchTicket();
      const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
      const address = new URL((await ticket)?.url ?? `${scheme}://${location.host}/ws`);
      const after = last.read() ?? (tried ? NONE_YET : undefined);
      tried = true;
      if (after) address.searchParams.set('after', after);
      return address.href;
    };
    const protocols = async () => {
      const token = (await ticket)?.token;
      return token ? ['oms.v1', token] : ['oms.v1'];
    };
    const socket = new WebSocket(url, protocols, {
      minReconnectionDelay: 1_000,
      maxReconnectionDelay: 30_000,
      reconnectionDelayGrowFactor: 1.8,
      connectionTimeout: 5_000,
      maxEnqueuedMessages: 0,
    });
    const refresh = () => {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          refreshedAt = Date.now();
          router.refresh();
        },
        Math.max(SETTLE_MS, refreshedAt + REFRESH_EVERY_MS - Date.now()),
      );
    };
    socket.addEventListener('open', () => {
      setState('live');
      // Who was away for very long is told the newest events only: the page's own data is complete.
      if (opened) refresh();
      opened = true;
    });
    socket.addEventListener('close', () => setState('offline'));
    socket.addEventListener('message', ({ data }) => {
      const event = parseLiveEvent(data);
      if (!event) return;
      last.write(event.id);
      if (Date.now() - Date.parse(event.time) < NEWS_MS) announce(event, staff);
      if (concerns(event, location.pathname)) refresh();
    });
    return () => {
      clearTimeout(timer);
      socket.close();
    };
  }, [router, userId, staff]);

  return null;
}

/** Where a tab remembers how far it has come; it outlives a reload, and belongs to one account. */
function lastEvent(userId: string) {
  const key = `oms_last_event_${userId}`;
  return {
    read: () => sessionStorage.getItem(key) ?? undefined,
    write: (id: string) => sessionStorage.setItem(key, id),
  };
}

async function fetchTicket(): Promise<Ticket | undefined> {
  try {
    const response = await fetch('/session/live-token', { cache: 'no-store', redirect: 'error' });
    return response.ok ? ((await response.json()) as Ticket) : undefined;
  } catch {
    // The server is away or the session is over: this attempt fails at the WebSocket and is repeated.
    return undefined;
  }
}

/** A short word about what the page does not show itself. Staff hears of exceptions only: orders never stop. */
function announce(event: LiveEvent, staff: boolean): void {
  if (event.type === 'inventory.low_stock') {
    const { sku, name, available } = event.data;
    toast.warning(`${name} is running low`, { id: sku, description: `${available} left of ${sku}` });
    return;
  }
  if (staff || !isAbout(event, 'order')) return;
  const { order_id, number, status } = event.data;
  if (location.pathname === `/orders/${order_id}` || location.pathname === '/orders/new') return;
  toast(number, {
    id: order_id,
    description: `Is now ${presentationOf(status).label.toLowerCase()}`,
    duration: 4_000,
  });
}
