import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ConfigError, maskSecrets, readConfig } from '../src/config.js';
import { InvalidEvent, parseOrderEvent } from '../src/events.js';
import { problems } from '../src/problem.js';
import { planNotifications, retryDelay } from '../src/service.js';
import { formatAmount, renderMail, renderSms } from '../src/templates/render.js';
import { orderEvent } from './support/events.js';

const parse = (document: unknown) => parseOrderEvent(Buffer.from(JSON.stringify(document)));

describe('which event makes which notifications', () => {
  it.each([
    ['order.confirmed', ['email', 'sms']],
    ['order.rejected', ['email']],
    ['order.cancelled', ['email']],
    ['order.created', []],
    ['order.shipped', []],
    ['order.invented', []],
  ])('%s → %j', (type, channels) => {
    expect(planNotifications(parse(orderEvent(type))).map(({ channel }) => channel)).toEqual(channels);
  });

  it('leaves out a channel on which the customer cannot be reached', () => {
    expect(planNotifications(parse(orderEvent('order.confirmed', { phone: '' })))).toHaveLength(1);
    expect(
      planNotifications(parse(orderEvent('order.confirmed', { phone: null, email: undefined }))),
    ).toEqual([]);
  });
});

describe('events', () => {
  it('are read with members that we do not know', () => {
    const event = orderEvent();
    expect(parse({ ...event, extension: 1, data: { ...event.data, more: true } }).id).toBe(event.id);
  });

  it.each([
    ['not JSON', Buffer.from('{'), /not JSON/],
    ['no id', Buffer.from(JSON.stringify({ ...orderEvent(), id: undefined })), /^id:/],
    ['another type', Buffer.from(JSON.stringify({ ...orderEvent(), type: 'user.registered' })), /^type:/],
    ['an order without number', Buffer.from(JSON.stringify({ ...orderEvent(), data: {} })), /^data\./],
  ])('%s is never understood', (_name, body, message) => {
    expect(() => parseOrderEvent(body)).toThrow(InvalidEvent);
    expect(() => parseOrderEvent(body)).toThrow(message);
  });
});

describe('retry delays', () => {
  const policy = { baseMs: 1000, maxMs: 30_000, maxAttempts: 10 };
  it('double up to the limit, then end', () => {
    expect([1, 2, 3, 6, 9].map((n) => retryDelay(n, policy, 0.5))).toEqual([
      1000, 2000, 4000, 30_000, 30_000,
    ]);
    expect(retryDelay(10, policy)).toBeNull();
  });
  it('are spread by 20 % to both sides', () => {
    expect([retryDelay(1, policy, 0), retryDelay(1, policy, 1)]).toEqual([800, 1200]);
  });
});

describe('texts', () => {
  it('show amounts in their currency', () => {
    expect(formatAmount({ amount_minor: 129900, currency: 'EUR' })).toBe('€1,299.00');
    expect(formatAmount({ amount_minor: 1299, currency: 'JPY' })).toContain('1,299');
  });

  it('confirm an order in text and HTML', () => {
    const mail = renderMail('order-confirmed', parse(orderEvent()));
    expect(mail.subject).toBe('Your order ORD-2026-000123 is confirmed');
    expect(mail.text).toContain('2 x Laptop "Analyst" 14" (LAP-1001)  €2,598.00');
    expect(mail.text).toContain('Total: €3,091.62');
    expect(mail.text).toContain('SW1Y 4JH London');
    expect(mail.html).toContain('Laptop &quot;Analyst&quot; 14&quot;');
    expect(mail.html).toContain('<title>Your order ORD-2026-000123 is confirmed</title>');
  });

  it('escape what customers typed, in HTML only', () => {
    const mail = renderMail(
      'order-cancelled',
      parse(orderEvent('order.cancelled', { name: '<script>x</script>' })),
    );
    expect(mail.html).not.toContain('<script>');
    expect(mail.html).toContain('&lt;script&gt;');
    expect(mail.text).toContain('Hello <script>x</script>,');
  });

  it('give the reason of a rejection in words', () => {
    expect(renderMail('order-rejected', parse(orderEvent('order.rejected'))).text).toContain('out of stock');
  });

  it('fit a text message', () => {
    const text = renderSms('order-confirmed', parse(orderEvent()));
    expect(text).toBe('OMS: your order ORD-2026-000123 is confirmed, total €3,091.62. Thank you!');
    expect(text.length).toBeLessThanOrEqual(160);
  });
});

describe('configuration', () => {
  const env = {
    DB_HOST: 'db',
    DB_PASSWORD: 'secret',
    RABBITMQ_URL: 'amqp://oms:secret@mq:5672/',
    JWKS_URL: 'http://users/.well-known/jwks.json',
    SMTP_HOST: 'inbox',
    SMTP_PORT: '1025',
    SMS_URL: 'http://inbox/sms',
  };
  it('has defaults', () => {
    expect(readConfig(env)).toMatchObject({
      BIND_ADDRESS: '127.0.0.1',
      HTTP_PORT: 8005,
      DB_POOL_MAX: 10,
      LOG_LEVEL: 'info',
    });
  });
  it.each([
    [{ DB_HOST: undefined }, 'DB_HOST is not set'],
    [{ RABBITMQ_URL: '' }, 'RABBITMQ_URL is not set'],
    [{ HTTP_PORT: '70000' }, 'HTTP_PORT must be an integer between 1 and 65535'],
    [{ DB_POOL_MAX: 'ten' }, 'DB_POOL_MAX must be an integer between 1 and 1000'],
    [{ SMS_URL: 'inbox' }, 'SMS_URL must be a URL (http://… or https://…)'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be debug, info, warn or error'],
  ])('%j: %s', (change, message) => {
    expect(() => readConfig({ ...env, ...change })).toThrow(new ConfigError(message));
  });
  it('masks secrets', () => {
    const masked = maskSecrets(readConfig(env));
    expect(masked).toMatchObject({ db_password: '****', rabbitmq_url: 'amqp://oms:****@mq:5672/' });
    expect(JSON.stringify(masked)).not.toContain('secret');
  });
});

describe('problems', () => {
  it('have the status and title of the registry', () => {
    // `make test` runs this from a copy of the service and says where the project is.
    const project = process.env.LAB_ROOT ?? fileURLToPath(new URL('../../..', import.meta.url));
    const registry = readFileSync(join(project, 'contracts/problems.yaml'), 'utf8');
    for (const [code, { status, title }] of Object.entries(problems))
      expect(registry).toContain(`- code: ${code}\n    status: ${status}\n    title: ${title}\n`);
  });
});
