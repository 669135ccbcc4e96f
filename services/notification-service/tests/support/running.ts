import pg from 'pg';
import { vi } from 'vitest';
import { readConfig } from '../../src/config.js';
import { createLogger } from '../../src/logs.js';
import { Service } from '../../src/server.js';
import { createBroker, createDatabase } from './environment.js';
import { createInbox } from './inbox.js';
import { type Claims, createTokens } from './tokens.js';

export const customer = '0190a1b2-0000-7000-8000-00000000c001';
export const operator = '0190a1b2-0000-7000-8000-00000000c002';

/** An answer's body, whose shape the tests check. */
// biome-ignore lint/suspicious/noExplicitAny: what it is, is what is to be found out
export type Json = any;

/** The real service against the real database and broker; only the other parts of the system are imitated. */
export async function startService(overrides: NodeJS.ProcessEnv = {}, { direct = false } = {}) {
  const [database, broker, tokens, inbox] = await Promise.all([
    createDatabase(),
    createBroker(),
    createTokens(),
    createInbox(),
  ]);
  const env = {
    ...database.env,
    ...broker.env,
    ...inbox.env,
    JWKS_URL: tokens.jwksUrl,
    NOTIFICATION_RETRY_INTERVAL_SECONDS: '0.05',
    NOTIFICATION_RETRY_BASE_SECONDS: '0.05',
    NOTIFICATION_RETRY_MAX_SECONDS: '0.2',
    QUEUE_WATCH_INTERVAL_SECONDS: '0.1',
    ...overrides,
  };
  const config = { ...readConfig(env), HTTP_PORT: 0 };
  const log = createLogger('notification-service', process.env.TEST_LOG_LEVEL ?? 'silent');
  const service = await Service.start(config, log);
  const url = `http://127.0.0.1:${service.port}`;
  // `direct`: the test itself goes to the database even where the service is sent elsewhere.
  const at = direct ? database.env : env;
  const sql = new pg.Client({
    host: at.DB_HOST,
    port: Number(at.DB_PORT),
    database: at.DB_NAME,
    user: at.DB_USER,
    password: at.DB_PASSWORD,
  });
  await sql.connect();

  const bearer = async (claims: Claims) => ({ Authorization: `Bearer ${await tokens.sign(claims)}` });
  const get = async (path: string, claims: Claims) => {
    const response = await fetch(url + path, { headers: await bearer(claims) });
    return { status: response.status, body: (await response.json()) as Json };
  };
  const send = async (
    method: string,
    path: string,
    claims: Claims,
    body?: unknown,
    more: Record<string, string> = {},
  ) => {
    const headers = { ...(await bearer(claims)), 'Content-Type': 'application/json', ...more };
    const response = await fetch(url + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
  };
  const post = (path: string, claims: Claims, body?: unknown, more?: Record<string, string>) =>
    send('POST', path, claims, body, more);
  const put = (path: string, claims: Claims, body?: unknown) => send('PUT', path, claims, body);
  /** One more instance of the service, with the same database, broker and inbox. */
  const another = () => Service.start(config, log);
  const metric = async (line: RegExp) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(line.exec(text)?.[1] ?? Number.NaN);
  };
  const untilReady = () => waitFor(async () => (await fetch(`${url}/ready`)).status === 200);
  const stop = async () => {
    await sql.end();
    await service.stop();
    await Promise.all([database.drop(), broker.drop()]);
    tokens.close();
    inbox.close();
  };
  return {
    service,
    config,
    log,
    url,
    sql,
    broker,
    tokens,
    inbox,
    get,
    post,
    put,
    another,
    metric,
    untilReady,
    stop,
  };
}

export type Running = Awaited<ReturnType<typeof startService>>;

/** Polls until the condition holds, and answers its value. */
export async function waitFor<T>(
  condition: () => Promise<T> | T,
  timeout = 15_000,
): Promise<Exclude<T, false | null | undefined>> {
  return vi.waitFor(
    async () => {
      const value = await condition();
      if (!value) throw new Error('the condition does not hold yet');
      return value as Exclude<T, false | null | undefined>;
    },
    { timeout, interval: 25 },
  );
}

export const asCustomer: Claims = { sub: customer, roles: ['customer'] };
export const asAdmin: Claims = { sub: '0190a1b2-0000-7000-8000-00000000c003', roles: ['admin'] };
export const asOperator: Claims = { sub: operator, roles: ['operator'] };
export const asService: Claims = { sub: 'order-service', roles: ['service'] };
