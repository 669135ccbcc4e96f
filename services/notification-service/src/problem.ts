import { trace } from '@opentelemetry/api';

/** The part of contracts/problems.yaml that this service uses. */
export const problems = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'The state does not allow it' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'Send JSON' },
  idempotency_key_reused: { status: 422, title: 'The idempotency key was used for another request' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  dependency_unavailable: { status: 503, title: 'A part of the system does not answer' },
} as const;

export type ProblemCode = keyof typeof problems;

export interface FieldError {
  field: string;
  message: string;
}

/** A failed request in the words of the contract. `headers` go into the response as they are. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly errors?: FieldError[],
    readonly headers: Record<string, string> = {},
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }

  get status(): number {
    return problems[this.code].status;
  }

  /** The RFC 9457 document; `instance` is the path of the request. */
  document(instance: string): Record<string, unknown> {
    return {
      type: `urn:oms:problem:${this.code}`,
      title: problems[this.code].title,
      status: this.status,
      detail: this.detail,
      instance,
      code: this.code,
      trace_id: trace.getActiveSpan()?.spanContext().traceId ?? '0'.repeat(32),
      ...(this.errors ? { errors: this.errors } : {}),
    };
  }
}

export function invalidField(field: string, message: string): Problem {
  return new Problem('invalid_request', `${field}: ${message}`, [{ field, message }]);
}

export function unauthorized(detail: string, cause?: unknown): Problem {
  return new Problem('unauthorized', detail, undefined, { 'WWW-Authenticate': 'Bearer' }, { cause });
}

/**
 * SQLSTATE classes and socket errors that say "not now" rather than "never". Beside what a server says that is
 * not there: our own time limits (57014, 25P03), and a transaction that another one got in the way of.
 */
const unavailableStates = /^(08...|53...|57P0[123]|25006|57014|25P03|40001|40P01|55P03)$/;
const socketErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'EHOSTUNREACH',
]);
const poolErrors =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

/** Whether an error means that the database does not answer, by code and never by the text of a statement's error. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  const { code } = error as Error & { code?: string };
  // pg raises its own connection faults without a code: only then does the text decide.
  if (code === undefined) return poolErrors.test(error.message);
  return socketErrors.has(code) || unavailableStates.test(code);
}

/** What body-parser and the router raise, by the `type` that they set. */
function frameworkProblem(type: unknown, status: number): Problem | undefined {
  if (type === 'entity.too.large')
    return new Problem('payload_too_large', 'The body exceeds 1 048 576 bytes.');
  if (type === 'entity.parse.failed') return invalidField('body', 'is not valid JSON');
  if (status === 415)
    return new Problem('unsupported_media_type', 'The body must be application/json in UTF-8.');
  // The router, about a path that does not decode: what cannot be read names nothing.
  if (type === undefined && status === 400) return new Problem('not_found', 'There is no such thing.');
  if (status >= 400 && status < 500) return invalidField('body', 'cannot be read');
  return undefined;
}

/** Turns whatever was thrown into a problem; faults of our own keep their text to themselves. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') {
    const known = frameworkProblem('type' in error ? error.type : undefined, error.status);
    if (known) return known;
  }
  if (isDatabaseUnavailable(error))
    return new Problem(
      'dependency_unavailable',
      'The database does not answer.',
      undefined,
      { 'Retry-After': '2' },
      { cause: error },
    );
  return new Problem(
    'internal_error',
    'An unexpected fault; the trace id leads to the cause.',
    undefined,
    {},
    { cause: error },
  );
}
