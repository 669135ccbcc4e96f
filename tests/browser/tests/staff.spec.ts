import { expect, type Page, test } from '@playwright/test';
import { env } from '../env.ts';
import { fillOrder, newCustomer, signUp } from './customer.ts';

async function signInAs(page: Page, seed: 'operator' | 'admin'): Promise<void> {
  await page.goto('/sign-in');
  await page.getByTestId(`seed-${seed}`).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByTestId('overview')).toBeVisible();
}

test('an operator finds an order and sees it through to a refund', async ({ page, browser }) => {
  const customer = newCustomer();
  await signUp(page, customer);
  await fillOrder(page, 'KEY-1001', 'tok_visa');
  await page.getByTestId('place-order').click();
  await expect(page.getByTestId('order-status').first()).toHaveAttribute('data-status', 'confirmed');
  const number = (await page.getByTestId('order-number').textContent())?.match(/ORD-\d{4}-\d{6}/)?.[0] ?? '';

  const staff = await (await browser.newContext()).newPage();
  await signInAs(staff, 'operator');
  await staff.goto(`/orders?q=${number}`);
  await expect(staff.getByTestId('order-row')).toHaveCount(1);
  await staff.getByTestId('order-row').getByRole('link').first().click();

  for (const status of ['processing', 'shipped', 'delivered', 'refunded']) {
    await staff.getByTestId(`order-to-${status}`).click();
    if (status === 'shipped') await staff.getByLabel('Tracking number').fill('00340434161094021501');
    await staff.getByTestId(`confirm-${status}`).click();
    await expect(staff.getByTestId('order-status').first()).toHaveAttribute('data-status', status);
    await expect(page.getByTestId('order-status').first()).toHaveAttribute('data-status', status);
  }
});

test('an operator corrects the stock, and the ledger says so', async ({ page }) => {
  await signInAs(page, 'operator');
  await page.goto('/inventory/MON-1010');
  const before = Number(await page.getByTestId('on-hand').textContent());
  await page.getByTestId('adjust-stock').click();
  await page.getByLabel('Pieces').fill('3');
  await page.getByLabel('Reason').fill('found behind a shelf');
  await page.getByTestId('confirm-adjust').click();
  await expect(page.getByTestId('on-hand')).toHaveText(String(before + 3));
  await expect(page.getByTestId('movement-row').first()).toContainText('found behind a shelf');
});

test('an admin sees who there is and where they are signed in', async ({ page }) => {
  const customer = newCustomer();
  const { name, email, password } = customer;
  await page.request.post(`${env.gateway}/api/v1/users/register`, { data: { name, email, password } });
  await page.request.post(`${env.gateway}/api/v1/users/login`, { data: { email, password } });
  await signInAs(page, 'admin');
  await page.goto(`/users?q=${customer.email}`);
  await expect(page.getByTestId('user-row')).toHaveCount(1);
  await page.getByTestId('user-row').getByRole('link').first().click();
  await expect(page.getByTestId('user-role')).toHaveAttribute('data-role', 'customer');
  await expect(page.getByTestId('session-row')).toHaveCount(1);
});

for (const service of ['order', 'inventory', 'payment', 'user', 'notification']) {
  test(`the API of ${service}-service can be read without signing in`, async ({ page }) => {
    await page.goto('/docs');
    const api = page.getByTestId('api').filter({ hasText: `${service}-service` });
    await api.getByRole('link').first().click();
    await expect(page.getByTestId('api-viewer')).toHaveAttribute('data-state', 'ready');
    await expect(page.getByTestId('api-viewer')).toContainText('/api/v1/');
  });
}
