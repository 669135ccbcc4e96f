/** What goes wrong in a call to the backend, in the one form in which pages show it (RFC 9457). */
import type { FieldError } from './generated/order-service';
import type { Amount } from './types';

export type { FieldError };

/** A problem document as the services send it; plain data, so that it may travel to the browser. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly traceId?: string;
  /** The trace in Grafana, when one is configured. */
  readonly traceUrl?: string;
  readonly errors?: readonly FieldError[];
  /** The order that was rejected, on `out_of_stock` and `payment_declined`. */
  readonly orderId?: string;
  readonly declineCode?: string;
  readonly skus?: readonly string[];
  /** On `refund_exceeds_captured`: what is left. */
  readonly refundable?: Amount;
}

/** Thrown by every function of `lib/api` when the answer is not a success. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(`${problem.code}: ${problem.detail || problem.title}`, options);
    this.problem = problem;
  }
}

/** Titles for answers that are not problem documents: the gateway's own, mostly. */
const TITLES: Readonly<Record<number, string>> = {
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  413: 'The body is too large',
  429: 'Too many requests',
  502: 'A part of the system does not answer',
  503: 'A part of the system does not answer',
  504: 'A part of the system did not answer in time',
};

/** Reads an error answer, whatever its body; `traceId` stands in when the body names none. */
export function parseProblem(status: number, body: unknown, traceId?: string): Problem {
  const members = isRecord(body) ? body : {};
  return {
    status,
    code: text(members.code) ?? `http_${status}`,
    title: text(members.title) ?? TITLES[status] ?? 'The request failed',
    detail: text(members.detail) ?? `The answer was HTTP ${status} without an explanation.`,
    ...optional('traceId', text(members.trace_id) ?? traceId),
    ...optional('errors', fieldErrors(members.errors)),
    ...optional('orderId', text(members.order_id)),
    ...optional('declineCode', text(members.decline_code)),
    ...optional('skus', texts(members.skus)),
    ...optional('refundable', amount(members.refundable)),
  };
}

/** The call itself failed: nothing listens, the name does not resolve, or the time ran out. */
export function unreachable(reason: 'timeout' | 'connection', traceId?: string): Problem {
  return {
    status: reason === 'timeout' ? 504 : 503,
    code: reason === 'timeout' ? 'gateway_timeout' : 'gateway_unreachable',
    title: reason === 'timeout' ? 'The gateway did not answer in time' : 'The gateway does not answer',
    detail: 'Nothing is known about the outcome. Check that the lab is running, then try again.',
    ...optional('traceId', traceId),
  };
}

/** Whether the same request may be sent again under the same idempotency key: its outcome is unknown. */
export function isUnsettled(problem: Problem): boolean {
  return problem.status >= 500 || problem.status === 429;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function amount(value: unknown): Amount | undefined {
  if (!isRecord(value)) return undefined;
  const { amount_minor, currency } = value;
  return typeof amount_minor === 'number' && typeof currency === 'string'
    ? { amount_minor, currency }
    : undefined;
}

function texts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = value.filter((entry): entry is string => typeof entry === 'string');
  return found.length > 0 ? found : undefined;
}

function fieldErrors(value: unknown): FieldError[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = value.filter(isRecord).map(({ field, message }) => ({
    field: text(field) ?? 'request',
    message: text(message) ?? 'is not valid',
  }));
  return found.length > 0 ? found : undefined;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
