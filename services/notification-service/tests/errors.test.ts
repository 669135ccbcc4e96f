import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asCustomer, asOperator, type Json, type Running, startService } from './support/running.js';

let running: Running;
beforeAll(async () => {
  running = await startService();
  await running.untilReady();
});
afterAll(() => running.stop());

const send = '/api/v1/notifications/send';
const sms = { channel: 'sms', recipient: '+447700900123', text: 'Hello' };

async function call(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const response = await fetch(running.url + path, { method, headers, body });
  return { response, problem: (await response.json()) as Json };
}

async function sendAs(token: string | undefined, body: unknown = sms, type = 'application/json') {
  const headers: Record<string, string> = { 'Content-Type': type };
  if (token) headers.Authorization = `Bearer ${token}`;
  return call('POST', send, headers, typeof body === 'string' ? body : JSON.stringify(body));
}

function expectProblem(
  { response, problem }: Awaited<ReturnType<typeof call>>,
  status: number,
  code: string,
  instance: string,
) {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('x-request-id')).toMatch(/^[\w.-]{1,64}$/);
  expect(problem).toMatchObject({ type: `urn:oms:problem:${code}`, status, code, instance });
  expect(problem.title).toBeTruthy();
  expect(problem.detail).toBeTruthy();
  expect(problem.trace_id).toMatch(/^[0-9a-f]{32}$/);
}

describe('routes', () => {
  it.each(['/', '/nope', '/api/v1/notifications/a/b', '/api/v1/notifications/%E0%A4%A'])(
    '%s is unknown or unreadable',
    async (path) => {
      expectProblem(await call('GET', path), 404, 'not_found', path);
    },
  );

  it.each([
    ['DELETE', '/api/v1/notifications', 'GET, HEAD'],
    ['PUT', send, 'POST'],
    ['POST', '/api/v1/notifications/dead-letters', 'GET, HEAD'],
    ['GET', '/api/v1/notifications/dead-letters/replay', 'POST'],
    ['POST', '/api/v1/notifications/preferences/me', 'GET, HEAD, PUT'],
    ['OPTIONS', send, 'POST'],
    ['POST', '/health', 'GET, HEAD'],
  ])('%s %s is not allowed, and no token is asked for', async (method, path, allow) => {
    const result = await call(method, path);
    expectProblem(result, 405, 'method_not_allowed', path);
    expect(result.response.headers.get('allow')).toBe(allow);
  });

  it('answers what is not HTTP with a problem, too', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(running.service.port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('urn:oms:problem:invalid_request');
  });
});

