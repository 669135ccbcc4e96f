import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { captured, lowStock, orderEvent, publish, refunded, registered } from './support/events.js';
import {
  asCustomer,
  asOperator,
  asService,
  customer,
  operator,
  type Running,
  startService,
  waitFor,
} from './support/running.js';
import type { Claims } from './support/tokens.js';

/** The parts of an answer to a handshake that is refused. */
interface Refusal {
  status?: number;
  type?: string;
  problem: Record<string, unknown>;
}

let running: Running;
beforeAll(async () => {
  running = await startService({ LIVE_FEED_INTERVAL_SECONDS: '0.2' });
  await running.untilReady();
});
afterAll(() => running.stop());

interface Message {
  id: string;
  type: string;
  data: Record<string, unknown>;
}

async function listen(claims: Claims, query = '', address = running.url.replace('http', 'ws')) {
  const socket = new WebSocket(`${address}/ws${query}`, ['oms.v1', await running.tokens.sign(claims)]);
  const messages: Message[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(data.toString())));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  return { socket, messages, closed };
}

type Listener = Awaited<ReturnType<typeof listen>>;

/** The HTTP answer to an upgrade request that is refused. */
async function refused(path: string, protocols: string[]) {
  const socket = new WebSocket(running.url.replace('http', 'ws') + path, protocols);
  return new Promise<Refusal>((resolve, reject) => {
    socket.on('open', () => reject(new Error('the connection was accepted')));
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          type: response.headers['content-type'],
          problem: JSON.parse(body),
        }),
      );
    });
  });
}

describe('a connection', () => {
  it('gets the events that concern its user, operators get all', async () => {
    const [mine, staff, machine] = await Promise.all([
      listen(asCustomer),
      listen(asOperator),
      listen(asService),
    ]);
    expect(mine.socket.protocol).toBe('oms.v1');
    expect(await running.metric(/^websocket_connections (\d+)/m)).toBe(3);

    const own = orderEvent('order.shipped', { id: customer });
    const foreign = orderEvent('order.created');
    await publish(running.broker, 'order.created', foreign);
    await publish(running.broker, 'order.shipped', own);
    await waitFor(() => staff.messages.length === 2 && mine.messages.length === 1);

    expect(mine.messages[0]).toEqual({
      id: own.id,
      type: 'order.shipped',
      time: own.time,
      data: {
        order_id: own.data.order_id,
        number: own.data.number,
        status: 'shipped',
        status_reason: null,
        total: own.data.total,
        version: 2,
      },
    });
    expect(staff.messages.map(({ id }) => id).sort()).toEqual([foreign.id, own.id].sort());
    expect(machine.messages).toEqual([]);

    for (const { socket } of [mine, staff, machine]) socket.close();
    await waitFor(async () => (await running.metric(/^websocket_connections (\d+)/m)) === 0);
  });

  it('of operators gets what concerns no customer, too; customers do not', async () => {
    const [mine, staff] = await Promise.all([listen(asCustomer), listen(asOperator)]);
    const events = [
      registered({ user_id: customer }),
      lowStock(),
      captured({ customer_id: customer }),
      refunded(),
    ];
    for (const event of events) await publish(running.broker, event.type, event);
    const last = orderEvent('order.created', { id: customer });
    await publish(running.broker, 'order.created', last);
    await waitFor(() => staff.messages.length === 5 && mine.messages.length === 1);

    expect(mine.messages.map(({ id }) => id)).toEqual([last.id]);
    const shown = new Map(staff.messages.map(({ type, data }) => [type, data]));
    expect(shown.get('user.registered')).toEqual({ user_id: customer, name: 'Grace Hopper' });
    expect(shown.get('inventory.low_stock')).toEqual({
      sku: 'LAP-1001',
      name: 'Aurora 14 Laptop',
      available: 7,
      reorder_level: 10,
    });
    expect(shown.get('payment.captured')).toMatchObject({ method: 'card', decline_code: null });
    expect(shown.get('payment.refunded')).toMatchObject({
      refunded: { amount_minor: 2000, currency: 'EUR' },
    });
    for (const { socket } of [mine, staff]) socket.close();
  });

  it('gets an event that is delivered twice only once', async () => {
    const staff = await listen(asOperator);
    const event = orderEvent('order.processing');
    await Promise.all(Array.from({ length: 5 }, () => publish(running.broker, 'order.processing', event)));
    const last = orderEvent('order.processing');
    await publish(running.broker, 'order.processing', last);
    await waitFor(() => staff.messages.some(({ id }) => id === last.id));
    expect(staff.messages.filter(({ id }) => id === event.id)).toHaveLength(1);
    staff.socket.close();
  });

  it('ends with its token', async () => {
    // Within the leeway of the check, and over: the connection is closed at once.
    const { closed } = await listen({ ...asCustomer, expiresIn: -1 });
    expect(await closed).toBe(4401);
  });
});

