import { expect, type Page } from '@playwright/test';

/** A customer nobody else uses, so that tests see only what they did themselves. */
export interface Customer {
  name: string;
  email: string;
  password: string;
}

export function newCustomer(): Customer {
  const id = crypto.randomUUID().slice(0, 8);
  return { name: `Grace Hopper ${id}`, email: `grace-${id}@oms.example`, password: 'observe-me-1' };
}

/** Registers through the sign-up page, which signs in at once. */
export async function signUp(page: Page, customer: Customer): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill(customer.name);
  await page.getByLabel('E-mail').fill(customer.email);
  await page.getByLabel('Password', { exact: true }).fill(customer.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByTestId('empty-orders')).toBeVisible();
}

/** Fills a cart with one piece of the product and the address, and picks a test card. */
export async function fillOrder(page: Page, sku: string, card: string): Promise<void> {
  await page.goto(`/orders/new?q=${sku}`);
  await page.locator(`[data-testid=product][data-sku="${sku}"]`).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Use a sample address' }).click();
  await page.getByTestId(`card-${card}`).click();
}
