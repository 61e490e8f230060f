import type { Page } from '@playwright/test';
import { expect, expectNoSidewaysScroll, main, press, signIn, test } from './fixtures';

const box = (page: Page) => page.getByRole('searchbox', { name: 'Find a customer' });
const row = (page: Page, name: string) => main(page).locator('tbody tr:visible').filter({ hasText: name });

/** Opens a customer's record by searching with the button. */
async function open(page: Page, words: string, name: string) {
  await page.goto('/console/customers');
  await box(page).fill(words);
  await press(page, 'Search');
  await expect(page).toHaveURL(/q=/);
  await row(page, name).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

test('an officer finds a customer, writes a note, and the tenant sees who looked', async ({ page, server }) => {
  await signIn(page, server, 'megan');
  await page.goto('/');
  await signIn(page, server, 'officer');
  await page.goto('/console/customers');
  await expect(row(page, 'Megan Price')).toHaveCount(1);
  await expectNoSidewaysScroll(page);

  await open(page, 'price MEG', 'Megan Price');
  await expect(main(page)).toContainText('megan.price@example.com');
  await expect(main(page)).toContainText('Alder Court');
  await expect(main(page)).toContainText('Signed in');
  await expectNoSidewaysScroll(page);

  await press(page, 'Add note');
  await expect(page.locator('#note-error')).toContainText('Write a note first');
  await page.locator('#note').fill('Prefers a call after 5pm <b>');
  await press(page, 'Add note');
  await expect(page.getByRole('status').filter({ hasText: 'Your note is saved.' })).toBeVisible();
  await expect(main(page)).toContainText('Prefers a call after 5pm <b>');

  await page.goto('/you/record-views');
  await expect(main(page)).toContainText('opened your record');
  await expect(main(page)).not.toContainText('Prefers a call');
});

test('nobody found is said so, and the way back to everybody is there', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/customers');
  await box(page).fill('xyzzy <script>');
  await press(page, 'Search');
  await expect(page.getByRole('heading', { name: 'Nobody found' })).toBeVisible();
  await expect(box(page)).toHaveValue('xyzzy <script>');
  await page.getByRole('link', { name: 'Show everybody' }).click();
  await expect(row(page, 'Megan Price')).toHaveCount(1);
});

test('an officer sees the portal as a tenant, cannot change anything, and stops', async ({ page, server, guard }) => {
  guard.allow(403);
  await signIn(page, server, 'officer');
  await open(page, 'imran', 'Imran Hussain');
  await page.getByRole('link', { name: 'View as customer' }).click();
  await press(page, 'View as customer');
  await expect(page.locator('#why-error')).toContainText('Say why you need to see it');
  await page.locator('#why').fill('You called about your rent');
  await press(page, 'View as customer');

  const banner = page.getByRole('complementary', { name: 'You are seeing this as Imran.' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Imran');
  await expect(banner).toContainText('Nothing can be changed.');
  await expectNoSidewaysScroll(page);
  await page.goto('/repairs/report');
  await page.locator('input[type=radio]').first().check();
  await press(page, 'Continue');
  await expect(page.locator('.errors')).toContainText('Nothing can be changed.');
  await page.goto('/you/factors');
  await expect(main(page)).toContainText('Nothing can be changed.');

  await page.goto('/');
  await banner.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Imran Hussain');
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
});

test.describe('a customer who goes', () => {
  test.use({ freshServer: true });

  test('is named before, counted after, and cannot sign in again', async ({ page, server }) => {
    await signIn(page, server, 'sian');
    await signIn(page, server, 'officer');
    await open(page, 'sian', "Siân O'Connor");
    await press(page, 'Shut out');
    await expect(main(page)).toContainText('They are shut out.');
    await press(page, 'Let in again');
    await page.getByRole('link', { name: 'Delete account' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText("Delete the account of Siân O'Connor");
    await expect(main(page)).toContainText('Name, email, password and every setting');
    await expectNoSidewaysScroll(page);
    await press(page, 'Delete account');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account deleted');
    await expect(main(page)).toContainText('entries of the audit');
    await page.goto('/console/customers?q=sian');
    await expect(page.getByRole('heading', { name: 'Nobody found' })).toBeVisible();
    await expect(async () => {
      const mails = await server.mails('sian.oconnor@example.com');
      expect(mails[0]?.text).toContain('was deleted');
    }).toPass({ timeout: 10_000 });
  });
});
