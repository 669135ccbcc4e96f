// The default imports, because the instrumentation patches the module objects: a named import would miss it.
import http from 'node:http';
import https from 'node:https';
import { metrics, observe, secondsSince } from './metrics.js';

export interface Outgoing {
  /** Who is asked, whatever the address: the label `server_address`. */
  peer: 'user-service' | 'sms-gateway';
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Limit for the whole exchange. */
  timeoutMs: number;
}

export interface Answer {
  status: number;
  body: string;
}

/**
 * One HTTP exchange with a time limit, metrics and (by the instrumentation) a client span. Rejects when
 * no complete answer comes in time. Built on node:http, not on fetch, which costs 17 MB of memory when first used.
 */
export async function exchange(url: string, outgoing: Outgoing): Promise<Answer> {
  const start = performance.now();
  let status: number | 'error' = 'error';
  try {
    const answer = await new Promise<Answer>((resolve, reject) => send(url, outgoing, resolve, reject));
    status = answer.status;
    return answer;
  } finally {
    const labels = {
      server_address: outgoing.peer,
      http_request_method: outgoing.method,
      http_response_status_code: status,
    };
    observe(metrics.httpClientDuration, labels, secondsSince(start));
  }
}

function send(
  url: string,
  outgoing: Outgoing,
  resolve: (answer: Answer) => void,
  reject: (error: Error) => void,
): void {
  const { method, body, timeoutMs } = outgoing;
  const length: Record<string, string> =
    body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  const signal = AbortSignal.timeout(timeoutMs);
  const protocol = url.startsWith('https:') ? https : http;
  const request = protocol.request(
    url,
    { method, signal, headers: { ...outgoing.headers, ...length } },
    (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.on('error', reject);
    },
  );
  request.on('error', (error) =>
    reject(signal.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error),
  );
  request.end(body);
}
