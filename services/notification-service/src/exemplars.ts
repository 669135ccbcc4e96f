import { AsyncLocalStorage } from 'node:async_hooks';
import { type Span, TraceFlags, trace } from '@opentelemetry/api';

/** The labels of an exemplar that leads to the span's trace; undefined when the trace is not kept: a dead link. */
export function exemplarOf(span: Span | undefined): { trace_id: string } | undefined {
  const spanContext = span?.spanContext();
  const sampled = spanContext && (spanContext.traceFlags & TraceFlags.SAMPLED) !== 0;
  return sampled ? { trace_id: spanContext.traceId } : undefined;
}

interface LastTrace {
  span?: Span;
}

const notes = new AsyncLocalStorage<LastTrace>();

/** Runs work that goes on in one trace after the other, such as a job; `note` has the last of them afterwards. */
export function notingTraces<T>(note: LastTrace, work: () => T): T {
  return notes.run(note, work);
}

/** Notes the active trace as one in which the work goes on. */
export function noteTrace(): void {
  const note = notes.getStore();
  const span = trace.getActiveSpan();
  if (note && span) note.span = span;
}
