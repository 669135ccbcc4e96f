import { expect, test } from '@playwright/test';
import { newCustomer, signUp } from './customer.ts';

test('without signing in every page leads to the sign-in', async ({ page }) => {
  await page.goto('/orders');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a seed account signs in with one click, and out again', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByTestId('seed-operator').click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByTestId('overview')).toBeVisible();
  await page.getByTestId('user-menu').click();
  await page.getByTestId('sign-out').click();
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a wrong password is told apart from nothing', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill('customer@oms.example');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByTestId('problem')).toHaveAttribute('data-code', 'unauthorized');
});

test("another customer's order does not exist", async ({ page }) => {
  await signUp(page, newCustomer());
  await page.goto('/orders/01990000-0000-7000-8000-000000000000');
  await expect(page.getByRole('heading', { name: 'This order does not exist' })).toBeVisible();
});

test('tokens are out of reach for scripts', async ({ page, context }) => {
  await signUp(page, newCustomer());
  expect(await page.evaluate(() => document.cookie)).not.toMatch(/token|ey[A-Za-z0-9_-]{10}/);
  const cookies = await context.cookies();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
});
