import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orderEvent, publish } from './support/events.js';
import { asCustomer, asOperator, type Json, type Running, startService, waitFor } from './support/running.js';

let running: Running;
beforeAll(async () => {
  running = await startService();
  await running.untilReady();
});
afterAll(() => running.stop());

const path = '/api/v1/notifications/dead-letters';
const inQueue = async () => (await running.broker.channel.checkQueue(running.broker.dead)).messageCount;
const list = async (query = '') => (await running.get(`${path}${query}`, asOperator)).body;

beforeEach(() => running.broker.channel.purgeQueue(running.broker.dead));

/** Publishes messages that are no events, one after the other, so that their order is known. */
async function publishRubbish(count: number) {
  for (let i = 0; i < count; i++) {
    await publish(running.broker, 'order.created', `rubbish ${i}`);
    await waitFor(async () => (await inQueue()) === i + 1);
  }
}

describe('the list', () => {
  it('shows what could not be understood, and changes nothing, however often one looks', async () => {
    const event = orderEvent('order.cancelled');
    const broken = { ...event, data: { ...event.data, number: 5 } };
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await publish(running.broker, 'order.cancelled', broken, { traceparent });
    await waitFor(async () => (await inQueue()) === 1);
    await publish(running.broker, 'order.created', '{"half":');
    await waitFor(async () => (await inQueue()) === 2);

    const first = await list();
    expect(first.next_cursor).toBeNull();
    expect(first.items).toMatchObject([
      {
        event_id: event.id,
        type: 'order.cancelled',
        error: expect.stringContaining('data.number'),
        attempts: 1,
        dead_since: expect.stringMatching(/^\d{4}-.*Z$/),
        body: JSON.stringify(broken),
        size: JSON.stringify(broken).length,
        trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      },
      {
        event_id: null,
        type: 'order.created',
        error: 'the body is not JSON',
        body: '{"half":',
        trace_id: null,
      },
    ]);
    for (let i = 0; i < 30; i++) expect(await list()).toEqual(first);
    expect(await inQueue()).toBe(2);
    await waitFor(async () => (await running.metric(/^notification_dead_letters (\d+)/m)) === 2);
  });

  it('is whole and in order for all who look at the same time, at every instance', async () => {
    await publishRubbish(40);
    const other = await running.another();
    try {
      const headers = { Authorization: `Bearer ${await running.tokens.sign(asOperator)}` };
      const elsewhere = async () =>
        (await (await fetch(`http://127.0.0.1:${other.port}${path}?limit=200`, { headers })).json()) as Json;
      await waitFor(async () => (await fetch(`http://127.0.0.1:${other.port}/ready`)).status === 200);
      const looks = await Promise.all(
        Array.from({ length: 16 }, (_, i) => (i % 2 ? elsewhere() : list('?limit=200'))),
      );
      const expected = Array.from({ length: 40 }, (_, i) => `rubbish ${i}`);
      for (const { items } of looks)
        expect(items.map(({ body }: { body: string }) => body)).toEqual(expected);
      expect(await inQueue()).toBe(40);
    } finally {
      await other.stop();
    }
  });

  it('comes in pages', async () => {
    await publishRubbish(5);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Json = await list(`?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ body }: { body: string }) => body));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toEqual(['rubbish 0', 'rubbish 1', 'rubbish 2', 'rubbish 3', 'rubbish 4']);
    const forged = await running.get(`${path}?cursor=cnViYmlzaA`, asOperator);
    expect(forged).toMatchObject({ status: 400, body: { errors: [{ field: 'cursor' }] } });
  });

  it('gives letters that nobody named an id of their own', async () => {
    // As the broker puts them there when its own count is over, or people do: without any header of ours.
    for (let i = 0; i < 2; i++)
      running.broker.channel.sendToQueue(running.broker.dead, Buffer.from([0xff, 0x41]));
    await running.broker.channel.waitForConfirms();
    const { items } = await list();
    expect(items).toHaveLength(2);
    expect(new Set(items.map(({ id }: { id: string }) => id)).size).toBe(2);
    expect(items[0]).toMatchObject({ body: '\uFFFDA', size: 2, attempts: 0, error: null, dead_since: null });
    expect((await list()).items).toEqual(items);
  });

  it('is for operators', async () => {
    expect((await running.get(path, asCustomer)).status).toBe(403);
    expect((await running.post(`${path}/replay`, asCustomer)).status).toBe(403);
  });
});

describe('a replay', () => {
  /** Makes an event fail until `mend` is called: a constraint that only its recipient breaks. */
  async function faulty(address: string) {
    await running.sql.query(
      `ALTER TABLE notifications ADD CONSTRAINT faulty CHECK (recipient <> '${address}')`,
    );
    return { mend: () => running.sql.query('ALTER TABLE notifications DROP CONSTRAINT faulty') };
  }

  it('handles an event again when its fault is mended, once', async () => {
    const { mend } = await faulty('replayed@oms.example');
    const event = orderEvent('order.cancelled', { email: 'replayed@oms.example' });
    await publish(running.broker, 'order.cancelled', event);
    await waitFor(async () => (await inQueue()) === 1);
    const [letter] = (await list()).items;
    expect(letter).toMatchObject({ event_id: event.id, attempts: 5 });
    await mend();

    expect(await running.post(`${path}/${letter.id}/replay`, asOperator)).toMatchObject({
      status: 202,
      body: { replayed: 1 },
    });
    await waitFor(() => running.inbox.mails.some(({ to }) => to[0] === 'replayed@oms.example'));
    expect((await list()).items).toEqual([]);
    expect((await running.post(`${path}/${letter.id}/replay`, asOperator)).status).toBe(404);
    expect((await running.post(`${path}/rubbish/replay`, asOperator)).status).toBe(404);
  });

  it('of one leaves the others where they are', async () => {
    await publishRubbish(5);
    const { items } = await list();
    expect((await running.post(`${path}/${items[2].id}/replay`, asOperator)).body).toEqual({ replayed: 1 });
    // It cannot be understood this time either, and is a new letter, behind the others.
    await waitFor(async () => (await inQueue()) === 5);
    const after = (await list()).items;
    expect(after.map(({ body }: { body: string }) => body)).toEqual([
      'rubbish 0',
      'rubbish 1',
      'rubbish 3',
      'rubbish 4',
      'rubbish 2',
    ]);
    expect(after[4]).toMatchObject({ attempts: 1 });
    expect(after[4].id).not.toBe(items[2].id);
  });

  it('of all ends, though some come back, and clears what can be handled', async () => {
    await publishRubbish(3);
    const { mend } = await faulty('all@oms.example');
    const events = Array.from({ length: 30 }, () =>
      orderEvent('order.cancelled', { email: 'all@oms.example' }),
    );
    await Promise.all(events.map((event) => publish(running.broker, 'order.cancelled', event)));
    await waitFor(async () => (await inQueue()) === 33);
    await mend();
    expect((await running.post(`${path}/replay`, asOperator)).body).toEqual({ replayed: 33 });
    await waitFor(() => running.inbox.mails.filter(({ to }) => to[0] === 'all@oms.example').length === 30);
    await waitFor(async () => (await inQueue()) === 3);
    expect((await list()).items.map(({ body }: { body: string }) => body).sort()).toEqual([
      'rubbish 0',
      'rubbish 1',
      'rubbish 2',
    ]);
  });

  it('keeps the headers of the producer, and none of the death', async () => {
    const { mend } = await faulty('headers@oms.example');
    const event = orderEvent('order.cancelled', { email: 'headers@oms.example' });
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4737-00f067aa0ba902b7-01';
    await publish(running.broker, 'order.cancelled', event, { traceparent, 'x-custom': 'kept' });
    await waitFor(async () => (await inQueue()) === 1);
    // It fails again, and what it carries then is what the replay gave it.
    expect((await running.post(`${path}/replay`, asOperator)).body).toEqual({ replayed: 1 });
    const again = await waitFor(async () => (await list()).items[0]);
    expect(again).toMatchObject({ attempts: 5, trace_id: '4bf92f3577b34da6a3ce929d0e0e4737' });
    const letter = await running.broker.channel.get(running.broker.dead);
    if (!letter) throw new Error('the letter is gone');
    expect(letter.properties).toMatchObject({
      messageId: event.id,
      headers: { 'x-custom': 'kept', traceparent, 'x-routing-key': 'order.cancelled' },
    });
    running.broker.channel.nack(letter);
    await mend();
  });
});
