/** The id that joins a browser's request with the calls it causes. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

// Next.js bundles this file several times, and starts its rendering pass from an empty trace context.
const KEY = Symbol.for('oms.frontend.request-id');
const shared = globalThis as typeof globalThis & { [KEY]?: AsyncLocalStorage<string> };
shared[KEY] ??= new AsyncLocalStorage();
const storage = shared[KEY];

/** The caller's id when it is a plain short token, else a new one. */
export function requestIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(header) ? header : randomUUID();
}

/** Runs `work` and everything that follows from it under the id. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return storage.run(requestId, work);
}

/** The id of the request being answered; undefined outside of one. */
export function currentRequestId(): string | undefined {
  return storage.getStore();
}
