import { describe, expect, it } from 'vitest';
import { ConfigError, masked, readConfig } from '@/server/config';
import { readable } from '@/server/console';
import { toPlainText } from '@/server/telemetry/metrics';
import { routesOf } from '@/server/telemetry/routes';
import { templateOf } from '@/server/telemetry/tracing';

const GATEWAY_URL = 'http://127.0.0.1:80';

describe('configuration', () => {
  it('needs the gateway only', () => {
    expect(readConfig({ GATEWAY_URL })).toMatchObject({
      gatewayUrl: GATEWAY_URL,
      httpPort: 3000,
      bindAddress: '127.0.0.1',
      grafanaUrl: undefined,
    });
  });

  it.each([
    [{}, 'GATEWAY_URL is not set'],
    [{ GATEWAY_URL: 'gateway' }, 'GATEWAY_URL is not a URL'],
    [{ GATEWAY_URL: 'ftp://gateway' }, 'GATEWAY_URL is not a URL'],
    [{ GATEWAY_URL, HTTP_PORT: '0' }, 'HTTP_PORT is not a port'],
    [{ GATEWAY_URL, HTTP_PORT: '80x' }, 'HTTP_PORT is not a port'],
    [{ GATEWAY_URL, HTTP_PORT: '70000' }, 'HTTP_PORT is not a port'],
    [{ GATEWAY_URL, LOG_LEVEL: 'loud' }, 'LOG_LEVEL is not one of'],
    [{ GATEWAY_URL, PUBLIC_WS_URL: 'http://x' }, 'PUBLIC_WS_URL is not a URL'],
    [{ GATEWAY_URL, GRAFANA_URL: 'x' }, 'GRAFANA_URL is not a URL'],
  ])('refuses %j and names the variable', (env, message) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(message);
  });

  it('logs no password', () => {
    const settings = readConfig({ GATEWAY_URL, LAB_PASSWORD: 'very-secret' });
    expect(JSON.stringify(masked(settings))).not.toContain('very-secret');
  });
});

describe('routes', () => {
  const routeOf = routesOf({
    staticRoutes: [
      { page: '/_not-found', regex: '^/_not\\-found(?:/)?$' },
      { page: '/orders', regex: '^/orders(?:/)?$' },
      { page: '/orders/new', regex: '^/orders/new(?:/)?$' },
    ],
    dynamicRoutes: [{ page: '/orders/[id]', regex: '^/orders/([^/]+?)(?:/)?$' }],
  });

  it.each([
    ['/orders', '/orders'],
    ['/orders/new', '/orders/new'],
    ['/orders/0199aaaa', '/orders/[id]'],
    ['/_next/static/chunks/a.js', '/_next/*'],
    ['/wp-admin.php', 'unmatched'],
    ['/_not-found', 'unmatched'],
  ])('%s belongs to %s', (path, route) => {
    expect(routeOf(path)).toBe(route);
  });
});

describe('the name of a call to the gateway', () => {
  it.each([
    ['/api/v1/orders?q=ada', '/api/v1/orders'],
    ['/api/v1/orders/0199aaaa-0000-7000-8000-00000000c001/events', '/api/v1/orders/{id}/events'],
    ['/api/v1/inventory', '/api/v1/inventory'],
    ['/api/v1/inventory/LAP-1001', '/api/v1/inventory/{sku}'],
    ['/api/v1/inventory/LAP-1001/movements?limit=20', '/api/v1/inventory/{sku}/movements'],
    ['/api/v1/inventory/products/LAP-1001', '/api/v1/inventory/products/{sku}'],
    ['/api/v1/inventory/products', '/api/v1/inventory/products'],
    ['/api/v1/inventory/alerts', '/api/v1/inventory/alerts'],
  ])('for %s is %s', (path, template) => {
    expect(templateOf(path)).toBe(template);
  });
});

describe('the plain text format', () => {
  it('has no exemplars, no end mark, and counters under their full name', () => {
    const openMetrics = [
      '# HELP process_cpu_seconds Total time.',
      '# TYPE process_cpu_seconds counter',
      'process_cpu_seconds_total 1.5',
      '# HELP latency_seconds Latency.',
      '# TYPE latency_seconds histogram',
      'latency_seconds_bucket{le="0.1"} 1 # {trace_id="0af7"} 0.05 1700000000.1',
      '# EOF',
      '',
    ].join('\n');
    expect(toPlainText(openMetrics)).toBe(
      [
        '# HELP process_cpu_seconds_total Total time.',
        '# TYPE process_cpu_seconds_total counter',
        'process_cpu_seconds_total 1.5',
        '# HELP latency_seconds Latency.',
        '# TYPE latency_seconds histogram',
        'latency_seconds_bucket{le="0.1"} 1',
        '',
      ].join('\n'),
    );
  });
});

describe('readable', () => {
  it.each([
    ['\u001b[1m\u001b[38m▲ Next.js 16\u001b[39m\u001b[22m', 'Next.js 16'],
    [' \u001b[32m✓\u001b[39m Ready in 86ms', 'Ready in 86ms'],
    ['- Local:        http://127.0.0.1:3000', 'Local: http://127.0.0.1:3000'],
    ['  ', ''],
  ])('makes %j a sentence', (text, sentence) => {
    expect(readable(text)).toBe(sentence);
  });
});
