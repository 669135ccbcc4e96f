import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { orderEvent, publish } from './support/events.js';
import {
  asCustomer,
  asOperator,
  asService,
  customer,
  type Running,
  startService,
  waitFor,
} from './support/running.js';
import type { Claims } from './support/tokens.js';

let running: Running;
beforeAll(async () => {
  running = await startService();
  await running.untilReady();
});
afterAll(() => running.stop());

interface Message {
  id: string;
  type: string;
  data: Record<string, unknown>;
}

async function listen(claims: Claims) {
  const address = running.url.replace('http', 'ws');
  const socket = new WebSocket(`${address}/ws`, ['oms.v1', await running.tokens.sign(claims)]);
  const messages: Message[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(data.toString())));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  return { socket, messages, closed };
}

/** The HTTP answer to an upgrade request that is refused. */
async function refused(path: string, protocols: string[]) {
  const socket = new WebSocket(running.url.replace('http', 'ws') + path, protocols);
  return new Promise<{ status?: number; type?: string; problem: Record<string, unknown> }>(
    (resolve, reject) => {
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
    },
  );
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

  it('ends with its token', async () => {
    // Within the leeway of the check, and over: the connection is closed at once.
    const { closed } = await listen({ ...asCustomer, expiresIn: -1 });
    expect(await closed).toBe(4401);
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

  it('on another path finds nothing', async () => {
    expect((await refused('/other', ['oms.v1', await running.tokens.sign(asCustomer)])).status).toBe(404);
  });

  it('is needed: a plain request is told so, after its token was checked', async () => {
    expect((await fetch(`${running.url}/ws`)).status).toBe(401);
  });
});
