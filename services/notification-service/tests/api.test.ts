import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

let running: Running;
beforeAll(async () => {
  running = await startService();
  await running.untilReady();
});
afterAll(() => running.stop());

const path = '/api/v1/notifications';

describe('sending by hand', () => {
  it('stores, sends, and shows a mail', async () => {
    const body = { channel: 'email', recipient: 'grace@oms.example', subject: 'Hello', text: 'A few words.' };
    const sent = await running.post(`${path}/send`, asService, body);
    expect(sent.status).toBe(202);
    expect(sent.headers.get('location')).toBe(`${path}/${sent.body.id}`);
    expect(sent.body).toMatchObject({ ...body, status: 'pending', attempts: 0, customer_id: null });

    const mail = await waitFor(() => running.inbox.mails.find(({ to }) => to[0] === 'grace@oms.example'));
    expect(mail.headers.get('subject')).toBe('Hello');
    expect(mail.headers.get('message-id')).toContain(sent.body.id);

    await waitFor(
      async () => (await running.get(`${path}/${sent.body.id}`, asOperator)).body.status === 'sent',
    );
    const { body: shown } = await running.get(`${path}/${sent.body.id}`, asOperator);
    expect(shown).toMatchObject({ attempts: 1, next_attempt_at: null, last_error: null });
    expect(shown.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('sends a text message', async () => {
    const body = { channel: 'sms', recipient: '+447700900777', text: 'Hello' };
    expect((await running.post(`${path}/send`, asOperator, body)).status).toBe(202);
    const sms = await waitFor(() => running.inbox.texts.find((text) => text.body.to === '+447700900777'));
    expect(sms.body).toEqual({ from: 'OMS', to: '+447700900777', text: 'Hello', labels: {} });
  });
});

describe('reading', () => {
  it('pages newest first, each exactly once', async () => {
    for (let i = 0; i < 5; i++)
      await running.post(`${path}/send`, asService, {
        channel: 'sms',
        recipient: '+447700900555',
        text: `${i}`,
      });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `recipient=%2B447700900555&limit=2${cursor ? `&cursor=${cursor}` : ''}`;
      const { body } = await running.get(`${path}?${query}`, asOperator);
      seen.push(...body.items.map((item: { text: string }) => item.text));
      cursor = body.next_cursor;
    } while (cursor);
    expect(seen).toEqual(['4', '3', '2', '1', '0']);
  });

  it('shows customers their own, and nothing of others', async () => {
    const mine = orderEvent('order.cancelled', { id: customer, email: 'mine@oms.example' });
    const other = orderEvent('order.cancelled', { email: 'other@oms.example' });
    await publish(running.broker, 'order.cancelled', mine);
    await publish(running.broker, 'order.cancelled', other);
    await waitFor(
      () => running.inbox.mails.filter(({ to }) => /^(mine|other)@/.test(to[0] ?? '')).length === 2,
    );

    const own = await running.get(path, asCustomer);
    expect(own.body.items).toMatchObject([{ recipient: 'mine@oms.example', customer_id: customer }]);
    expect(own.body.items[0]).not.toHaveProperty('last_error');
    expect((await running.get(`${path}?recipient=other@oms.example`, asCustomer)).body.items).toEqual([]);

    const all = await running.get(`${path}?channel=email&recipient=other@oms.example`, asOperator);
    expect(all.body.items).toHaveLength(1);
    const foreign = `${path}/${all.body.items[0].id}`;
    expect((await running.get(foreign, asCustomer)).status).toBe(404);
    expect((await running.get(foreign, asOperator)).status).toBe(200);
    expect((await running.get(path, asService)).status).toBe(403);
  });
});

describe('an id that is no UUID', () => {
  it.each([
    ['GET', '/not-an-id', 'id'],
    ['POST', '/not-an-id/retry', 'id'],
    ['POST', '/dead-letters/not-an-id/replay', 'id'],
    ['GET', '/preferences/not-an-id', 'user_id'],
  ])('%s %s finds nothing and says why', async (method, rest, field) => {
    const call = method === 'GET' ? running.get : running.post;
    const { status, body } = await call(path + rest, asOperator);
    expect([status, body.code]).toEqual([404, 'not_found']);
    expect(body.errors).toEqual([{ field, message: 'is not a UUID' }]);
  });

  it('is told apart from one that names nothing', async () => {
    const { status, body } = await running.get(`${path}/${customer}`, asOperator);
    expect([status, body.code]).toEqual([404, 'not_found']);
    expect(body).not.toHaveProperty('errors');
  });
});

describe('retrying by hand', () => {
  it('is for operators, and for what was not sent', async () => {
    running.inbox.trouble.recipient = 550;
    const body = { channel: 'email', recipient: 'nobody@oms.example', subject: 'x', text: 'x' };
    const { body: sent } = await running.post(`${path}/send`, asService, body);
    const failed = await waitFor(async () => {
      const { body: row } = await running.get(`${path}/${sent.id}`, asOperator);
      return row.status === 'failed' && row;
    });
    // A refused recipient is final: no further attempt is planned.
    expect(failed.next_attempt_at).toBeNull();
    expect(failed.last_error).toBeTruthy();

    expect((await running.post(`${path}/${sent.id}/retry`, asCustomer)).status).toBe(403);
    running.inbox.trouble.recipient = undefined;
    expect((await running.post(`${path}/${sent.id}/retry`, asOperator)).status).toBe(202);
    await waitFor(() => running.inbox.mails.some(({ to }) => to[0] === 'nobody@oms.example'));
    await waitFor(async () => (await running.get(`${path}/${sent.id}`, asOperator)).body.status === 'sent');

    const again = await running.post(`${path}/${sent.id}/retry`, asOperator);
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await running.post(`${path}/${customer}/retry`, asOperator)).status).toBe(404);
  });
});

