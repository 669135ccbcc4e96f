import { describe, expect, it } from 'vitest';
import { isUnsettled, parseProblem, unreachable } from '@/lib/api/problem';

const declined = {
  type: 'urn:oms:problem:payment_declined',
  title: 'The payment was declined',
  status: 402,
  detail: 'The bank said no.',
  instance: '/api/v1/orders',
  code: 'payment_declined',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  order_id: '0199aaaa-0000-7000-8000-000000000001',
  decline_code: 'insufficient_funds',
};

describe('parseProblem', () => {
  it('reads a problem document and the members of its code', () => {
    expect(parseProblem(402, declined, 'ffff')).toEqual({
      status: 402,
      code: 'payment_declined',
      title: 'The payment was declined',
      detail: 'The bank said no.',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      orderId: '0199aaaa-0000-7000-8000-000000000001',
      declineCode: 'insufficient_funds',
    });
  });

  it('reads field errors and skus, and drops what is not one', () => {
    const problem = parseProblem(400, {
      code: 'invalid_request',
      errors: [{ field: 'items[0].quantity', message: 'must be at least 1' }, 'nonsense', { field: 7 }],
      skus: ['LAP-1001', 5],
    });
    expect(problem.errors).toEqual([
      { field: 'items[0].quantity', message: 'must be at least 1' },
      { field: 'request', message: 'is not valid' },
    ]);
    expect(problem.skus).toEqual(['LAP-1001']);
  });

  it('reads what is left after a refused refund', () => {
    const refundable = { amount_minor: 500, currency: 'EUR' };
    expect(parseProblem(422, { code: 'refund_exceeds_captured', refundable }).refundable).toEqual(refundable);
    expect(parseProblem(422, { refundable: '5.00' }).refundable).toBeUndefined();
  });

  it.each([undefined, null, 'Bad Gateway', [], 7])('explains an answer whose body is %j', (body) => {
    const problem = parseProblem(502, body, 'abc');
    expect(problem).toEqual({
      status: 502,
      code: 'http_502',
      title: 'A part of the system does not answer',
      detail: 'The answer was HTTP 502 without an explanation.',
      traceId: 'abc',
    });
  });
});

describe('isUnsettled', () => {
  it('keeps the idempotency key while the outcome is unknown', () => {
    expect(isUnsettled(unreachable('timeout'))).toBe(true);
    expect(isUnsettled(unreachable('connection'))).toBe(true);
    expect(isUnsettled(parseProblem(503, undefined))).toBe(true);
    expect(isUnsettled(parseProblem(429, undefined))).toBe(true);
  });

  it('lets go of it after a definite no', () => {
    for (const status of [400, 402, 409, 422])
      expect(isUnsettled(parseProblem(status, declined))).toBe(false);
  });
});
