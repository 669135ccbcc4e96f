/**
 * Loaded before everything else (`node --import ./dist/telemetry.js`): traces are exported by OTLP
 * over HTTP. Logs are set up in logs.ts, metrics in metrics.ts.
 */
import { diag, trace } from '@opentelemetry/api';
import { diagLogLevelFromString, getBooleanFromEnv, getNumberFromEnv } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, type TracerProvider } from '@opentelemetry/sdk-trace';
import { createLogger } from './logs.js';
import { startTracing, withoutUndici } from './tracing.js';

withoutUndici();

const log = createLogger(process.env.OTEL_SERVICE_NAME || 'notification-service', 'debug');
const line = (level: 'debug' | 'info' | 'warn') => (message: string) =>
  log[level]({ component: 'opentelemetry' }, message);
// The exporter's errors are warnings here: orders and mails go on without a collector.
const logger = {
  error: line('warn'),
  warn: line('warn'),
  info: line('info'),
  debug: line('debug'),
  verbose: line('debug'),
};
diag.setLogger(logger, { logLevel: diagLogLevelFromString(process.env.OTEL_LOG_LEVEL || 'warn') });

let provider: TracerProvider | undefined;
if (!getBooleanFromEnv('OTEL_SDK_DISABLED')) {
  const exporter = new OTLPTraceExporter({
    timeoutMillis: getNumberFromEnv('OTEL_EXPORTER_OTLP_TIMEOUT') ?? 3000,
  });
  provider = startTracing(
    new BatchSpanProcessor({
      exporter,
      scheduledDelayMillis: getNumberFromEnv('OTEL_BSP_SCHEDULE_DELAY') ?? 1000,
      exportTimeoutMillis: getNumberFromEnv('OTEL_BSP_EXPORT_TIMEOUT') ?? 3000,
    }),
  );
}

/** Exports what is left, within two seconds; called last in a graceful stop. */
export async function flushTelemetry(): Promise<void> {
  trace.disable();
  const limit = new Promise((resolve) => setTimeout(resolve, 2000).unref());
  await Promise.race([provider?.shutdown().catch(() => undefined), limit]);
}
