/** The metrics of the frontend; names and buckets are those of every service. */
import { collectDefaultMetrics, Gauge, Histogram, type OpenMetricsContentType, Registry } from 'prom-client';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

interface Instruments {
  readonly registry: Registry<OpenMetricsContentType>;
  readonly serverDuration: Histogram<string>;
  readonly serverActive: Gauge<string>;
  readonly clientDuration: Histogram<string>;
}

function create(): Instruments {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    serverDuration: new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Duration of requests that the Next.js server answered',
      labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
      buckets: BUCKETS,
      registers,
      enableExemplars: true,
    }),
    serverActive: new Gauge({
      name: 'http_server_active_requests',
      help: 'Requests in progress',
      registers,
      labelNames: ['http_request_method'],
    }),
    clientDuration: new Histogram({
      name: 'http_client_request_duration_seconds',
      help: 'Duration of calls to the gateway; the status is error when no answer came',
      labelNames: ['server_address', 'http_request_method', 'http_response_status_code'],
      buckets: BUCKETS,
      registers,
      enableExemplars: true,
    }),
  };
}

// Next.js bundles this file several times (instrumentation, proxy, routes): the process has one set.
const KEY = Symbol.for('oms.frontend.metrics');
const shared = globalThis as typeof globalThis & { [KEY]?: Instruments };

/** The process's instruments. */
export function metrics(): Instruments {
  shared[KEY] ??= create();
  return shared[KEY];
}

/** The exposition as the scraper asked for it, with its content type. */
export async function exposition(accept: string): Promise<{ body: string; contentType: string }> {
  const body = await metrics().registry.metrics();
  return accept.includes('application/openmetrics-text')
    ? { body, contentType: Registry.OPENMETRICS_CONTENT_TYPE }
    : { body: toPlainText(body), contentType: Registry.PROMETHEUS_CONTENT_TYPE };
}

/** OpenMetrics without what the older text format lacks: exemplars, the end mark, counter families named without suffix. */
export function toPlainText(openMetrics: string): string {
  return openMetrics
    .replace(/ # \{[^\n]*$/gm, '')
    .replace(/^# EOF\n?/m, '')
    .replace(/^# HELP (\S+)( [^\n]*)\n# TYPE \1 counter$/gm, '# HELP $1_total$2\n# TYPE $1_total counter');
}
