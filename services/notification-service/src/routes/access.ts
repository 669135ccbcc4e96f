import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { context, trace } from '@opentelemetry/api';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { errorText, type Logger } from '../logs.js';
import { metrics, observe, secondsSince } from '../metrics.js';
import { toProblem } from '../problem.js';
import { operationalPaths } from '../tracing.js';

/** The caller's request id when it is harmless to repeat, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID();
}

/** Request id, metrics and the one access line of every request. */
export function access(log: Logger): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    const method = request.method;
    const active = context.active();
    const span = trace.getSpan(active);
    const requestId = requestIdOf(request);
    response.setHeader('X-Request-Id', requestId);
    metrics.httpServerActive.inc({ http_request_method: method });

    // `close` comes after every response, also one that the caller did not wait for.
    response.once('close', () => {
      const http_route: string = response.locals.route ?? 'unmatched';
      const status = response.statusCode;
      metrics.httpServerActive.dec({ http_request_method: method });
      const labels = { http_request_method: method, http_route, http_response_status_code: status };
      observe(metrics.httpServerDuration, labels, secondsSince(start), span);

      const duration_ms = Math.round(performance.now() - start);
      const url_path = request.path;
      const fields = {
        http_request_method: method,
        http_route,
        status,
        duration_ms,
        request_id: requestId,
        url_path,
      };
      const level = operationalPaths.has(url_path) ? 'debug' : 'info';
      context.with(active, () => log[level](fields, `${method} ${url_path} ${status} in ${duration_ms} ms`));
    });
    next();
  };
}

/** Every error, the framework's included, becomes a problem document; what is our own fault is logged once, here. */
export function problemResponse(log: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = toProblem(error);
    if (problem.status >= 500) {
      const cause: unknown = problem.cause ?? error;
      const stack = problem.code === 'internal_error' && cause instanceof Error ? cause.stack : undefined;
      const fields = {
        http_route: response.locals.route,
        status: problem.status,
        error: errorText(cause),
        stack,
      };
      log.error(fields, `${request.method} ${request.path} failed: ${problem.detail}`);
    }
    const document = Buffer.from(JSON.stringify(problem.document(request.path)));
    response.status(problem.status).set(problem.headers).set('Content-Length', String(document.length));
    // Express would add a charset, which the media type does not have.
    response.setHeader('Content-Type', 'application/problem+json');
    response.end(document);
  };
}
