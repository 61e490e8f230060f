import type { Page } from '@playwright/test';
import { Server, test as base, expect, expectNoSidewaysScroll, main, press, signIn } from './fixtures';

const tenant = '8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c';
const client = '1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9';
const secret = 'sim~Secret.2026';

/** A landlord of its own, whose Microsoft is the one of the demo. */
const test = base.extend<{ microsoft: string }>({
  server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },
  microsoft: async ({ server }, use) => use(server.microsoft),
  guard: async ({ guard, microsoft }, use) => {
    guard.own.push(microsoft);
    await use(guard);
  },
});

/** What an administrator at Microsoft does to the application. */
async function atMicrosoft(server: Server, act: string) {
  const done = await fetch(`${server.microsoftDesk}/application`, { method: 'POST', body: new URLSearchParams({ act }) });
  expect(done.ok).toBe(true);
}

async function fill(page: Page, value: string) {
  await page.locator('#credential_name').fill('SharePoint documents');
  await page.locator('#directory').fill(tenant);
  await page.locator('#application').fill(client);
  await page.locator('#client_secret').fill(value);
  await page.locator('#secret_expires').fill('2099-05-31');
}

const status = (page: Page) => main(page).locator('.page-head');

/** To Microsoft and back: in a window of its own where scripts run, else in the same. */
async function consent(page: Page, link: string, answer: string, scripts: boolean) {
  const leave = main(page).getByRole('link', { name: link, exact: true });
  if (!scripts) {
    await leave.click();
    await page.getByRole('link', { name: answer, exact: true }).click();
    await expect(page).toHaveURL(/\/console\/credentials\/[0-9a-f-]{36}$/);
    return;
  }
  await page.waitForLoadState('load');
  const [popup] = await Promise.all([page.waitForEvent('popup'), leave.click()]);
  await page.evaluate(() => document.documentElement.setAttribute('data-before', ''));
  await popup.getByRole('link', { name: answer, exact: true }).click();
  // The window that waits shows the new state by itself.
  await expect(page.locator('html[data-before]')).toHaveCount(0);
  if (!popup.isClosed()) await popup.close();
}

test('a credential is connected, updated, revoked, disconnected and deleted', async ({ page, server, javaScriptEnabled }) => {
  const scripts = javaScriptEnabled !== false;
  await signIn(page, server, 'officer');
  await page.goto('/console/credentials');
  await expectNoSidewaysScroll(page);
  await expect(main(page)).toContainText('does not take anything away at Microsoft');
  await main(page).getByRole('link', { name: 'New Credential', exact: true }).click();
  await expectNoSidewaysScroll(page);
  await press(page, 'Save & Connect');
  await expect(page.getByRole('link', { name: 'Choose at least one permission' })).toBeVisible();

  await fill(page, 'not-the-secret');
  await page.getByRole('checkbox', { name: 'Read chosen SharePoint sites' }).check();
  await press(page, 'Save & Connect');
  await expect(status(page)).toContainText('Consent Required');
  await expect(main(page)).toContainText('Microsoft does not accept the client secret.');
  await expect(main(page)).not.toContainText('not-the-secret');
  await expectNoSidewaysScroll(page);

  await main(page).getByRole('link', { name: 'Change', exact: true }).click();
  await expect(page.locator('#client_secret')).toHaveValue('');
  await page.locator('#client_secret').fill(secret);
  await press(page, 'Save & Connect');
  await expect(main(page)).toContainText('Microsoft has granted none of these permissions.');

  await consent(page, 'Grant Admin Consent', 'Cancel', scripts);
  await expect(status(page)).toContainText('Consent Required');
  await atMicrosoft(server, 'drop SMTP.SendAsApp');
  await consent(page, 'Grant Admin Consent', 'Accept', scripts);
  await expect(status(page)).toContainText('Connected');

  await main(page).getByRole('link', { name: 'Change', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Send email through Exchange Online' }).check();
  await press(page, 'Save & Connect');
  await expect(status(page)).toContainText('Update Required');
  await expectNoSidewaysScroll(page);
  await atMicrosoft(server, 'add SMTP.SendAsApp');
  await consent(page, 'Update Permissions', 'Accept', scripts);
  await expect(status(page)).toContainText('Connected');

  await atMicrosoft(server, 'expire');
  await press(page, 'Check connection');
  await expect(status(page)).toContainText('Consent Required');
  await expect(main(page)).toContainText('The client secret has run out.');
  await atMicrosoft(server, 'works');
  await press(page, 'Check connection');
  await expect(status(page)).toContainText('Connected');

  await press(page, 'Disconnect');
  await expect(page.getByText('Disconnected. Take the access away at Microsoft as well.')).toBeVisible();
  await expect(status(page)).toContainText('Consent Required');
  await main(page).getByRole('link', { name: 'Delete', exact: true }).click();
  await expectNoSidewaysScroll(page);
  await press(page, 'Delete credential');
  await expect(page.getByText('No credentials yet')).toBeVisible();
});
