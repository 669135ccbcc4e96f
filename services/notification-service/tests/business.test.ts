import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindings } from '../src/topology.js';
import { lowStock, orderEvent, publish } from './support/events.js';
import { asOperator, asService, type Running, startService, waitFor } from './support/running.js';

let running: Running;
beforeAll(async () => {
  running = await startService({
    OPERATIONS_EMAIL: 'stock@oms.example',
    RETENTION_INTERVAL_SECONDS: '0.1',
    LIVE_EVENTS_RETENTION_SECONDS: '3600',
    PROCESSED_EVENTS_RETENTION_SECONDS: '7200',
    IDEMPOTENCY_KEYS_RETENTION_SECONDS: '3600',
  });
  await running.untilReady();
});
afterAll(() => running.stop());

const send = '/api/v1/notifications/send';
const count = async (table: string, where: string, value: unknown) =>
  (await running.sql.query(`SELECT 1 FROM ${table} WHERE ${where} = $1`, [value])).rowCount;

describe('an idempotency key', () => {
  const body = { channel: 'sms', recipient: '+447700900301', text: 'Once' };

  it('from twenty clients at once sends once', async () => {
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => running.post(send, asOperator, body, key)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(19);
    expect(await count('notifications', 'recipient', '+447700900301')).toBe(1);
    await waitFor(() => running.inbox.texts.some((text) => text.body.to === '+447700900301'));
  });

  it('with another body is refused, from another caller is another key', async () => {
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    const first = await running.post(send, asOperator, body, key);
    const other = await running.post(send, asOperator, { ...body, text: 'Twice' }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    const service = await running.post(send, asService, body, key);
    expect(service.status).toBe(202);
    expect(service.body.id).not.toBe(first.body.id);
  });

  it('of a request that was refused is free', async () => {
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    expect((await running.post(send, asOperator, { ...body, text: '' }, key)).status).toBe(400);
    expect((await running.post(send, asOperator, body, key)).status).toBe(202);
  });
});

describe('low stock', () => {
  it('is told to operations', async () => {
    await publish(running.broker, 'inventory.low_stock', lowStock());
    const mail = await waitFor(() => running.inbox.mails.find(({ to }) => to[0] === 'stock@oms.example'));
    expect(mail.headers.get('subject')).toBe('Low stock: LAP-1001 Aurora 14 Laptop (7 left)');
  });
});

describe('what is old', () => {
  it('is forgotten, and an event that comes back then makes no second mail', async () => {
    const event = orderEvent('order.cancelled', { email: 'old@oms.example' });
    await publish(running.broker, 'order.cancelled', event);
    await waitFor(() => running.inbox.mails.some(({ to }) => to[0] === 'old@oms.example'));
    await running.sql.query(
      `INSERT INTO idempotency_keys (caller, key, request_hash, created_at)
       VALUES ('caller', 'old', '', now() - interval '61 minutes'), ('caller', 'young', '', now() - interval '59 minutes')`,
    );
    await running.sql.query(
      `UPDATE live_events SET stored_at = now() - interval '61 minutes' WHERE event_id = $1`,
      [event.id],
    );
    await waitFor(async () => (await count('live_events', 'event_id', event.id)) === 0);
    await waitFor(async () => (await count('idempotency_keys', 'key', 'old')) === 0);
    expect(await count('idempotency_keys', 'key', 'young')).toBe(1);
    expect(await count('processed_events', 'event_id', event.id)).toBe(1);

    await running.sql.query(
      `UPDATE processed_events SET processed_at = now() - interval '121 minutes' WHERE event_id = $1`,
      [event.id],
    );
    await waitFor(async () => (await count('processed_events', 'event_id', event.id)) === 0);
    await publish(running.broker, 'order.cancelled', event);
    await waitFor(async () => (await count('processed_events', 'event_id', event.id)) === 1);
    expect(await count('notifications', 'event_id', event.id)).toBe(1);
    expect(running.inbox.mails.filter(({ to }) => to[0] === 'old@oms.example')).toHaveLength(1);
  });
});

describe('the queues', () => {
  it('of an older deployment are taken over, with the messages in them', async () => {
    const { channel, queue, exchange, dead } = running.broker;
    const old = `${queue}.old`;
    // As the version before declared them: the same arguments, bound to the orders only.
    await channel.assertQueue(`${old}.dead`, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    await channel.assertQueue(old, {
      durable: true,
      arguments: {
        'x-queue-type': 'quorum',
        'x-delivery-limit': 20,
        'x-dead-letter-exchange': '',
        'x-dead-letter-routing-key': `${old}.dead`,
      },
    });
    await channel.assertQueue(`${old}.retry.50ms`, {
      durable: true,
      arguments: {
        'x-queue-type': 'classic',
        'x-message-ttl': 50,
        'x-dead-letter-exchange': '',
        'x-dead-letter-routing-key': old,
      },
    });
    await channel.bindQueue(old, exchange, 'order.*');
    const event = orderEvent('order.cancelled', { email: 'upgrade@oms.example' });
    await publish(running.broker, 'order.cancelled', event);

    const { Service } = await import('../src/server.js');
    const config = { ...running.config, EVENTS_QUEUE: old, EVENTS_RETRY_DELAYS_SECONDS: [0.05] };
    const successor = await Service.start(config, running.log);
    try {
      await waitFor(async () => (await channel.checkQueue(old)).consumerCount === 1);
      await waitFor(async () => (await channel.checkQueue(old)).messageCount === 0);
      await waitFor(() => running.inbox.mails.some(({ to }) => to[0] === 'upgrade@oms.example'));
      expect((await channel.checkQueue(`${old}.dead`)).messageCount).toBe(0);
      expect((await channel.checkQueue(dead)).messageCount).toBe(0);
    } finally {
      await successor.stop();
      for (const name of [old, `${old}.dead`, `${old}.retry.50ms`]) await channel.deleteQueue(name);
    }
  });

  it('hear of everything that the contract names', () => {
    expect(bindings).toEqual([
      'order.*',
      'payment.captured',
      'payment.declined',
      'payment.refunded',
      'inventory.low_stock',
      'user.registered',
    ]);
  });
});

describe('the description of the API', () => {
  it('is served to anybody, and names every route that there is', async () => {
    const response = await fetch(`${running.url}/openapi.yaml`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/yaml');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const text = await response.text();
    const file = new URL('../../../contracts/openapi/notification-service.yaml', import.meta.url);
    expect(text).toBe(readFileSync(file, 'utf8'));

    const { routes } = await import('../src/routes/index.js');
    const { createContext } = await import('../src/context.js');
    const context = createContext(running.config, running.log);
    const described = new Set(
      Array.from(text.matchAll(/^ {2}(\/\S+):\n((?: {4}.*\n|\n)*)/gm), ([, route, body]) =>
        Array.from(
          body?.matchAll(/^ {4}(get|post|put|delete|patch):$/gm) ?? [],
          ([, method]) => `${method} ${route}`,
        ),
      ).flat(),
    );
    expect(new Set(routes(context).map(({ method, path }) => `${method} ${path}`))).toEqual(described);
    context.live.stop();
    await context.database.close();
  });
});
