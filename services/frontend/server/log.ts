/** JSON lines on standard output, one shape with every other service. */
import { context, trace } from '@opentelemetry/api';
import { LOG_LEVELS, type LogLevel } from './config.ts';

export type Fields = Readonly<Record<string, unknown>>;

const threshold = Math.max(0, LOG_LEVELS.indexOf((process.env.LOG_LEVEL?.trim() || 'info') as LogLevel));
const service = process.env.OTEL_SERVICE_NAME?.trim() || 'frontend';

function write(level: LogLevel, msg: string, fields: Fields = {}): void {
  if (LOG_LEVELS.indexOf(level) < threshold) return;
  const span = trace.getSpanContext(context.active());
  const line = {
    ts: new Date().toISOString(),
    level,
    service,
    msg,
    ...(span && { trace_id: span.traceId, span_id: span.spanId }),
    ...fields,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export const log = {
  debug: (msg: string, fields?: Fields) => write('debug', msg, fields),
  info: (msg: string, fields?: Fields) => write('info', msg, fields),
  warn: (msg: string, fields?: Fields) => write('warn', msg, fields),
  error: (msg: string, fields?: Fields) => write('error', msg, fields),
};

/** What a log line says about a thrown value. The stack stays with errors nobody expected. */
export function errorFields(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: String(error) };
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return { error: `${error.name}: ${error.message}${cause}`, stack: error.stack };
}
