import type { Page } from '@playwright/test';
import { Directory } from './directory';
import { Server, test as base, enterCode, expect, expectError, expectNoSidewaysScroll, main, press, signIn } from './fixtures';

const email = 'nia.morgan@hollingate.example';

/** A landlord whose Microsoft is a directory of another make. */
const test = base.extend<{ directory: Directory }>({
  directory: async ({}, use) => {
    const directory = await Directory.start();
    await use(directory);
    await directory.stop();
  },
  server: async ({ directory }, use) => {
    const server = await Server.start(undefined, false, { TENANTWISE_SSO_URL: directory.origin });
    await use(server);
    await server.stop();
  },
  guard: async ({ guard, directory }, use) => {
    guard.own.push(directory.origin);
    await use(guard);
  },
});

async function save(page: Page, directory: Directory, secret: string) {
  await page.locator('#directory').fill(directory.tenant);
  await page.locator('#application').fill(directory.client);
  await page.locator('#client_secret').fill(secret);
  await press(page, 'Save');
  await expect(page.getByText('Saved. Test it next.')).toBeVisible();
  await expect(main(page)).not.toContainText(secret);
}

const follow = (page: Page, name: string) => main(page).getByRole('link', { name, exact: true }).click();

/** Signs in at the directory. */
async function tellDirectory(page: Page, directory: Directory, person: string) {
  await expect(page).toHaveURL((url) => url.origin === directory.origin);
  await page.getByLabel('Work account').fill(person);
  await press(page, 'Sign in');
}

test('an owner sets single sign-on up, and only those who were added get in with it', async ({ page, server, directory, another, context }, { project }) => {
  const enable = main(page).getByRole('button', { name: 'Ask for approval', exact: true });
  await signIn(page, server, 'officer');
  await page.goto('/console/sso');
  await expectNoSidewaysScroll(page);
  const redirect = await page.locator('#redirect').textContent();
  expect(redirect).toBe(`${server.url}/console/sso/callback`);
  directory.register(redirect!);
  const copy = main(page).getByRole('button', { name: 'Copy address' });
  if (project.use.javaScriptEnabled === false) {
    await expect(copy).toBeHidden();
  } else {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await copy.click();
    await expect(main(page).getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(redirect);
  }

  await save(page, directory, 'not-the-secret-of-this-application');
  await follow(page, 'Test sign-in');
  await expect(page).toHaveURL((url) => url.origin === directory.origin);
  await follow(page, 'Cancel');
  await expect(page).toHaveURL(/\/console\/sso$/);
  await expect(main(page).getByRole('alert')).toContainText('Microsoft did not let you in.');
  await expect(enable).toHaveCount(0);

  await follow(page, 'Test sign-in');
  await tellDirectory(page, directory, 'officer@hollingate.example');
  await expect(page).toHaveURL(/\/console\/sso$/);
  await expect(main(page).getByRole('alert')).toContainText('Microsoft does not accept the client secret.');
  await expect(enable).toHaveCount(0);
  await expectNoSidewaysScroll(page);

  await save(page, directory, directory.secret);
  await expect(main(page).getByRole('alert')).toHaveCount(0);
  await expect(enable).toHaveCount(0);
  // The directory still knows who this is and asks nothing.
  await follow(page, 'Test sign-in');
  await expect(page.getByText('The test worked.', { exact: true })).toBeVisible();
  const stranger = await another();
  await stranger.goto('/console/sign-in');
  await expect(main(stranger).getByRole('link', { name: 'Sign in with Microsoft' })).toHaveCount(0);
  await enable.click();
  await expectError(page, 'approval_reason', 'Say why you need this');
  await page.locator('#approval_reason').fill('We move to Microsoft on Monday');
  await enable.click();
  await expect(page.getByText('We asked your colleagues to agree.')).toBeVisible();
  await expectNoSidewaysScroll(page);
  const request = page.url();
  // What a second owner agrees to is what was asked for.
  const owner = await another();
  await signIn(owner, server, 'owner');
  await owner.goto(request);
  await expect(main(owner)).toContainText(directory.tenant);
  await expect(main(owner)).not.toContainText(directory.secret);
  await press(owner, 'Approve and do it now');
  await expect(owner.getByText('Approved. It is done.')).toBeVisible();
  await page.goto('/console/sso');
  await expect(main(page)).toContainText('These settings are on.');
  await expectNoSidewaysScroll(page);

  await page.goto('/console/administrators/new');
  await page.locator('#first_name').fill('Nia');
  await page.locator('#last_name').fill('Morgan');
  await page.locator('#staff_email').fill(email);
  await page.getByRole('checkbox', { name: 'SSO Only (Microsoft login)' }).check();
  await page.getByRole('radio', { name: 'Works on repairs and finds' }).check();
  await press(page, 'Create');
  const row = main(page).getByRole('row').filter({ hasText: 'Nia Morgan' });
  await expect(row).toContainText('SSO');

  await stranger.goto('/console/sign-in');
  await expectNoSidewaysScroll(stranger);
  await follow(stranger, 'Sign in with Microsoft');
  await follow(stranger, 'Cancel');
  await expect(stranger).toHaveURL(/\/console\/sign-in/);
  await expect(stranger.getByText('Microsoft did not let you in.')).toBeVisible();
  await follow(stranger, 'Sign in with Microsoft');
  await tellDirectory(stranger, directory, 'stranger@hollingate.example');
  await expect(stranger.getByText('Nobody has added you here yet.')).toBeVisible();
  await stranger.goto('/console/repairs');
  await expect(stranger).toHaveURL(/\/console\/sign-in/);

  const nia = await another();
  await nia.goto('/console/sign-in');
  await follow(nia, 'Sign in with Microsoft');
  const before = await server.newestMail(email);
  await tellDirectory(nia, directory, email);
  await expect(nia.locator('#code')).toBeVisible();
  await enterCode(nia, await server.code(email, before));
  await expect(nia).toHaveURL(/\/console\/repairs$/);
  await page.goto('/console/administrators');
  await expect(row).toContainText('Active');

  // She has no password to be asked for; the directory asks her anew.
  await nia.goto('/console/prove?next=/console/you/sessions');
  await expect(main(nia).locator('input:not([type=hidden])')).toHaveCount(0);
  await expectNoSidewaysScroll(nia);
  await follow(nia, 'Show it with Microsoft');
  await tellDirectory(nia, directory, email);
  await expect(nia).toHaveURL((url) => url.pathname === '/console/you/sessions');
});
