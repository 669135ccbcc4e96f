/** Traces: OTLP over HTTP, W3C propagation in and out, and one server span for each request. */
import { randomUUID } from 'node:crypto';
import {
  type Attributes,
  context,
  DiagLogLevel,
  diag,
  propagation,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type Span,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { config } from '../config.ts';
import { log } from '../log.ts';

/** Starts tracing; the result sends what is pending and stops. */
export function startTracing(): () => Promise<void> {
  diag.setLogger(
    {
      error: (msg) => log.debug(`OpenTelemetry: ${msg}`),
      warn: (msg) => log.debug(`OpenTelemetry: ${msg}`),
      info: (msg) => log.debug(`OpenTelemetry: ${msg}`),
      debug: () => undefined,
      verbose: () => undefined,
    },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const { gatewayUrl, otlpEndpoint, serviceName } = config();
  const exporter = new OTLPTraceExporter({ url: `${otlpEndpoint}/v1/traces`, timeoutMillis: 5_000 });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.namespace': 'oms',
      'service.version': process.env.npm_package_version ?? '0.1.0',
      'deployment.environment.name': 'lab',
    })
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes({ 'service.name': serviceName, 'service.instance.id': randomUUID() })),
    sampler: samplerNamed(process.env.OTEL_TRACES_SAMPLER, process.env.OTEL_TRACES_SAMPLER_ARG),
    spanProcessors: [
      new FrameworkSpans(),
      new BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: Number(process.env.OTEL_BSP_SCHEDULE_DELAY) || 1_000,
      }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);

  // The instrumentation below makes the client spans; Next.js's own spans of fetch would double them.
  process.env.NEXT_OTEL_FETCH_DISABLED = '1';
  const gateway = new URL(gatewayUrl).origin;
  const outgoing = new UndiciInstrumentation({
    // Next.js renders the target of a redirect by calling itself: not a call between parts.
    ignoreRequestHook: (request) => request.origin !== gateway,
    startSpanHook: ({ path }): Attributes => ({
      'peer.service': 'traefik',
      'url.template': templateOf(path),
    }),
    requestHook: (span, { method, path }) => {
      span.updateName(`${method} ${templateOf(path)}`);
    },
  });
  outgoing.setTracerProvider(provider);
  return () => provider.shutdown();
}

/**
 * Next.js marks each of its passes over a request (proxy, render) as a server span. The request has one already,
 * made at the HTTP server; a second and third would be counted as requests by Tempo's span metrics.
 */
class FrameworkSpans implements SpanProcessor {
  onStart(span: Span): void {
    if (span.attributes['next.span_type'] !== 'BaseServer.handleRequest') return;
    (span as { kind: SpanKind }).kind = SpanKind.INTERNAL;
  }
  onEnd(): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

const SKU = /^(\/api\/v1\/inventory(?:\/products)?)\/(?!(?:adjust|alerts|products)(?:\/|$))[^/]+/;

/** A path as a name that stays the same for every id: ids of the backend are UUIDs, and SKUs in the inventory. */
export function templateOf(path: string): string {
  const [pathname = '/'] = path.split('?', 1);
  return pathname.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '{id}').replace(SKU, '$1/{sku}');
}

/** The standard names of OTEL_TRACES_SAMPLER; an unknown one samples as the lab does, everything. */
function samplerNamed(name = 'parentbased_always_on', argument?: string): Sampler {
  const ratio = argument === undefined ? 1 : Number(argument);
  const roots: Record<string, Sampler> = {
    always_on: new AlwaysOnSampler(),
    always_off: new AlwaysOffSampler(),
    traceidratio: new TraceIdRatioBasedSampler(ratio),
  };
  const root = roots[name.replace(/^parentbased_/, '')] ?? new AlwaysOnSampler();
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}
