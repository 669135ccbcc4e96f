// Requests as the operations of contracts/openapi: each is tagged with its operationId, and an answer that the contract
// foresees, a declined card for instance, is no failure.

import { check, sleep } from 'k6';
import http from 'k6/http';
import { Counter } from 'k6/metrics';
import { gateway } from './settings.js';

/** Answers of 429, by operation and by who gave them: a service (its problem's code) or the gateway. */
const throttled = new Counter('throttled');

/** Above the 5 s that an order may take, below what anybody waits for. */
const timeout = '10s';

/** A throttled request is sent once more, after at most so many seconds. */
const longestPause = 5;

/** Ends a journey: an answer was not one of those expected. It has been counted already. */
export class Unexpected extends Error {}

/** What this virtual user has complained about; once is enough. */
const told = new Set();

/**
 * Sends a request and returns the response. Throws Unexpected unless its status is one of `expected`; a 429 is never
 * a failure of the lab, but when the second try gets it too the journey ends.
 */
export function call(operation, method, path, { expected = [200], token, body, headers = {} } = {}) {
  const params = {
    tags: { operation },
    timeout,
    responseCallback: http.expectedStatuses(...expected, 429),
    headers: {
      Accept: 'application/json, application/problem+json',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'Content-Type': 'application/json' } : {}),
      ...headers,
    },
  };
  const send = () => http.request(method, gateway + path, body ? JSON.stringify(body) : null, params);
  let response = send();
  if (response.status === 429) {
    sleep(pause(operation, response));
    response = send();
  }
  if (response.status === 429) {
    pause(operation, response);
    throw new Unexpected(`${operation}: throttled`);
  }
  const fits = check(response, { 'the answer is as promised': (r) => expected.includes(r.status) }, { operation });
  if (!fits) {
    complain(operation, response);
    throw new Unexpected(`${operation}: ${response.status || response.error}`);
  }
  return response;
}

/** The body of an answer, {} when it is no JSON: a dying part may send anything. */
export function json(response) {
  try {
    return response.json() || {};
  } catch {
    return {};
  }
}

/** Counts a 429 and returns how many seconds to wait. The gateway's own has no problem document. */
function pause(operation, response) {
  throttled.add(1, { operation, by: json(response).code || 'gateway' });
  return Math.min(longestPause, Number(response.headers['Retry-After']) || 1);
}

function complain(operation, response) {
  const what = `${operation}: ${response.status || response.error}`;
  if (told.has(what)) {
    return;
  }
  told.add(what);
  const problem = json(response);
  const trace = problem.trace_id ? ` (trace ${problem.trace_id})` : '';
  console.warn(problem.title ? `${what} ${problem.title}${trace}` : what);
}