describe('tokens', () => {
  const unsigned = (alg: string) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    return `${part({ alg, kid: 'key-1' })}.${part({ ...asOperator, iss: 'oms', aud: 'oms', iat: now, exp: now + 900 })}.`;
  };

  it.each([
    ['none at all', async () => undefined],
    ['rubbish', async () => 'rubbish'],
    ['an expired one', () => running.tokens.sign({ ...asOperator, expiresIn: -6 })],
    ['one signed by another key', () => running.tokens.signAsStranger(asOperator)],
    ['an unknown key id', () => running.tokens.sign({ ...asOperator, kid: 'key-9' })],
    ['another issuer', () => running.tokens.sign({ ...asOperator, iss: 'someone' })],
    ['another audience', () => running.tokens.sign({ ...asOperator, aud: 'someone' })],
    ['alg none', async () => unsigned('none')],
    ['alg HS256', async () => `${unsigned('HS256')}c2lnbmF0dXJl`],
  ])('%s is refused', async (_name, token) => {
    const result = await sendAs(await token());
    expectProblem(result, 401, 'unauthorized', send);
    expect(result.response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('are looked at before the body', async () => {
    expectProblem(await sendAs(undefined, '{'), 401, 'unauthorized', send);
    expectProblem(await sendAs(await running.tokens.sign(asCustomer), '{'), 403, 'forbidden', send);
  });
});

describe('bodies', () => {
  const operatorSends = async (body: unknown, type?: string) =>
    sendAs(await running.tokens.sign(asOperator), body, type);

  it.each([
    ['malformed JSON', '{"channel":', 'body'],
    ['no object', '[]', 'body'],
    ['null', 'null', 'body'],
    ['an unknown channel', { ...sms, channel: 'pigeon' }, 'channel'],
    ['an unknown field', { ...sms, colour: 'red' }, 'colour'],
    ['a wrong type', { ...sms, text: 5 }, 'text'],
    ['a missing field', { channel: 'sms', text: 'x' }, 'recipient'],
    ['a bad phone number', { ...sms, recipient: '0170 123' }, 'recipient'],
    ['a mail without subject', { channel: 'email', recipient: 'a@oms.example', text: 'x' }, 'subject'],
    ['an order id that is none', { ...sms, order_id: '1' }, 'order_id'],
    ['an empty text', { ...sms, text: '' }, 'text'],
    ['a text that is too long', { ...sms, text: 'x'.repeat(10_001) }, 'text'],
    ['a NUL', { ...sms, text: 'a\0b' }, 'text'],
    ['half a character', { ...sms, text: 'a\ud83db' }, 'text'],
    ['a subject of two lines', { ...sms, subject: 'a\r\nBcc: b@oms.example' }, 'subject'],
    [
      'an address with a name',
      { ...sms, channel: 'email', subject: 's', recipient: 'A <a@oms.example>' },
      'recipient',
    ],
  ])('%s', async (_name, body, field) => {
    const result = await operatorSends(body);
    expectProblem(result, 400, 'invalid_request', send);
    expect(result.problem.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(result.problem.errors[0].message).toBeTruthy();
  });

  it('of many rare characters are measured in characters', async () => {
    const { response } = await operatorSends({ ...sms, text: '🙂'.repeat(10_000) });
    expect(response.status).toBe(202);
  });

  it('over 1 MiB', async () => {
    expectProblem(
      await operatorSends({ ...sms, text: 'x'.repeat(1_048_577) }),
      413,
      'payload_too_large',
      send,
    );
  });

  it('none', async () => {
    const headers = { Authorization: `Bearer ${await running.tokens.sign(asOperator)}` };
    expectProblem(await call('POST', send, headers), 400, 'invalid_request', send);
  });

  it('of another type', async () => {
    expectProblem(await operatorSends('channel=sms', 'text/plain'), 415, 'unsupported_media_type', send);
  });
});

describe('queries', () => {
  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['limit=1.0', 'limit'],
    ['limit=1e30', 'limit'],
    ['limit=', 'limit'],
    ['cursor=rubbish', 'cursor'],
    ['cursor=', 'cursor'],
    ['recipient=', 'recipient'],
    ['recipient=a%00b', 'recipient'],
    ['recipient=a&recipient=b', 'recipient'],
    ['channel=pigeon', 'channel'],
    ['status=lost', 'status'],
  ])('%s', async (query, field) => {
    const { status, body } = await running.get(`/api/v1/notifications?${query}`, asOperator);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ field }]);
  });
});

describe('parameters that nobody knows', () => {
  it('are passed over', async () => {
    expect((await running.get('/api/v1/notifications?colour=red', asOperator)).status).toBe(200);
  });
});

describe('idempotency keys', () => {
  it.each(['with space', 'x'.repeat(256), 'ü'])('%s', async (key) => {
    const headers = {
      Authorization: `Bearer ${await running.tokens.sign(asOperator)}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
    };
    const result = await call('POST', send, headers, JSON.stringify(sms));
    expectProblem(result, 400, 'invalid_request', send);
    expect(result.problem.errors).toMatchObject([{ field: 'Idempotency-Key' }]);
  });
});

describe('request ids', () => {
  it('are taken over when harmless, else made anew', async () => {
    const ask = async (id: string) =>
      (await call('GET', '/health', { 'X-Request-Id': id })).response.headers.get('x-request-id');
    expect(await ask('abc-1.2_3')).toBe('abc-1.2_3');
    expect(await ask('a b')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await ask('x'.repeat(65))).toMatch(/^[0-9a-f-]{36}$/);
  });
});
