import { SpanKind } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTracing } from '../src/tracing.js';
import { orderEvent, publish } from './support/events.js';
import { asOperator, type Running, startService, waitFor } from './support/running.js';

const exporter = new InMemorySpanExporter();
let running: Running;
beforeAll(async () => {
  startTracing(new SimpleSpanProcessor({ exporter }));
  running = await startService();
  await running.untilReady();
});
afterAll(() => running.stop());

const traceId = () => crypto.randomUUID().replaceAll('-', '');
const producer = '00f067aa0ba902b7';
const spansOf = (trace: string) =>
  exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === trace);
// The imitated gateway and user-service live in this process and make server spans of their own.
const clientSpans = (trace: string, name: string) =>
  spansOf(trace).filter((span) => span.name === name && span.kind === SpanKind.CLIENT);
const parentOf = (span: ReadableSpan | undefined) => span?.parentSpanContext?.spanId;

describe('an event', () => {
  it('is handled, mailed and texted in the trace of its producer', async () => {
    const trace = traceId();
    const event = orderEvent('order.confirmed', { email: 'trace@oms.example' });
    await publish(running.broker, 'order.confirmed', event, { traceparent: `00-${trace}-${producer}-01` });
    await waitFor(
      () => clientSpans(trace, 'SMTP send').length === 1 && clientSpans(trace, 'POST').length === 1,
    );

    const spans = spansOf(trace);
    const [consume] = spans.filter(({ kind }) => kind === SpanKind.CONSUMER);
    expect(consume?.name).toBe(`process ${running.broker.exchange}:order.confirmed`);
    expect(parentOf(consume)).toBe(producer);
    expect(consume?.attributes).toMatchObject({
      'messaging.system': 'rabbitmq',
      'messaging.operation.type': 'process',
      'messaging.destination.name': `${running.broker.exchange}:order.confirmed`,
      'messaging.message.id': event.id,
      'oms.order.id': event.data.order_id,
    });

    const [smtp] = clientSpans(trace, 'SMTP send');
    expect(smtp).toMatchObject({ kind: SpanKind.CLIENT, attributes: { 'server.address': '127.0.0.1' } });
    expect(parentOf(smtp)).toBe(consume?.spanContext().spanId);
    const [sms] = clientSpans(trace, 'POST');
    expect(sms).toMatchObject({ kind: SpanKind.CLIENT, attributes: { 'server.address': '127.0.0.1' } });
    expect(parentOf(sms)).toBe(consume?.spanContext().spanId);

    const mail = running.inbox.mails.find(({ to }) => to[0] === 'trace@oms.example');
    expect(mail?.headers.get('traceparent')).toBe(`00-${trace}-${smtp?.spanContext().spanId}-01`);
    expect(running.inbox.texts[0]?.headers.traceparent).toBe(`00-${trace}-${sms?.spanContext().spanId}-01`);

    const statements = spans.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql');
    expect(statements.map(({ name }) => name)).toEqual(expect.arrayContaining(['BEGIN', 'INSERT', 'COMMIT']));
    for (const { name, kind, attributes } of statements) {
      expect(kind).toBe(SpanKind.CLIENT);
      expect(attributes).toMatchObject({ 'peer.service': 'postgres', 'db.operation.name': name });
      expect(attributes['db.namespace']).toBeTruthy();
    }
  });

  it('keeps its trace when the retry job sends the mail', async () => {
    const trace = traceId();
    running.inbox.trouble.mail = 451;
    const event = orderEvent('order.cancelled', { email: 'later@oms.example' });
    await publish(running.broker, 'order.cancelled', event, { traceparent: `00-${trace}-${producer}-01` });
    await waitFor(() => clientSpans(trace, 'SMTP send').length >= 2);
    running.inbox.trouble.mail = undefined;
    const mail = await waitFor(() => running.inbox.mails.find(({ to }) => to[0] === 'later@oms.example'));
    expect(mail.headers.get('traceparent')).toMatch(new RegExp(`^00-${trace}-`));
  });

  it('is where the histograms of its work lead to', async () => {
    const trace = traceId();
    running.inbox.trouble.mail = 451;
    const event = orderEvent('order.confirmed', { email: 'exemplar@oms.example' });
    await publish(running.broker, 'order.confirmed', event, { traceparent: `00-${trace}-${producer}-01` });
    // The second attempt is the job's.
    await waitFor(() => clientSpans(trace, 'SMTP send').length >= 2);
    running.inbox.trouble.mail = undefined;
    await waitFor(() => running.inbox.mails.find(({ to }) => to[0] === 'exemplar@oms.example'));
    for (const series of [
      'notification_delivery_duration_seconds_bucket{le="[^"]+",channel="email"}',
      'notification_delivery_duration_seconds_bucket{le="[^"]+",channel="sms"}',
      'email_send_duration_seconds_bucket{',
      'http_client_request_duration_seconds_bucket{',
      'db_client_operation_duration_seconds_bucket{',
      'messaging_process_duration_seconds_bucket{',
      'job_duration_seconds_bucket{le="[^"]+",job_name="notification_retry"}',
    ])
      await waitFor(async () => {
        const answer = await fetch(`${running.url}/metrics`, {
          headers: { Accept: 'application/openmetrics-text' },
        });
        const pattern = `^${series.replaceAll(/[{}]/g, '\\$&')}.*# \\{trace_id="${trace}"\\}`;
        return new RegExp(pattern, 'm').test(await answer.text());
      });
  });
});

describe('a request', () => {
  it('has a server span with its route, and an exemplar with its trace', async () => {
    const { body } = await running.get(
      '/api/v1/notifications/0190a1b2-0000-7000-8000-000000000000',
      asOperator,
    );
    const span = await waitFor(() =>
      spansOf(body.trace_id).find(
        ({ kind, parentSpanContext }) => kind === SpanKind.SERVER && !parentSpanContext,
      ),
    );
    expect(span.name).toBe('GET /api/v1/notifications/{id}');
    expect(span.attributes['http.route']).toBe('/api/v1/notifications/{id}');
    const metrics = await fetch(`${running.url}/metrics`, {
      headers: { Accept: 'application/openmetrics-text' },
    });
    expect(await metrics.text()).toMatch(
      new RegExp(
        `http_route="/api/v1/notifications/\\{id\\}",http_response_status_code="404"\\} \\d+ # \\{trace_id="${body.trace_id}"\\}`,
      ),
    );
  });

  it('of a machine is not traced, nor is the polling of the job', async () => {
    for (const path of ['/health', '/ready', '/metrics']) await fetch(running.url + path);
    const roots = exporter.getFinishedSpans().filter((span) => !span.parentSpanContext);
    expect(roots.filter(({ kind }) => kind !== SpanKind.SERVER)).toEqual([]);
    expect(roots.filter(({ name }) => /health|ready|metrics/.test(name))).toEqual([]);
  });
});
