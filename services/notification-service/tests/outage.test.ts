import { describe, expect, it } from 'vitest';
import { orderEvent, publish } from './support/events.js';
import { createProxy } from './support/proxy.js';
import { asOperator, startService, waitFor } from './support/running.js';

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

describe('an outage of PostgreSQL', () => {
  it('is answered with 503, and its events wait for the end of it, however many attempts it takes', async () => {
    const server = new URL(process.env.TEST_POSTGRES_URL ?? '');
    const proxy = await createProxy(server.hostname, Number(server.port || 5432));
    const behindProxy = { DB_HOST: '127.0.0.1', DB_PORT: String(proxy.port) };
    const running = await startService({ ...behindProxy, EVENTS_MAX_ATTEMPTS: '2' }, { direct: true });
    try {
      await running.untilReady();
      proxy.cut();
      const event = orderEvent('order.cancelled', { email: 'outage@oms.example' });
      await publish(running.broker, 'order.cancelled', event);
      const retried = /messaging_process_duration_seconds_count\{.*outcome="retried"\} (\d+)/;
      await waitFor(async () => (await running.metric(retried)) > 2);

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
});
