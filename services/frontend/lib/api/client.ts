/** The one place that speaks HTTP with the gateway: timeouts, problems, metrics, and the caller's token. */
import 'server-only';
import { context, trace } from '@opentelemetry/api';
import { traceUrl } from '@/lib/grafana';
import { config } from '@/server/config';
import { errorFields, log } from '@/server/log';
import { metrics } from '@/server/telemetry/metrics';
import { currentRequestId } from '@/server/telemetry/request-id';
import { type Problem, ProblemError, parseProblem, unreachable } from './problem';

/** Reads are short; an order may take the saga's whole budget of 5 s. */
const READ_TIMEOUT_MS = 5_000;
const WRITE_TIMEOUT_MS = 10_000;

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the gateway, its parameters already encoded by {@link path}. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Access token; without one the call is anonymous. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Builds a path and encodes its parameters: path`/api/v1/orders/${id}`. */
export function path(parts: TemplateStringsArray, ...parameters: readonly string[]): string {
  return String.raw({ raw: parts }, ...parameters.map(encodeURIComponent));
}

/** Sends one request; throws {@link ProblemError} unless the answer is a success. */
export async function send<T>(call: Call): Promise<T> {
  const method = call.method ?? 'GET';
  const traceId = trace.getSpanContext(context.active())?.traceId;
  const response = await exchange(call, method, traceId);
  const body = await read(response);
  if (response.ok) return body as T;

  const problem = parseProblem(response.status, body, traceId);
  const line = { status: problem.status, code: problem.code, url_path: call.path };
  if (problem.status >= 500) log.warn(`${method} ${call.path} answered ${problem.status}`, line);
  throw failure(problem);
}

async function exchange(call: Call, method: string, traceId: string | undefined): Promise<Response> {
  const url = new URL(config().gatewayUrl + call.path);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
  }
  const requestId = currentRequestId();
  const started = performance.now();
  let status = 0;
  try {
    const response = await fetch(url, {
      method,
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(method === 'GET' ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS),
      headers: {
        Accept: 'application/json, application/problem+json',
        ...(call.token && { Authorization: `Bearer ${call.token}` }),
        ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
        ...(requestId && { 'X-Request-Id': requestId }),
        ...call.headers,
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    });
    status = response.status;
    return response;
  } catch (error) {
    const reason = error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'connection';
    const { error: text } = errorFields(error);
    log.warn(`${method} ${call.path} got no answer`, { url_path: call.path, error: text });
    throw failure(unreachable(reason, traceId), error);
  } finally {
    metrics().clientDuration.observe({
      labels: {
        server_address: url.hostname,
        http_request_method: method,
        http_response_status_code: status,
      },
      value: (performance.now() - started) / 1000,
      ...(traceId && { exemplarLabels: { trace_id: traceId } }),
    });
  }
}

function failure(problem: Problem, cause?: unknown): ProblemError {
  const url = problem.traceId && traceUrl(problem.traceId);
  return new ProblemError(url ? { ...problem, traceUrl: url } : problem, { cause });
}

/** The body as JSON; undefined when there is none or it is something else, such as the gateway's plain text. */
async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!/[/+]json/.test(response.headers.get('content-type') ?? '')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
