import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderEvent, publish, registered } from './support/events.js';
import {
  asAdmin,
  asCustomer,
  asOperator,
  asService,
  customer,
  operator,
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

const path = '/api/v1/notifications/preferences';
const defaults = { language: 'en', email: true, sms: true, live: true };
const chosen = { language: 'de', email: true, sms: false, live: false };

describe('preferences', () => {
  it('have defaults, and are kept', async () => {
    expect(await running.get(`${path}/me`, asCustomer)).toEqual({
      status: 200,
      body: { user_id: customer, ...defaults },
    });
    for (const body of [chosen, { ...chosen, email: false }, { user_id: customer, ...chosen }]) {
      const { user_id: _, ...stored } = { user_id: '', ...body };
      expect(await running.put(`${path}/${customer}`, asCustomer, body)).toMatchObject({
        status: 200,
        body: { user_id: customer, ...stored },
      });
      expect((await running.get(`${path}/me`, asCustomer)).body).toEqual({ user_id: customer, ...stored });
    }
  });

  it('are seen by staff, changed by admins, and hidden from other customers', async () => {
    const other = `${path}/${operator}`;
    expect((await running.get(other, asCustomer)).status).toBe(404);
    expect((await running.put(other, asCustomer, defaults)).status).toBe(404);
    expect((await running.get(`${path}/${customer}`, asOperator)).status).toBe(200);
    expect((await running.put(`${path}/${customer}`, asOperator, defaults)).status).toBe(403);
    expect((await running.put(`${path}/me`, asOperator, defaults)).status).toBe(200);
    expect((await running.put(other, asAdmin, chosen)).status).toBe(200);
    expect((await running.get(other, asAdmin)).body).toEqual({ user_id: operator, ...chosen });
    expect((await running.get(`${path}/me`, asService)).status).toBe(403);
    expect((await running.get(`${path}/rubbish`, asAdmin)).status).toBe(404);
  });

  it.each([
    [{ ...chosen, language: 'fr' }, 'language'],
    [{ ...chosen, email: 'yes' }, 'email'],
    [{ language: 'de', email: true, sms: true }, 'live'],
    [{ ...chosen, pigeon: true }, 'pigeon'],
    [[], 'body'],
  ])('%j is refused', async (body, field) => {
    const answer = await running.put(`${path}/me`, asCustomer, body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  it('of another user than that of the path are refused', async () => {
    const body = { ...chosen, user_id: operator };
    expect(await running.put(`${path}/me`, asCustomer, body)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
  });

  it('decide about the language and the channels of what is sent', async () => {
    const user = crypto.randomUUID();
    const claims = { sub: user, roles: ['customer'] };
    await running.put(`${path}/me`, claims, { language: 'de', email: true, sms: false, live: true });
    const event = orderEvent('order.confirmed', {
      id: user,
      email: 'gruss@oms.example',
      phone: '+447700900201',
    });
    await publish(running.broker, 'order.confirmed', event);
    const mail = await waitFor(() => running.inbox.mails.find(({ to }) => to[0] === 'gruss@oms.example'));
    // The word is encoded as mail headers are.
    expect(mail.headers.get('subject')).toMatch(/^=\?UTF-8\?|^Ihre Bestellung/);
    const own = (await running.get('/api/v1/notifications', claims)).body.items;
    expect(own).toMatchObject([
      { channel: 'email', subject: 'Ihre Bestellung ORD-2026-000123 ist bestätigt' },
    ]);
  });
});

describe('a new user', () => {
  it('is welcomed once', async () => {
    const event = registered({ email: 'welcome@oms.example' });
    await publish(running.broker, 'user.registered', event);
    await publish(running.broker, 'user.registered', event);
    const mail = await waitFor(() => running.inbox.mails.find(({ to }) => to[0] === 'welcome@oms.example'));
    expect(mail.headers.get('subject')).toBe('Welcome to OMS, Grace Hopper');
    const last = registered({ email: 'last@oms.example' });
    await publish(running.broker, 'user.registered', last);
    await waitFor(() => running.inbox.mails.some(({ to }) => to[0] === 'last@oms.example'));
    expect(running.inbox.mails.filter(({ to }) => to[0] === 'welcome@oms.example')).toHaveLength(1);
  });
});
