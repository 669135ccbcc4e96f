/** The one place that speaks HTTP with the gateway: typed by the contracts, with timeouts, problems and metrics. */
import 'server-only';
import { context, TraceFlags, trace } from '@opentelemetry/api';
import { headers } from 'next/headers';
import createClient, { type Client } from 'openapi-fetch';
import { traceUrl } from '@/lib/grafana';
import { accessToken } from '@/lib/session/session';
import { config } from '@/server/config';
import { errorFields, log } from '@/server/log';
import { metrics } from '@/server/telemetry/metrics';
import { currentRequestId } from '@/server/telemetry/request-id';
import type { paths as InventoryPaths } from './generated/inventory-service';
import type { paths as NotificationPaths } from './generated/notification-service';
import type { paths as OrderPaths } from './generated/order-service';
import type { paths as PaymentPaths } from './generated/payment-service';
import type { paths as UserPaths } from './generated/user-service';
import { type Problem, ProblemError, parseProblem, unreachable } from './problem';

/** Reads are short; an order may take the saga's whole budget of 5 s. */
const READ_TIMEOUT_MS = 5_000;
const WRITE_TIMEOUT_MS = 10_000;

/** The gateway by its service name, whatever its address: the label `server_address`. */
const PEER = 'traefik';

/** Who the browser is: user-service limits sign-ins by address, and shows address and device of each session. */
const PASSED_ON = ['User-Agent', 'X-Forwarded-For'];

export const orders = client<OrderPaths>();
export const inventory = client<InventoryPaths>();
export const payments = client<PaymentPaths>();
export const users = client<UserPaths>();
export const notifications = client<NotificationPaths>();
/** For what needs no session, such as beginning one. */
export const anonymous = client<UserPaths>({ withToken: false });

/**
 * A client of one API, made when it is first used: a build has no configuration. Every answer that is not a success
 * becomes a {@link ProblemError}.
 */
function client<Paths extends object>({ withToken = true } = {}): () => Client<Paths> {
  let made: Client<Paths> | undefined;
  return () => {
    made ??= create<Paths>(withToken);
    return made;
  };
}

function create<Paths extends object>(withToken: boolean): Client<Paths> {
  const created = createClient<Paths>({
    baseUrl: config().gatewayUrl,
    fetch: exchange,
    cache: 'no-store',
    redirect: 'error',
    headers: { Accept: 'application/json, application/problem+json' },
  });
  created.use({
    onRequest: async ({ request }) => {
      const token = withToken ? await accessToken() : undefined;
      const requestId = currentRequestId();
      if (token) request.headers.set('Authorization', `Bearer ${token}`);
      if (requestId) request.headers.set('X-Request-Id', requestId);
      const browser = await headers();
      for (const name of PASSED_ON) {
        const value = browser.get(name);
        if (value) request.headers.set(name, value);
      }
      return request;
    },
  });
  return created;
}

/** What a call answers with: failures have been thrown already. */
export async function dataOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

async function exchange(request: Request): Promise<Response> {
  const { method } = request;
  const url = new URL(request.url);
  const traceId = trace.getSpanContext(context.active())?.traceId;
  const response = await timed(request, url, traceId);
  if (response.ok) return response;

  const problem = parseProblem(response.status, await jsonOf(response), traceId);
  const line = { status: problem.status, code: problem.code, url_path: url.pathname };
  if (problem.status >= 500) log.warn(`${method} ${url.pathname} answered ${problem.status}`, line);
  throw failure(problem);
}

async function timed(request: Request, url: URL, traceId: string | undefined): Promise<Response> {
  const { method } = request;
  const started = performance.now();
  let status: number | 'error' = 'error';
  try {
    const response = await fetch(request, {
      signal: AbortSignal.timeout(method === 'GET' ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS),
    });
    status = response.status;
    return response;
  } catch (error) {
    const reason = error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'connection';
    const { error: text } = errorFields(error);
    log.warn(`${method} ${url.pathname} got no answer`, { url_path: url.pathname, error: text });
    throw failure(unreachable(reason, traceId), error);
  } finally {
    metrics().clientDuration.observe({
      labels: {
        server_address: PEER,
        http_request_method: method,
        http_response_status_code: status,
      },
      value: (performance.now() - started) / 1000,
      ...(isKept() && { exemplarLabels: { trace_id: traceId } }),
    });
  }
}

/** Whether the current trace can be opened later: an exemplar of another would be a dead link. */
function isKept(): boolean {
  const flags = trace.getSpanContext(context.active())?.traceFlags ?? TraceFlags.NONE;
  return (flags & TraceFlags.SAMPLED) !== 0;
}

function failure(problem: Problem, cause?: unknown): ProblemError {
  const url = problem.traceId && traceUrl(problem.traceId);
  return new ProblemError(url ? { ...problem, traceUrl: url } : problem, { cause });
}

/** The body as JSON; undefined when there is none or it is something else, such as the gateway's plain text. */
async function jsonOf(response: Response): Promise<unknown> {
  if (!/[/+]json/.test(response.headers.get('content-type') ?? '')) return undefined;
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
