import { trace } from '@opentelemetry/api';
import { destination, pino } from 'pino';

export type Logger = pino.Logger;

const levels: Record<string, string> = { trace: 'debug', fatal: 'error' };

/**
 * The one log format of the system: `ts`, `level`, `service`, `msg`, then the ids of the active
 * span, then snake_case fields. Lines go to standard output, synchronously, so that none is lost
 * when the process ends.
 */
export function createLogger(service: string, level: string): Logger {
  return pino(
    {
      level,
      base: { service },
      messageKey: 'msg',
      timestamp: () => `,"ts":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: levels[label] ?? label }) },
      mixin: () => {
        const span = trace.getActiveSpan()?.spanContext();
        return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
      },
      redact: ['authorization', '*.authorization', 'token', '*.token', 'password', '*.password'],
    },
    destination({ dest: 1, sync: true }),
  );
}

/** The text of anything that was thrown, for the `error` field. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorText(error.errors[0]);
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}

/** Passes Node's own warnings through the logger; a fault that nobody handled ends the process with one error line. */
export function captureProcessFaults(log: Logger): void {
  process.on('warning', (warning) => log.warn({ error: warning.message }, `Node.js warns: ${warning.name}`));
  const die = (error: unknown) => {
    const stack = error instanceof Error ? error.stack : undefined;
    log.error({ error: errorText(error), stack }, 'The process ends on an unhandled error');
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}
