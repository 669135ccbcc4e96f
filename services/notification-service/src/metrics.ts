import { type Span, trace } from '@opentelemetry/api';
import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type OpenMetricsContentType,
  Registry,
} from 'prom-client';
import { eventTypes } from './events.js';
import { exemplarOf } from './exemplars.js';
import type { Channel } from './service.js';
import type { Topology } from './topology.js';

const httpBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const deliveryBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const databaseBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** One registry for the process: metrics are names, and a name exists once. */
export const registry = new Registry<OpenMetricsContentType>();
registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
collectDefaultMetrics({ register: registry });
const registers = [registry];

function histogram<L extends string>(name: string, help: string, labelNames: L[], buckets: number[]) {
  return new Histogram({ name, help, labelNames, buckets, registers, enableExemplars: true });
}
function counter<L extends string>(name: string, help: string, labelNames: L[]) {
  return new Counter({ name, help, labelNames, registers });
}
function gauge<L extends string>(name: string, help: string, labelNames: L[] = []) {
  return new Gauge({ name, help, labelNames, registers });
}

export const metrics = {
  httpServerDuration: histogram(
    'http_server_request_duration_seconds',
    'Duration of HTTP requests by route template.',
    ['http_request_method', 'http_route', 'http_response_status_code'],
    httpBuckets,
  ),
  httpServerActive: gauge('http_server_active_requests', 'HTTP requests being answered.', [
    'http_request_method',
  ]),
  httpClientDuration: histogram(
    'http_client_request_duration_seconds',
    'Duration of outgoing HTTP requests; the status is error when there was no answer.',
    ['server_address', 'http_request_method', 'http_response_status_code'],
    httpBuckets,
  ),
  databaseDuration: histogram(
    'db_client_operation_duration_seconds',
    'Duration of database statements.',
    ['db_system_name', 'db_namespace', 'db_operation_name'],
    databaseBuckets,
  ),
  databaseConnections: gauge('db_client_connection_count', 'Connections of the pool by state.', ['state']),
  databaseConnectionsMax: gauge('db_client_connection_max', 'Largest size of the connection pool.'),
  messagesSent: counter(
    'messaging_client_sent_messages_total',
    'Messages published (retries, dead letters, replays, signals to other instances); outcome is success or error.',
    ['messaging_destination_name', 'outcome'],
  ),
  processDuration: histogram(
    'messaging_process_duration_seconds',
    'Duration of handling one event; outcome is processed, duplicate, retried or dead_lettered.',
    ['messaging_destination_name', 'outcome'],
    httpBuckets,
  ),
  jobRuns: counter('job_runs_total', 'Runs of a background job by outcome (success, error).', [
    'job_name',
    'outcome',
  ]),
  jobDuration: histogram(
    'job_duration_seconds',
    'Duration of one run of a background job.',
    ['job_name'],
    httpBuckets,
  ),
  jobLastSuccess: gauge('job_last_success_timestamp_seconds', 'Unix time of the last successful run.', [
    'job_name',
  ]),
  jobItems: counter('job_items_total', 'Items that a background job has worked on.', ['job_name']),
  notificationsSent: counter(
    'notifications_sent_total',
    'Attempts to send a notification; status is sent or failed.',
    ['channel', 'status'],
  ),
  deliveryDuration: histogram(
    'notification_delivery_duration_seconds',
    'Time from the event (or the request to notify) until a notification was sent, all attempts included.',
    ['channel'],
    deliveryBuckets,
  ),
  queueSize: gauge('notification_queue_size', 'Stored notifications that still wait to be sent.'),
  deadLetters: gauge('notification_dead_letters', 'Events that could not be handled and wait for a replay.'),
  websocketConnections: gauge('websocket_connections', 'Open WebSocket connections.'),
  emailSendDuration: histogram(
    'email_send_duration_seconds',
    'Duration of handing one mail to the SMTP server.',
    [],
    httpBuckets,
  ),
};

export type ProcessOutcome = 'processed' | 'duplicate' | 'retried' | 'dead_lettered';

/** The background jobs of this service. */
export const jobNames = ['notification_retry', 'queue_watch', 'live_feed', 'retention'] as const;
export type JobName = (typeof jobNames)[number];

/** Bounded label values exist from the start, so that a rate over the first event is not lost. */
export function zeroMetrics({ exchange, dead, retries, live, events }: Topology): void {
  for (const channel of ['email', 'sms'] satisfies Channel[]) {
    for (const status of ['sent', 'failed']) metrics.notificationsSent.inc({ channel, status }, 0);
    metrics.deliveryDuration.zero({ channel });
  }
  for (const job_name of jobNames) {
    for (const outcome of ['success', 'error']) metrics.jobRuns.inc({ job_name, outcome }, 0);
    metrics.jobItems.inc({ job_name }, 0);
  }
  for (const type of eventTypes)
    for (const outcome of ['processed', 'retried', 'dead_lettered'] satisfies ProcessOutcome[])
      metrics.processDuration.zero({ messaging_destination_name: `${exchange}:${type}`, outcome });
  for (const queue of [events, dead, live, ...retries.map((retry) => retry.queue)])
    for (const outcome of ['success', 'error'])
      metrics.messagesSent.inc({ messaging_destination_name: queue, outcome }, 0);
  metrics.emailSendDuration.zero({});
}

/** Observes seconds together with the trace id of the active (or given) span as exemplar. */
export function observe<L extends string>(
  target: Histogram<L>,
  labels: Partial<Record<L, string | number>>,
  seconds: number,
  span: Span | undefined = trace.getActiveSpan(),
): void {
  // prom-client's types know only the labels of the metric here; its code takes any.
  const exemplarLabels = exemplarOf(span) as Partial<Record<L, string>> | undefined;
  target.observe({ labels, value: seconds, exemplarLabels });
}

/** Seconds since a `performance.now()` reading. */
export function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}

/**
 * The metrics as OpenMetrics or, for readers that do not ask for it, in the older text format.
 * prom-client fixes a registry to one format, so the older one is derived from the newer: the
 * counters' family name gets its `_total` back, exemplars and the end mark go.
 */
export async function exposition(openMetrics: boolean): Promise<{ contentType: string; body: string }> {
  const body = await registry.metrics();
  if (openMetrics) return { contentType: Registry.OPENMETRICS_CONTENT_TYPE, body };
  const counters = new Set(Array.from(body.matchAll(/^# TYPE (\S+) counter$/gm), (match) => match[1]));
  const text = body
    .replace(/^# EOF\n/m, '')
    .replace(/^# (HELP|TYPE) (\S+)/gm, (line, _kind, name) => (counters.has(name) ? `${line}_total` : line))
    .replace(/ # \{[^}]*\} \S+ \S+$/gm, '');
  return { contentType: Registry.PROMETHEUS_CONTENT_TYPE, body: text };
}