describe('a connection that comes back', () => {
  const nil = '00000000-0000-0000-0000-000000000000';
  const publishMany = async (count: number, id: string) => {
    const events = Array.from({ length: count }, () => orderEvent('order.processing', { id }));
    await Promise.all(events.map((event) => publish(running.broker, 'order.processing', event)));
    return events.map(({ id }) => id);
  };
  const idsOf = (messages: Message[]) => messages.map(({ id }) => id);

  it('is told exactly what it missed, then what happens', async () => {
    const first = await listen(asCustomer);
    const seen = await publishMany(3, customer);
    await waitFor(() => first.messages.length === 3);
    first.socket.close();
    await first.closed;
    const last = first.messages[2]?.id ?? '';

    const missed = await publishMany(20, customer);
    await publishMany(5, operator);
    const stored = () => running.sql.query('SELECT 1 FROM live_events WHERE event_id = ANY($1)', [missed]);
    await waitFor(async () => (await stored()).rowCount === 20);
    const second = await listen(asCustomer, `?after=${last}`);
    const later = await publishMany(3, customer);
    await waitFor(() => second.messages.length === 23);
    expect(new Set(idsOf(second.messages))).toEqual(new Set([...missed, ...later]));
    expect(idsOf(second.messages).some((id) => seen.includes(id))).toBe(false);
    second.socket.close();
  });

  it('that has seen nothing yet asks for all that is kept with the nil UUID', async () => {
    const user = crypto.randomUUID();
    const missed = await publishMany(3, user);
    const placed = () =>
      running.sql.query('SELECT 1 FROM live_events WHERE event_id = ANY($1) AND position IS NOT NULL', [
        missed,
      ]);
    await waitFor(async () => (await placed()).rowCount === 3);
    const { socket, messages } = await listen({ sub: user, roles: ['customer'] }, `?after=${nil}`);
    await waitFor(() => messages.length === 3);
    expect(new Set(idsOf(messages))).toEqual(new Set(missed));
    socket.close();
  });

  it('misses and repeats nothing while events pour in, whichever instance it comes back to', async () => {
    const other = await running.another();
    try {
      const addresses = [running.url.replace('http', 'ws'), `ws://127.0.0.1:${other.port}`];
      // Nobody else has heard of this customer. Both connections begin before the first event: the one stays
      // and is the measure, the other is cut after every few messages.
      const user = crypto.randomUUID();
      const asUser = { sub: user, roles: ['customer'] };
      const steady = await listen(asUser, `?after=${nil}`);
      let connection = await listen(asUser, `?after=${nil}`);
      const pouring = (async () => {
        const published: string[] = [];
        for (let i = 0; i < 20; i++) published.push(...(await publishMany(10, user)));
        return published;
      })();
      const received: string[] = [];
      for (let turn = 1; ; turn++) {
        const { socket, messages, closed } = connection;
        await waitFor(() => messages.length > 0);
        socket.terminate();
        await closed;
        received.push(...idsOf(messages));
        if (received.length >= 200) break;
        connection = await listen(asUser, `?after=${received.at(-1)}`, addresses[turn % 2]);
      }
      const published = await pouring;
      await waitFor(() => steady.messages.length >= 200);
      expect(new Set(received)).toEqual(new Set(published));
      expect(received).toEqual(idsOf(steady.messages));
      steady.socket.close();
    } finally {
      await other.stop();
    }
  });

  it('after too long is told the newest 500 events of its user', async () => {
    await running.sql.query(
      `INSERT INTO live_events (event_id, position, customer_id, message)
       SELECT gen_random_uuid(), nextval('live_positions'), CASE WHEN n % 2 = 0 THEN $1 ELSE 'other' END, '{"n":' || n || '}'
         FROM generate_series(1, 2000) n`,
      [customer],
    );
    // A feed that is at work finds them when it looks the next time.
    const unknown = crypto.randomUUID();
    const address = running.url.replace('http', 'ws');
    const socket = new WebSocket(`${address}/ws?after=${unknown}`, [
      'oms.v1',
      await running.tokens.sign(asCustomer),
    ]);
    const numbers: number[] = [];
    socket.on('message', (data) => numbers.push(JSON.parse(data.toString()).n));
    await publishMany(1, operator);
    await waitFor(() => numbers.includes(2000));
    expect(numbers.slice(-500)).toEqual(Array.from({ length: 500 }, (_, i) => 1002 + 2 * i));
    socket.close();
  });

  it('finds what an instance stored that died before it placed it', async () => {
    const staff = await listen(asOperator);
    await running.sql.query(
      `INSERT INTO live_events (event_id, message) VALUES (gen_random_uuid(), '{"id":"orphan"}')`,
    );
    await waitFor(() => idsOf(staff.messages).includes('orphan'));
    staff.socket.close();
  });
});

