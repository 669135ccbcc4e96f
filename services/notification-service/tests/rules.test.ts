import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ConfigError, maskSecrets, readConfig } from '../src/config.js';
import { InvalidEvent, parseEvent } from '../src/events.js';
import { isDatabaseUnavailable, problems } from '../src/problem.js';
import { defaultPreferences, planNotifications, retryDelay } from '../src/service.js';
import { captured, lowStock, orderEvent, refunded, registered } from './support/events.js';

const parse = (document: unknown) => parseEvent(Buffer.from(JSON.stringify(document)));

const plan = (event: object, preferences = defaultPreferences) =>
  planNotifications(parse(event), preferences, 'operations@oms.example').map(
    ({ channel, recipient, language }) => `${channel} ${recipient} ${language}`,
  );

describe('which event makes which notifications', () => {
  const mail = 'email ada@oms.example en';
  const sms = 'sms +447700900123 en';
  it.each([
    ['order.confirmed', [mail, sms]],
    ['order.rejected', [mail]],
    ['order.shipped', [mail, sms]],
    ['order.delivered', [mail]],
    ['order.cancelled', [mail]],
    ['order.refunded', [mail]],
    ['order.created', []],
    ['order.processing', []],
    ['order.invented', []],
  ])('%s → %j', (type, expected) => {
    expect(plan(orderEvent(type))).toEqual(expected);
  });

  it('welcomes users, warns operations, and leaves payments to the events of the order', () => {
    expect(plan(registered())).toEqual(['email new@oms.example en']);
    expect(plan(lowStock())).toEqual(['email operations@oms.example en']);
    expect([plan(captured()), plan(refunded())]).toEqual([[], []]);
  });

  it('follows the preferences', () => {
    const event = orderEvent('order.confirmed');
    expect(plan(event, { ...defaultPreferences, email: false })).toEqual([sms]);
    expect(plan(event, { ...defaultPreferences, sms: false })).toEqual([mail]);
    expect(plan(event, { language: 'de', email: true, sms: false, live: false })).toEqual([
      'email ada@oms.example de',
    ]);
  });

  it('leaves out a channel on which the customer cannot be reached', () => {
    expect(plan(orderEvent('order.confirmed', { phone: '' }))).toEqual([mail]);
    expect(plan(orderEvent('order.confirmed', { phone: null, email: undefined }))).toEqual([]);
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
    ['another type', Buffer.from(JSON.stringify({ ...orderEvent(), type: 'user.invented' })), /^type:/],
    [
      'data of another type',
      Buffer.from(JSON.stringify({ ...orderEvent(), type: 'user.registered' })),
      /^data\.user_id:/,
    ],
    [
      'a NUL',
      Buffer.from(JSON.stringify(orderEvent('order.confirmed', { name: 'A\0' }))),
      /cannot be stored/,
    ],
    [
      'half a character',
      Buffer.from(JSON.stringify(orderEvent('order.confirmed', { name: 'A\ud83d' }))),
      /cannot be stored/,
    ],
    ['an order without number', Buffer.from(JSON.stringify({ ...orderEvent(), data: {} })), /^data\./],
  ])('%s is never understood', (_name, body, message) => {
    expect(() => parseEvent(body)).toThrow(InvalidEvent);
    expect(() => parseEvent(body)).toThrow(message);
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
    [
      { NOTIFICATION_RETRY_BASE_SECONDS: '1s' },
      'NOTIFICATION_RETRY_BASE_SECONDS must be a number of seconds between 0.01 and 600',
    ],
    [
      { EVENTS_RETRY_DELAYS_SECONDS: '1,,2' },
      'EVENTS_RETRY_DELAYS_SECONDS must be a comma-separated list of seconds',
    ],
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

describe('an error of the database', () => {
  const withCode = (code: string) => Object.assign(new Error('some text'), { code });
  it.each([
    ['connection_failure', '08006'],
    ['too_many_connections', '53300'],
    ['admin_shutdown', '57P01'],
    ['query_canceled, by our own limit', '57014'],
    ['idle_in_transaction_session_timeout', '25P03'],
    ['serialization_failure', '40001'],
    ['deadlock_detected', '40P01'],
    ['lock_not_available', '55P03'],
    ['a socket that is refused', 'ECONNREFUSED'],
  ])('%s (%s) passes', (_name, code) => {
    expect(isDatabaseUnavailable(withCode(code))).toBe(true);
  });
  it.each([
    ['unique_violation', '23505'],
    ['check_violation', '23514'],
    ['undefined_column', '42703'],
    ['transaction_integrity_constraint_violation', '40002'],
  ])('%s (%s) lasts', (_name, code) => {
    expect(isDatabaseUnavailable(withCode(code))).toBe(false);
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
