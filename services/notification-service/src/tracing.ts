import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { context, diag, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  CompositePropagator,
  getStringFromEnv,
  setGlobalErrorHandler,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { operationName } from './db/operation.js';

/** Paths that machines poll: never traced, and logged at debug level only. */
export const operationalPaths = new Set(['/health', '/ready', '/metrics', '/openapi.yaml']);

/** The standard values of OTEL_TRACES_SAMPLER; anything else samples everything, as the specification asks. */
function samplerFromEnv(): Sampler {
  const ratio = Number(process.env.OTEL_TRACES_SAMPLER_ARG ?? '1');
  switch (getStringFromEnv('OTEL_TRACES_SAMPLER')) {
    case 'always_off':
      return new AlwaysOffSampler();
    case 'always_on':
      return new AlwaysOnSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio);
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
    default:
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
  }
}

/** Failed exports come once a second while no collector listens: one line a minute says enough. */
function quietExportErrors(): void {
  let silentUntil = 0;
  setGlobalErrorHandler((error) => {
    if (Date.now() < silentUntil) return;
    silentUntil = Date.now() + 60_000;
    const reason = typeof error === 'string' ? error : (error.message ?? error.code);
    // The exporter's timer was started by some request, whose trace has nothing to do with this.
    context.with(ROOT_CONTEXT, () => diag.error(`Spans cannot be exported: ${reason}`));
  });
}

/**
 * Starts tracing into the given processor. The parts are put together by hand instead of with
 * `NodeSDK`, which loads every exporter there is, gRPC included, for 25 MB of resident memory.
 */
export function startTracing(processor: SpanProcessor): TracerProvider {
  quietExportErrors();
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.namespace': 'oms', 'service.instance.id': randomUUID() }))
    .merge(
      resourceFromAttributes({ 'service.name': process.env.OTEL_SERVICE_NAME || 'notification-service' }),
    )
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new TracerProvider({ resource, sampler: samplerFromEnv(), spanProcessors: [processor] });

  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
  trace.setGlobalTracerProvider(provider);
  registerInstrumentations({
    tracerProvider: provider,
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: (request: IncomingMessage) =>
          operationalPaths.has(request.url?.split('?')[0] ?? ''),
      }),
      new PgInstrumentation({
        // Polling for due notifications must not open a trace of its own every second.
        requireParentSpan: true,
        ignoreConnectSpans: true,
        requestHook: (span, { query }) => {
          const operation = operationName(query.text);
          span.updateName(operation);
          // By peer.service Tempo's service graph knows the database.
          span.setAttributes({ 'db.operation.name': operation, 'peer.service': 'postgres' });
        },
      }),
    ],
  });

  // The instrumentations patch prototypes in place when a module passes through `require`. Both
  // modules are CommonJS or built in, so requiring them once here patches what `import` sees too,
  // without an ESM loader hook.
  const require = createRequire(import.meta.url);
  require('node:http');
  require('pg');
  return provider;
}

/**
 * Keeps 17 MB of memory free: an `import` of node:http reads all its members, and the getters of these
 * three load the whole of undici (the client behind `fetch`), which this service does not use. Must
 * come before the first such import.
 */
export function withoutUndici(): void {
  const http: object = createRequire(import.meta.url)('node:http');
  for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent'])
    Object.defineProperty(http, name, { value: undefined });
}
