import type { Page } from '@playwright/test';
import { enterPassword, enterCode, expect, expectError, expectNoSidewaysScroll, main, press, signIn, test } from './fixtures';

// Each test changes the landlord's connections.
test.use({ freshServer: true });

const SETTINGS = '/console/integrations/housing/civica-cx';
const problem = (page: Page) => main(page).getByRole('alert');
const notice = (page: Page) => page.getByRole('status').filter({ visible: true });

/** The user names by which the stand-in for Cx answers in a special way, all with the usual password. */
const USUAL = 'tenantwise-api';
const PASSWORD = 'demo-cx-password';

async function saveAs(page: Page, username: string, password: string) {
  await page.goto(SETTINGS);
  await page.locator('#api_username').fill(username);
  await page.locator('#api_password').fill(password);
  await press(page, 'Save');
}

test('everybody sees what works, in plain words', async ({ page, server }) => {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Service status' }).click();
  await expect(page).toHaveURL(/\/status$/);
  await expect(main(page).getByRole('heading', { level: 1, name: 'Service status' })).toBeVisible();
  await expect(main(page).getByText('You can sign in, and you can send a repair.')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await signIn(page, server, 'officer');
  // How the code was mailed is counted a moment later.
  await expect(async () => {
    await page.goto('/console/integrations');
    await expect(main(page).getByRole('row', { name: /Email.*Connected/ })).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(main(page).getByRole('link', { name: 'Housing system' })).toBeVisible();
  await expectNoSidewaysScroll(page);
});

test('a landlord connects Civica Cx, and is told exactly what is wrong until it works', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto(SETTINGS);
  await expectNoSidewaysScroll(page);

  // What is typed wrongly is said beside its box, and secrets never come back.
  await page.locator('#api_url').fill('cx.landlord.example');
  await press(page, 'Save');
  await expectError(page, 'api_url', 'Enter an address that begins with https://');
  await page.locator('#api_url').fill('https://10.0.0.7');
  await page.locator('#api_password').fill(PASSWORD);
  await press(page, 'Save');
  await expectError(page, 'api_url', 'We cannot call this address.');
  await expect(page.locator('#api_password')).toHaveValue('');

  // Another user wants the password again.
  await page.goto(SETTINGS);
  await page.locator('#api_username').fill('somebody-else');
  await press(page, 'Save');
  await expectError(page, 'api_password', 'Enter the API password');

  for (const [username, typed, told] of [
    [USUAL, 'not-the-password', 'The username or password is wrong.'],
    ['temporary-user', PASSWORD, 'its password has expired'],
    ['elsewhere-user', PASSWORD, 'The system refuses our address. Ask the supplier to whitelist it.'],
  ] as const) {
    await saveAs(page, username, typed);
    await expect(problem(page)).toContainText(told);
    await press(page, 'Test API');
    await expect(problem(page)).toContainText(told);
    await expect(page).toHaveURL(new RegExp(`${SETTINGS}$`));
  }
  await page.goto('/console/integrations');
  await expect(main(page).getByText('Failing').or(main(page).getByText('Not set up')).first()).toBeVisible();
  await expectNoSidewaysScroll(page);

  await saveAs(page, USUAL, PASSWORD);
  await expect(notice(page)).toContainText('Choose your company now');
  await page.locator('#company').selectOption('HGL');
  await press(page, 'Save');
  await expect(notice(page)).toContainText('Saved. It is in use now.');
  await page.locator('#company').selectOption({ label: 'Hollingate Homes (HGH)' });
  await press(page, 'Save');
  await press(page, 'Test API');
  await expect(notice(page)).toContainText('The test worked.');
  await expect(main(page)).not.toContainText(PASSWORD);
  await expectNoSidewaysScroll(page);
});

test('what is switched off stays off until it is on again, and an earlier version comes back', async ({ page, server, another }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/integrations/housing');
  await press(page, 'Disable');
  await expect(notice(page)).toContainText('It is off.');
  await expect(main(page).getByText('Off', { exact: true }).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  const visitor = await another();
  await visitor.goto('/status');
  await expect(visitor.locator('main')).toContainText('We cannot read our records right now.');

  // The tenant is told kindly, and a first visit waits for nothing.
  await visitor.goto('/sign-in');
  const before = await server.newestMail('megan.price@example.com');
  await enterPassword(visitor, 'megan');
  await enterCode(visitor, await server.code('megan.price@example.com', before));
  await expect(visitor.locator('main')).toContainText('We cannot reach our records right now.');

  await press(page, 'Enable');
  await expect(notice(page)).toContainText('It is on.');
  await page.locator('main').getByRole('button', { name: /^Put back/ }).first().click();
  await expect(notice(page)).toContainText('The earlier version is in use again.');
  await expect(main(page).getByText('Off', { exact: true }).first()).toBeVisible();
});
