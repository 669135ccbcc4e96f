import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { KeySet } from '../src/keys.js';

/** A user-service that publishes one key, under the id of the day. */
async function publisher() {
  const { publicKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  const published = { kid: 'first', requests: 0 };
  const server = createServer((_request, response) => {
    published.requests += 1;
    const keys = [{ ...jwk, kid: published.kid, alg: 'RS256', use: 'sig' }];
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const set = new KeySet(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const find = (kid: string) => set.find({ alg: 'RS256', kid }, { payload: '', signature: '' });
  return { published, find, close: () => server.close() };
}

describe('a new key', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is fetched once for all who come with it at the same time, and refuses none of them', async () => {
    const { published, find, close } = await publisher();
    try {
      await Promise.all([find('first'), find('first')]);
      published.kid = 'second';
      const later = performance.now() + 6000;
      vi.spyOn(performance, 'now').mockReturnValue(later);
      await Promise.all([find('second'), find('second'), find('second')]);
      expect(published.requests).toBe(2);
    } finally {
      close();
    }
  });

  it('that nobody has published is not asked for again at once', async () => {
    const { published, find, close } = await publisher();
    try {
      await find('first');
      await expect(find('invented')).rejects.toThrow();
      await expect(find('invented')).rejects.toThrow();
      expect(published.requests).toBe(1);
    } finally {
      close();
    }
  });
});