describe('metrics', () => {
  it('come as OpenMetrics or as the older text', async () => {
    const open = await fetch(`${running.url}/metrics`, {
      headers: { Accept: 'application/openmetrics-text; version=1.0.0' },
    });
    const openText = await open.text();
    expect(open.headers.get('content-type')).toContain('application/openmetrics-text');
    expect(openText).toMatch(/# TYPE notifications_sent counter\n/);
    expect(openText).toMatch(/\n# EOF\n$/);

    const text = await (await fetch(`${running.url}/metrics`)).text();
    expect(text).toMatch(/# TYPE notifications_sent_total counter\n/);
    expect(text).not.toMatch(/# EOF|# \{/);
    for (const name of [
      'http_server_request_duration_seconds_bucket{le="0.005",http_request_method="POST",http_route="/api/v1/notifications/{id}/retry"',
      'http_server_active_requests{',
      'http_client_request_duration_seconds_count{server_address="user-service"',
      'db_client_operation_duration_seconds_count{db_system_name="postgresql",db_namespace="notification_test',
      'db_client_connection_count{state="idle"}',
      'db_client_connection_max 10',
      'messaging_process_duration_seconds_count{messaging_destination_name="',
      'job_runs_total{job_name="notification_retry",outcome="success"}',
      'job_duration_seconds_count{job_name="notification_retry"}',
      'job_last_success_timestamp_seconds{job_name="notification_retry"}',
      'job_items_total{job_name="notification_retry"}',
      'notifications_sent_total{channel="sms",status="failed"}',
      'notification_queue_size',
      'notification_dead_letters 0',
      'job_runs_total{job_name="live_feed",outcome="success"}',
      'job_runs_total{job_name="queue_watch",outcome="success"}',
      'job_runs_total{job_name="retention",outcome="success"}',
      'websocket_connections',
      'email_send_duration_seconds_count',
    ])
      expect(text).toContain(name);
  });
});
