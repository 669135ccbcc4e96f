'use client';

import { useRouter } from 'next/navigation';
import { WebSocket } from 'partysocket';
import { useEffect, useSyncExternalStore } from 'react';
import { toast } from 'sonner';
import { type LiveEvent, parseLiveEvent } from '@/lib/live';
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

interface Ticket {
  readonly token: string;
  readonly url: string | null;
}

/**
 * Keeps one WebSocket for the whole dashboard. Whatever arrives makes the current page fetch its data again on the
 * server; after a reconnection too, because events that came in between are lost.
 */
export function LiveConnection() {
  const router = useRouter();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ticket: Promise<Ticket | undefined>;
    let opened = false;
    // Both are asked for at every attempt, the url first: tokens are short-lived.
    const url = async () => {
      ticket = fetchTicket();
      return (await ticket)?.url ?? `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`;
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
      clearTimeout(timer);
      timer = setTimeout(() => router.refresh(), SETTLE_MS);
    };
    socket.addEventListener('open', () => {
      setState('live');
      if (opened) refresh();
      opened = true;
    });
    socket.addEventListener('close', () => setState('offline'));
    socket.addEventListener('message', ({ data }) => {
      const event = parseLiveEvent(data);
      if (!event) return;
      announce(event);
      refresh();
    });
    return () => {
      clearTimeout(timer);
      socket.close();
    };
  }, [router]);

  return null;
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

/** A short word about an order that the page does not show the fate of itself. */
function announce({ data }: LiveEvent): void {
  const { pathname } = location;
  if (pathname === `/orders/${data.order_id}` || pathname === '/orders/new') return;
  toast(data.number, {
    id: data.order_id,
    description: `Is now ${presentationOf(data.status).label.toLowerCase()}`,
    duration: 4_000,
  });
}
