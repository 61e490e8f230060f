import type { Page } from '@playwright/test';
import { enterCode, enterPassword, eventually, expect, expectNoSidewaysScroll, main, people, press, signIn, test } from './fixtures';
import { send, toCheck } from './report';

// The landlord switches to the test system and back.
test.use({ freshServer: true });

const INBOX = 'tests@hollingate.example';
const banner = (page: Page) => page.getByRole('complementary', { name: /^(Test mode|Modd prawf)$/ });
const notice = (page: Page) => page.getByRole('status').filter({ visible: true });

/** Switches in the console, after a fresh proof if one is asked for. */
async function switchTo(page: Page, button: string) {
  await page.goto('/console/test-system');
  await main(page).getByRole('link', { name: button }).click();
  await main(page).getByLabel('I understand what happens').check();
  await expectNoSidewaysScroll(page);
  await press(page, button);
}

test('a landlord tries repairs out in the test system, and live is as it was', async ({ page, server, another }) => {
  const tenant = await another();
  await signIn(tenant, server, 'megan');
  await tenant.goto('/');
  await expect(banner(tenant)).toHaveCount(0);
  await tenant.goto('/repairs');
  const before = await main(tenant).innerText();

  await signIn(page, server, 'officer');
  await page.goto('/console/test-system');
  await expect(main(page)).toContainText('Name the inbox first.');
  await expectNoSidewaysScroll(page);
  await page.locator('#test_inbox').fill(INBOX);
  await press(page, 'Save inbox');
  await expect(notice(page)).toContainText('The inbox is saved.');

  // The connection for tests is set up while live goes on.
  await main(page).getByRole('link', { name: 'Housing system' }).click();
  await expect(main(page).getByText('Not in use now')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await main(page).getByRole('link', { name: 'Configure' }).click();
  await page.locator('#api_url').fill(server.testHousing);
  await page.locator('#api_username').fill('tenantwise-api');
  await page.locator('#api_password').fill('demo-cx-password');
  await press(page, 'Save');
  await expect(notice(page)).toContainText('Choose your company now');
  await page.locator('#company').selectOption('HGH');
  await press(page, 'Save');
  await expect(notice(page)).toContainText('Saved. It is in use now.');
  await expect(page).toHaveURL(/mode=test$/);

  await switchTo(page, 'Switch to test mode');
  await expect(notice(page)).toContainText('Test mode is on.');
  await expect(banner(page)).toBeVisible();
  await expect(main(page)).toContainText('Sam Officer');

  // Everybody sees it, in their language, signed in or not.
  const visitor = await another();
  await visitor.goto('/sign-in');
  await expect(banner(visitor)).toContainText('This is not real.');
  await visitor.getByRole('button', { name: 'Cymraeg' }).click();
  await expect(banner(visitor)).toContainText('Nid yw hyn yn real.');
  await expectNoSidewaysScroll(visitor);

  await tenant.goto('/');
  await expect(banner(tenant)).toBeVisible();
  await toCheck(tenant, 'Only a test');
  const { reference } = await send(tenant);
  const mail = await eventually('the mail in the inbox', async () =>
    (await server.mails(INBOX)).find((mail) => mail.text.includes(reference)));
  expect(mail.subject).toMatch(/^\[TEST\] /);
  expect(mail.text).toContain(`would have gone to ${people.megan.email}`);
  expect(mail.html).toContain(people.megan.email);
  expect((await server.mails(people.megan.email)).some((mail) => mail.text.includes(reference))).toBe(false);

  await switchTo(page, 'Switch back to live');
  // Whoever proved anew during test mode signs in again; the others go on.
  if (/sign-in/.test(page.url())) {
    const newest = await server.newestMail(people.officer.email);
    await enterPassword(page, 'officer');
    await enterCode(page, await server.code(people.officer.email, newest));
  }
  await page.goto('/console/test-system');
  await expect(banner(page)).toHaveCount(0);
  await page.goto('/console/repairs');
  await expect(main(page)).not.toContainText(reference);
  await tenant.goto('/repairs');
  await expect(banner(tenant)).toHaveCount(0);
  expect(await main(tenant).innerText()).toBe(before);
});