describe('the preference', () => {
  it('silences a connection, also an open one at another instance', async () => {
    const other = await running.another();
    try {
      await waitFor(async () => (await fetch(`http://127.0.0.1:${other.port}/ready`)).status === 200);
      const user = crypto.randomUUID();
      const claims = { sub: user, roles: ['customer'] };
      const here = await listen(claims);
      const there = await listen(claims, '', `ws://127.0.0.1:${other.port}`);
      const preferences = (live: boolean) =>
        running.put('/api/v1/notifications/preferences/me', claims, {
          language: 'en',
          email: true,
          sms: true,
          live,
        });
      const staff = [await listen(asOperator), await listen(asOperator, '', `ws://127.0.0.1:${other.port}`)];
      const has = (id: string) => (listener: Listener) => listener.messages.some((m) => m.id === id);
      /** One more event, of which both instances have told. */
      const tell = async () => {
        const event = orderEvent('order.processing', { id: user });
        await publish(running.broker, 'order.processing', event);
        await waitFor(() => staff.every(has(event.id)));
        return event.id;
      };

      expect((await preferences(false)).status).toBe(200);
      // The other instance follows as soon as it is told.
      await waitFor(async () => !has(await tell())(there));
      const silent = await listen(claims);
      const unheard = await tell();
      expect((await preferences(true)).status).toBe(200);
      const heard = await waitFor(async () => {
        const id = await tell();
        return has(id)(there) && id;
      });
      await waitFor(() => [here, there, silent].every(has(heard)));
      expect([here, there, silent].some(has(unheard))).toBe(false);
      // At the instance that was asked there is no delay.
      expect(silent.messages).toEqual(here.messages);
      for (const { socket } of [here, there, silent, ...staff]) socket.close();
    } finally {
      await other.stop();
    }
  });
});

describe('the handshake', () => {
  it.each([
    ['without any token', async () => ['oms.v1']],
    ['with rubbish', async () => ['oms.v1', 'rubbish']],
    ['without the protocol', async () => [await running.tokens.sign(asCustomer)]],
    [
      'with an expired token',
      async () => ['oms.v1', await running.tokens.sign({ ...asCustomer, expiresIn: -60 })],
    ],
    ['with a token of another key', async () => ['oms.v1', await running.tokens.signAsStranger(asCustomer)]],
  ])('%s is refused with a problem', async (_name, protocols) => {
    const { status, type, problem } = await refused('/ws', await protocols());
    expect(status).toBe(401);
    expect(type).toBe('application/problem+json');
    expect(problem).toMatchObject({
      code: 'unauthorized',
      instance: '/ws',
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it.each(['?after=rubbish', '?after=', `?after=${customer}&after=${customer}`])(
    'with %s is refused, naming the parameter',
    async (query) => {
      const answer = await refused(`/ws${query}`, ['oms.v1', await running.tokens.sign(asCustomer)]);
      expect(answer).toMatchObject({ status: 400, problem: { errors: [{ field: 'after' }] } });
    },
  );

  it('that is none gets a problem, too', async () => {
    const token = await running.tokens.sign(asCustomer);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(running.service.port, '127.0.0.1', () =>
        socket.write(
          `GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: oms.v1, ${token}\r\n\r\n`,
        ),
      );
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('"field":"upgrade"');
  });

  it('of another protocol is passed over, and the request answered', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(running.service.port, '127.0.0.1', () =>
        socket.write(
          'GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n\r\n',
        ),
      );
      socket.on('data', (chunk) => {
        resolve(chunk.toString());
        socket.destroy();
      });
    });
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
  });

  it('on another path finds nothing', async () => {
    expect((await refused('/other', ['oms.v1', await running.tokens.sign(asCustomer)])).status).toBe(404);
  });

  it('is needed: a plain request is told so, after its token was checked', async () => {
    expect((await fetch(`${running.url}/ws`)).status).toBe(401);
  });
});
