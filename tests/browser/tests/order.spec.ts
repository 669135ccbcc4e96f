import { expect, test } from '@playwright/test';
import { env } from '../env.ts';
import { fillOrder, newCustomer, signUp } from './customer.ts';

interface Messages {
  items: { kind: string; subject: string; text: string; trace_id?: string }[];
}

test('a customer places an order and can follow it to the mailbox', async ({ page, request }) => {
  const customer = newCustomer();
  await signUp(page, customer);
  await fillOrder(page, 'LAP-1001', 'tok_visa');
  await page.getByTestId('place-order').click();

  await expect(page.getByTestId('order-number')).toContainText(/ORD-\d{4}-\d{6}/);
  await expect(page.getByTestId('order-status').first()).toHaveAttribute('data-status', 'confirmed');
  await expect(page.getByTestId('payment-status')).toHaveText(/captured/i);
  await expect(page.getByTestId('order-item')).toHaveCount(1);
  const number = (await page.getByTestId('order-number').textContent())?.match(/ORD-\d{4}-\d{6}/)?.[0] ?? '';
  const trace = (await page.getByTestId('trace-id').getAttribute('title')) ?? '';
  expect(trace).toMatch(/^[0-9a-f]{32}$/);

  await expect
    .poll(
      async () => {
        const answer = await request.get(`${env.inbox}/api/messages?to=${customer.email}`);
        const { items } = (await answer.json()) as Messages;
        return items
          .filter((m) => `${m.subject} ${m.text}`.includes(number))
          .map((m) => `${m.kind} ${m.trace_id}`);
      },
      { timeout: 30_000 },
    )
    .toEqual(expect.arrayContaining([`mail ${trace}`, `sms ${trace}`]));

  await page.goto('/orders');
  await expect(page.getByTestId('order-row')).toHaveCount(1);
  await expect(page.getByTestId('order-row')).toContainText(number);
});

test('a declined card says so with the trace to look for, and nothing is ordered', async ({ page }) => {
  await signUp(page, newCustomer());
  await fillOrder(page, 'LAP-1002', 'tok_declined');
  await page.getByTestId('place-order').click();

  const problem = page.getByTestId('problem');
  await expect(problem).toHaveAttribute('data-code', 'payment_declined');
  await expect(problem).toContainText('The payment was declined');
  await expect(problem.getByTestId('trace-id')).toHaveText(/[0-9a-f]{32}/);
});

test('an order that is cancelled elsewhere changes on the page by itself', async ({ page, context }) => {
  await signUp(page, newCustomer());
  await fillOrder(page, 'LAP-1003', 'tok_mastercard');
  await page.getByTestId('place-order').click();
  await expect(page.getByTestId('order-status').first()).toHaveAttribute('data-status', 'confirmed');
  await expect(page.getByTestId('live-state')).toHaveAttribute('data-state', 'live');

  const elsewhere = await context.newPage();
  await elsewhere.goto(page.url());
  await elsewhere.getByTestId('cancel-order').click();
  await elsewhere.getByTestId('confirm-cancel').click();
  await expect(elsewhere.getByTestId('order-status').first()).toHaveAttribute('data-status', 'cancelled');

  await expect(page.getByTestId('order-status').first()).toHaveAttribute('data-status', 'cancelled');
});
