'use client';

import { useEffect, useSyncExternalStore } from 'react';

/** Outside of React's tree, for the reason that `live.tsx` gives. */
let current: string | undefined;
const listeners = new Set<() => void>();

function setLabel(label: string | undefined): void {
  current = label;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The name of the page that its path does not tell, such as an order's number. */
export function useCrumbLabel(): string | undefined {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => undefined,
  );
}

/** Rendered by the page that knows the name; it takes the name along when it goes. */
export function CrumbLabel({ label }: { label: string }) {
  useEffect(() => {
    setLabel(label);
    return () => setLabel(undefined);
  }, [label]);
  return null;
}
