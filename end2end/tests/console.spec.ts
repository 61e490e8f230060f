import type { Page } from '@playwright/test';
import { expect, expectNoSidewaysScroll, main, press, signIn, test } from './fixtures';
import { choose, describe, send, skipPhotos } from './report';

const value = (page: Page, label: string) =>
  page.locator('.summary > div').filter({ has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) }).locator('dd').first();

test('an officer finds the reported repair with the codes the housing system needs', async ({ page, server }) => {
  await signIn(page, server, 'megan');
  await page.goto('/repairs/report');
  await choose(page, 'Heating and hot water');
  await choose(page, 'No heating and no hot water');
  await page.locator('#accepted').check();
  await press(page, 'Continue');
  await describe(page, 'Cold since <yesterday> & a baby in the home.');
  await skipPhotos(page);
  const { reference } = await send(page);

  await signIn(page, server, 'officer');
  const row = main(page).getByRole('row').filter({ hasText: reference });
  await expect(async () => {
    await page.goto('/console/repairs');
    await expect(row).toContainText('Has it', { timeout: 200 });
  }).toPass({ timeout: 20_000 });
  await expect(row).toContainText('Megan');
  await expect(row).toContainText('Alder Court');
  await expect(row).toContainText('Sent');
  await expectNoSidewaysScroll(page);

  await row.getByRole('link', { name: 'No heating and no hot water' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No heating and no hot water');
  await expect(value(page, 'SOR code')).toHaveText('DEMO-HTG-0101');
  await expect(value(page, 'Repair type')).toHaveText('RESP');
  await expect(value(page, 'Priority')).toHaveText('URG');
  await expect(value(page, 'Contract')).toHaveText('DEMO-HEAT');
  await expect(value(page, 'Housing system reference')).not.toHaveText('Not there yet');
  await expect(value(page, "Tenant's words")).toHaveText('Cold since <yesterday> & a baby in the home.');
  await expect(value(page, 'Safety notice')).toContainText('Accepted on');
  const deliveries = main(page).getByRole('table', { name: 'What we send to other systems for this repair' });
  await expect(deliveries.getByRole('row').filter({ hasText: 'Raise the repair' })).toContainText('Done');
  await expectNoSidewaysScroll(page);
  await page.locator('.back').click();
  await expect(page).toHaveURL(/\/console\/repairs$/);
});

test('the list shows what the housing system does not have', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/repairs');
  const filter = page.getByRole('navigation', { name: 'Show' });
  await expect(filter.getByRole('link', { name: 'All' })).toHaveAttribute('aria-current', 'page');
  await filter.getByRole('link', { name: 'Not in the housing system' }).click();
  await expect(page).toHaveURL(/show=undelivered/);
  await expect(filter.getByRole('link', { name: 'Not in the housing system' })).toHaveAttribute('aria-current', 'page');
  await expect(async () => {
    await page.reload();
    await expect(main(page)).toContainText('The housing system has every repair.', { timeout: 200 });
  }).toPass({ timeout: 20_000 });
});

test('an unknown repair and a tenant in the console get no further', async ({ page, server, guard }) => {
  guard.allow(404);
  await signIn(page, server, 'megan');
  const unknown = '/console/repairs/00000000-0000-7000-8000-000000000000';
  await page.goto(unknown);
  await expect(page).toHaveURL(/\/console\/sign-in\?next=/);
  await signIn(page, server, 'officer');
  const answer = await page.goto(unknown);
  expect(answer?.status()).toBe(404);
  await expect(main(page)).toContainText('We cannot find that page');
});
