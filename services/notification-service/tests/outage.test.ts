import { describe, expect, it } from 'vitest';
import { orderEvent, publish } from './support/events.js';
import { createProxy } from './support/proxy.js';
import { asOperator, type Running, startService, waitFor } from './support/running.js';

/** Nothing listens on the discard port. */
const nowhere = '9';

describe('a start without', () => {
  it('RabbitMQ succeeds; readiness names it, and what needs no broker works', async () => {
    const running = await startService({ RABBITMQ_URL: `amqp://oms:oms@127.0.0.1:${nowhere}/` });
    try {
      await waitFor(async () => (await running.get('/api/v1/notifications', asOperator)).status === 200);
      expect((await fetch(`${running.url}/health`)).status).toBe(200);
      const ready = await fetch(`${running.url}/ready`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toEqual({
        status: 'unavailable',
        checks: { postgres: 'ok', rabbitmq: 'not connected' },
      });
    } finally {
      await running.stop();
    }
  });

  it('user-service succeeds; tokens cannot be judged yet', async () => {
    const running = await startService({ JWKS_URL: `http://127.0.0.1:${nowhere}/.well-known/jwks.json` });
    try {
      await running.untilReady();
      const { status, body } = await running.get('/api/v1/notifications', asOperator);
      expect([status, body.code]).toEqual([503, 'dependency_unavailable']);
      const unanswered =
        /^http_client_request_duration_seconds_count\{server_address="user-service",.*="error"\} (\d+)/m;
      expect(await running.metric(unanswered)).toBeGreaterThan(0);
    } finally {
      await running.stop();
    }
  });
});

describe('user-service going away', () => {
  it('does not matter once its keys are known', async () => {
    const running = await startService();
    try {
      await waitFor(async () => (await running.get('/api/v1/notifications', asOperator)).status === 200);
      running.tokens.close();
      expect((await running.get('/api/v1/notifications', asOperator)).status).toBe(200);
    } finally {
      await running.stop();
    }
  });
});

/** A service that reaches PostgreSQL through a proxy; the test itself goes there directly. */
async function startBehindProxy(overrides: NodeJS.ProcessEnv) {
  const server = new URL(process.env.TEST_POSTGRES_URL ?? '');
  const proxy = await createProxy(server.hostname, Number(server.port || 5432));
  const env = { DB_HOST: '127.0.0.1', DB_PORT: String(proxy.port), ...overrides };
  const running = await startService(env, { direct: true });
  await running.untilReady();
  return { running, proxy };
}

/** How often an event of this type was put aside to be tried again. */
const retried = ({ broker, metric }: Running, type: string) =>
  metric(
    new RegExp(
      `messaging_process_duration_seconds_count\\{.*="${broker.exchange}:${type}",outcome="retried"\\} (\\d+)`,
    ),
  );

describe('an outage of PostgreSQL', () => {
  it('is answered with 503, and its events wait for the end of it, however many attempts it takes', async () => {
    const { running, proxy } = await startBehindProxy({ EVENTS_MAX_ATTEMPTS: '2' });
    try {
      proxy.cut();
      const event = orderEvent('order.cancelled', { email: 'outage@oms.example' });
      await publish(running.broker, 'order.cancelled', event);
      await waitFor(async () => (await retried(running, 'order.cancelled')) > 2);

      expect((await fetch(`${running.url}/health`)).status).toBe(200);
      const ready = await fetch(`${running.url}/ready`);
      expect([ready.status, await ready.json()]).toMatchObject([
        503,
        { checks: { postgres: 'does not answer' } },
      ]);
      const { status, body } = await running.get('/api/v1/notifications', asOperator);
      expect([status, body.code]).toEqual([503, 'dependency_unavailable']);

      proxy.restore();
      await waitFor(() => running.inbox.mails.length === 1);
      expect((await running.broker.channel.checkQueue(running.broker.dead)).messageCount).toBe(0);
      await running.untilReady();
    } finally {
      await running.stop();
      proxy.close();
    }
  });

  it('is not counted against its events: all their attempts are left afterwards', async () => {
    const { running, proxy } = await startBehindProxy({ EVENTS_MAX_ATTEMPTS: '3' });
    try {
      proxy.cut();
      const event = orderEvent('order.rejected', { email: 'faulty@oms.example' });
      await publish(running.broker, 'order.rejected', event);
      await waitFor(async () => (await retried(running, 'order.rejected')) > 3);
      // A constraint that only this order breaks stands for a fault that lasts.
      await running.sql.query(
        `ALTER TABLE notifications ADD CONSTRAINT faulty CHECK (recipient <> 'faulty@oms.example')`,
      );
      proxy.restore();

      const dead = await waitFor(() => running.broker.channel.get(running.broker.dead, { noAck: true }));
      expect(dead.properties).toMatchObject({ messageId: event.id, headers: { 'x-attempt': 3 } });
      expect(dead.properties.headers?.['x-outages']).toBeGreaterThan(3);
    } finally {
      await running.stop();
      proxy.close();
    }
  });
});

describe('a statement that takes too long', () => {
  it('is answered with 503, and what an event needed it for is tried again', async () => {
    const running = await startService({ EVENTS_MAX_ATTEMPTS: '1' });
    try {
      await running.untilReady();
      await running.sql.query('BEGIN');
      await running.sql.query('LOCK TABLE notifications IN ACCESS EXCLUSIVE MODE');
      await publish(
        running.broker,
        'order.cancelled',
        orderEvent('order.cancelled', { email: 'slow@oms.example' }),
      );
      const { status, body } = await running.get('/api/v1/notifications', asOperator);
      expect([status, body.code]).toEqual([503, 'dependency_unavailable']);
      await waitFor(async () => (await retried(running, 'order.cancelled')) > 0);

      await running.sql.query('ROLLBACK');
      await waitFor(() => running.inbox.mails.some(({ to }) => to[0] === 'slow@oms.example'));
      expect((await running.broker.channel.checkQueue(running.broker.dead)).messageCount).toBe(0);
    } finally {
      await running.stop();
    }
  });
});
