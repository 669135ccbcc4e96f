import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { exchange } from './outgoing.js';

const cooldownMs = 5000;
const refreshAfterMs = 10 * 60_000;

/** The key set cannot be read, and none is known yet. */
export class KeysUnavailable extends Error {}

/**
 * The public keys of user-service. Fetched when first needed, and again, at most every five seconds,
 * for an unknown key id. Every ten minutes they are refreshed in the background, so that a withdrawn key
 * goes away; while user-service is down the known keys stay good. (jose's own remote key set does the
 * same, but drops the keys with the connection, and brings in the memory of `fetch`.)
 */
export class KeySet {
  #find: ReturnType<typeof createLocalJWKSet> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #pending: Promise<void> | undefined;

  constructor(private readonly url: string) {}

  /** The key for a token's header, as jose asks for it. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (!this.#find) await this.#refresh();
    else if (performance.now() - this.#askedAt > refreshAfterMs) this.#refresh().catch(() => undefined);
    if (!this.#find) throw new KeysUnavailable('no signing keys');
    try {
      return await this.#find(header, token);
    } catch (error) {
      const unknown = error instanceof errors.JWKSNoMatchingKey;
      const askedJustNow = performance.now() - this.#askedAt < cooldownMs;
      // A request that is under way may bring the key.
      if (!unknown || (askedJustNow && !this.#pending)) throw error;
      await this.#refresh().catch(() => undefined);
      return this.#find(header, token);
    }
  };

  /** Fetches the keys; callers at the same time share one request. */
  #refresh(): Promise<void> {
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #fetch(): Promise<void> {
    this.#askedAt = performance.now();
    try {
      const headers = { Accept: 'application/jwk-set+json, application/json' };
      const request = { peer: 'user-service', method: 'GET', headers, timeoutMs: 3000 } as const;
      const { status, body } = await exchange(this.url, request);
      if (status !== 200) throw new Error(`the key set was answered with ${status}`);
      this.#find = createLocalJWKSet(JSON.parse(body) as JSONWebKeySet);
    } catch (error) {
      throw new KeysUnavailable('the key set cannot be read', { cause: error });
    }
  }
}
