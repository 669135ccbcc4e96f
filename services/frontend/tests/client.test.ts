import { beforeEach, describe, expect, it, vi } from 'vitest';
import { login, logout, refresh, register } from '@/lib/api/accounts';
import { users } from '@/lib/api/client';
import { exposition } from '@/server/telemetry/metrics';

const browser = vi.hoisted(() => ({ headers: new Headers() }));

vi.mock('next/headers', () => ({
  headers: async () => browser.headers,
  cookies: async () => ({ get: () => undefined }),
}));

const calls: Request[] = [];

beforeEach(() => {
  calls.length = 0;
  vi.stubEnv('GATEWAY_URL', 'http://127.0.0.1:80');
  vi.stubGlobal('fetch', async (request: Request) => {
    calls.push(request);
    return Response.json({});
  });
});

describe('a call to the gateway', () => {
  it.each([
    ['login', () => login('ada@oms.example', 'secret')],
    ['register', () => register({ name: 'Ada', email: 'ada@oms.example', password: 'secret' })],
    ['refresh', () => refresh('token')],
    ['logout', () => logout('access', 'refresh')],
    ['with a session', () => users().GET('/api/v1/users/me')],
  ])('says who the browser is: %s', async (_, call) => {
    browser.headers = new Headers({
      'user-agent': 'A browser',
      'x-forwarded-for': '198.51.100.1, 203.0.113.7',
      accept: 'text/html',
      cookie: 'oms_access=a',
    });
    await call();
    const [sent] = calls;
    expect(sent?.headers.get('User-Agent')).toBe('A browser');
    expect(sent?.headers.get('X-Forwarded-For')).toBe('198.51.100.1, 203.0.113.7');
    expect(sent?.headers.get('Accept')).toBe('application/json, application/problem+json');
    expect(sent?.headers.has('Cookie')).toBe(false);
  });

  it('makes nothing up for a browser that says nothing', async () => {
    browser.headers = new Headers();
    await refresh('token');
    expect(calls[0]?.headers.has('X-Forwarded-For')).toBe(false);
    expect(calls[0]?.headers.has('User-Agent')).toBe(false);
  });

  it('is measured, also when no answer comes', async () => {
    const count = async (status: string) => {
      const labels = `server_address="traefik",http_request_method="POST",http_response_status_code="${status}"`;
      const { body } = await exposition('text/plain');
      const line = body
        .split('\n')
        .find((each) => each.includes(`request_duration_seconds_count{${labels}}`));
      return Number(line?.split(' ').at(-1) ?? 0);
    };
    const before = [await count('200'), await count('error')];
    await refresh('token');
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('fetch failed');
    });
    await expect(refresh('token')).rejects.toThrow();
    expect([await count('200'), await count('error')]).toEqual(before.map((calls) => calls + 1));
  });
});
