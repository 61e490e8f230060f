import { enterCode, enterPassword, eventually, expect, expectError, expectNoSidewaysScroll, main, people, press, signInByHand, test } from './fixtures';
import type { Server } from './server';

// Links and codes are limited for each account, so these tests each have a landlord of their own.
test.use({ freshServer: true });

const megan = people.megan.email;
const fresh = 'seven wet walruses';

/** The link in the newest mail to `to` that has one. */
async function link(server: Server, to: string, page: string): Promise<string> {
  return eventually(`a link for ${to}`, async () => {
    for (const mail of await server.mails(to)) {
      const found = new RegExp(`^${server.url}${page}\\?token=\\S+$`, 'm').exec(mail.text);
      if (found) return found[0];
    }
    return undefined;
  });
}

test('a forgotten password: a link by mail, a new password, then the code as ever', async ({ page, server, another }) => {
  const old = await another();
  await old.goto('/sign-in');
  await signInByHand(old, server, 'megan');

  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Reset Password' }).click();
  await press(page, 'Request Password Reset');
  await expectError(page, 'email', 'Enter your email address');
  await page.locator('#email').fill(megan);
  await expectNoSidewaysScroll(page);
  await press(page, 'Request Password Reset');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email');

  await page.goto(await link(server, megan, '/reset'));
  await expect(page.locator('#new-password')).toHaveAttribute('autocomplete', 'new-password');
  await page.locator('#new-password').fill('password1');
  await press(page, 'Save the new password');
  await expectError(page, 'new-password', 'Lots of people use this password');
  await expect(page.locator('#new-password')).toHaveValue('');
  await page.locator('#new-password').fill('MeganPrice');
  await press(page, 'Save the new password');
  await expectError(page, 'new-password', 'People who know you can guess this');
  await expectNoSidewaysScroll(page);
  await page.locator('#new-password').fill(fresh);
  await press(page, 'Save the new password');
  await expect(page.locator('.notice.good')).toContainText('Your new password is saved');

  await old.goto('/repairs');
  await expect(old).toHaveURL(/\/sign-in/);

  const before = await server.newestMail(megan);
  await enterPassword(page, 'megan', fresh);
  await enterCode(page, await server.code(megan, before));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Megan');
  await expect(page.getByRole('complementary', { name: 'Some parts are closed' })).toContainText('until');
  await expect(main(page)).toContainText('The balance is closed until');
  await expectNoSidewaysScroll(page);
  await page.goto('/repairs/report');
  await expect(page).toHaveURL(/\/repairs\/report/);
});

test('a link works once, and a used one says what to do', async ({ page, server }) => {
  await page.goto('/reset/ask');
  await page.locator('#email').fill(megan);
  await press(page, 'Request Password Reset');
  const mailed = await link(server, megan, '/reset');
  await page.goto(mailed);
  await page.locator('#new-password').fill(fresh);
  await press(page, 'Save the new password');
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto(mailed);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work any more');
  await page.getByRole('link', { name: 'Ask for a new link' }).click();
  await expect(page.locator('#email')).toBeVisible();
});

test('a password is changed by whoever is signed in, after an old proof by showing it again', async ({ page, server }) => {
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await page.goto('/prove?next=/you/password');
  await page.locator('#current-password').fill('not my password');
  await press(page, 'Continue');
  await expectError(page, 'current-password', 'That is not your password');
  await page.locator('#current-password').fill(people.megan.password);
  await press(page, 'Continue');
  await expect(page).toHaveURL(/\/you\/password$/);
  await page.locator('#new-password').fill(fresh);
  await press(page, 'Save the new password');
  await expect(page.locator('.notice.good')).toContainText('Other devices are signed out');
  await eventually('the notice', async () => (await server.mails(megan)).find((mail) => mail.text.includes('Your password was changed')));
});

test('who waits because somebody guessed goes on with the mailed link on a known device', async ({ page, server }) => {
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await page.context().clearCookies({ name: 'portal' });
  await page.goto('/sign-in');
  for (let tries = 0; tries < 10; tries += 1) await enterPassword(page, 'megan', 'not my password');
  await enterPassword(page, 'megan');
  await expectError(page, 'password', 'That email or password is not right');
  await page.goto(await link(server, megan, '/it-is-me'));
  await press(page, 'It is me');
  await expect(page.locator('.notice.good')).toContainText('You can try again now');
  await enterPassword(page, 'megan');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Megan');
});
