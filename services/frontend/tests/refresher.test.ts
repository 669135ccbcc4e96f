import { describe, expect, it } from 'vitest';
import { singleFlight } from '@/lib/session/refresher';

/** An exchange that answers when told to, and counts. */
function exchange() {
  const calls: string[] = [];
  const pending: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  return {
    calls,
    pending,
    run: (token: string) => {
      calls.push(token);
      return new Promise<string>((resolve, reject) => pending.push({ resolve, reject }));
    },
  };
}

describe('singleFlight', () => {
  it('exchanges a token once for all who come with it at the same time', async () => {
    const { calls, pending, run } = exchange();
    const refresh = singleFlight(run);
    const all = Promise.all([refresh('r1'), refresh('r1'), refresh('r1')]);
    pending[0]?.resolve('new');
    expect(await all).toEqual(['new', 'new', 'new']);
    expect(calls).toEqual(['r1']);
  });

  it('gives the same answer to a request that comes late with the old token', async () => {
    const { calls, pending, run } = exchange();
    let now = 0;
    const refresh = singleFlight(run, () => now);
    const first = refresh('r1');
    pending[0]?.resolve('new');
    await first;
    now = 59_999;
    expect(await refresh('r1')).toBe('new');
    expect(calls).toEqual(['r1']);
  });

  it('forgets the answer after a minute', async () => {
    const { calls, pending, run } = exchange();
    let now = 0;
    const refresh = singleFlight(run, () => now);
    const first = refresh('r1');
    pending[0]?.resolve('new');
    await first;
    now = 60_000;
    void refresh('r1');
    expect(calls).toEqual(['r1', 'r1']);
  });

  it('keeps sessions apart', () => {
    const { calls, run } = exchange();
    const refresh = singleFlight(run);
    void refresh('r1');
    void refresh('r2');
    expect(calls).toEqual(['r1', 'r2']);
  });

  it('lets everybody know of a failure and tries again afterwards', async () => {
    const { calls, pending, run } = exchange();
    const refresh = singleFlight(run);
    const both = Promise.allSettled([refresh('r1'), refresh('r1')]);
    pending[0]?.reject(new Error('no answer'));
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    void refresh('r1');
    expect(calls).toEqual(['r1', 'r1']);
  });
});
