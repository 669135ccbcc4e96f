import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { type Express, json, type Request, type Response } from 'express';
import type { z } from 'zod';
import { type Authenticate, bearerToken, hasRole, type Principal, type Role } from '../auth.js';
import { type FieldError, invalidField, Problem } from '../problem.js';

/** What a handler gets to see of a request. */
export interface Call<Body = unknown> {
  request: Request;
  response: Response;
  /** Value of a `{name}` in the path. */
  param(name: string): string;
  /** Checks the query parameters; a wrong one becomes a problem that names it. */
  query<T>(schema: z.ZodType<T>): T;
  caller: Principal;
  body: Body;
}

/** One line of the route table. */
export interface Route {
  method: 'get' | 'post' | 'put';
  /** The template as in OpenAPI, also the `http_route` of metrics and spans. */
  path: string;
  /** Who may call; `null` asks for no token. */
  roles: Role[] | null;
  /** The shape of the body, when there is one. */
  body?: z.ZodType;
  handle(call: Call): Promise<void> | void;
}

/** A route with a body: ties the handler's type to the schema that checks it. */
export function routeWithBody<T>(
  route: Omit<Route, 'body' | 'handle'> & { body: z.ZodType<T>; handle(call: Call<T>): Promise<void> },
): Route {
  return { ...route, handle: (call) => route.handle({ ...call, body: call.body as T }) };
}

const nobody: Principal = { id: '', roles: [], expiresAt: 0 };
const parseJson = json({ limit: 1_048_576, strict: false });

/** Mounts the table. The order of checks: route, method, token, role, body size, JSON, validation. */
export function mount(app: Express, routes: Route[], authenticate: Authenticate): void {
  for (const [path, group] of Map.groupBy(routes, (route) => route.path)) {
    const allowed = group.flatMap(({ method }) =>
      method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
    );
    const target = app.route(path.replace(/\{(\w+)\}/g, ':$1'));
    target.all((_request, response, next) => {
      response.locals.route = path;
      const server = getRPCMetadata(context.active());
      if (server) server.route = path;
      next();
    });
    for (const route of group) {
      target[route.method](async (request, response) => {
        const caller = route.roles ? await authorise(request, route.roles, authenticate) : nobody;
        const body = route.body ? checked(route.body, await readBody(request, response), 'body') : undefined;
        const param = (name: string) => String(request.params[name]);
        const query = <T>(schema: z.ZodType<T>) => checked(schema, { ...request.query }, 'query');
        await route.handle({ request, response, param, query, caller, body });
      });
    }
    target.all(() => {
      const detail = `This path answers ${allowed.join(', ')}.`;
      throw new Problem('method_not_allowed', detail, undefined, { Allow: allowed.join(', ') });
    });
  }
  app.use(() => {
    throw new Problem('not_found', 'There is no such route.');
  });
}

async function authorise(request: Request, roles: Role[], authenticate: Authenticate): Promise<Principal> {
  const caller = await authenticate(bearerToken(request.headers.authorization));
  if (!hasRole(caller, ...roles))
    throw new Problem('forbidden', `This needs one of the roles ${roles.join(', ')}.`);
  return caller;
}

async function readBody(request: Request, response: Response): Promise<unknown> {
  const { 'content-type': type, 'content-length': length } = request.headers;
  // `is` answers false also for a body of zero bytes, which clients announce when there is none.
  const nothing = type === undefined && length === '0';
  if (!nothing && request.is('application/json') === false)
    throw new Problem('unsupported_media_type', 'The body must be application/json.');
  await new Promise<void>((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
  });
  if (request.body === undefined) throw invalidField('body', 'is required');
  return request.body;
}

/** `items[0].quantity` */
function fieldName(path: PropertyKey[]): string {
  return path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

function fieldErrors(issue: z.core.$ZodIssue, root: string): FieldError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: fieldName([...issue.path, key]),
      message: 'is not a known field',
    }));
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return [{ field: fieldName(issue.path) || root, message: missing ? 'is required' : issue.message }];
}

function checked<T>(schema: z.ZodType<T>, value: unknown, root: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => fieldErrors(issue, root));
  const detail = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new Problem('invalid_request', detail, errors);
}
