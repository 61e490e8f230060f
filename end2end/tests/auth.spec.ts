import { enterCode, enterPassword, expect, expectError, main, people, press, signInByHand, test } from './fixtures';

// Codes are limited for each account, so these tests each have a landlord of their own.
test.use({ freshServer: true });

const megan = people.megan.email;

test('an empty form says what is missing, and keeps the email when the password is wrong', async ({ page }) => {
  await page.goto('/sign-in');
  await press(page, 'Sign in');
  await expectError(page, 'email', 'Enter your email address');
  await expectError(page, 'password', 'Enter your password');
  await expect(page).toHaveTitle(/^Error: Sign in/);

  await page.locator('#email').fill('megan');
  await page.locator('#password').fill('x');
  await press(page, 'Sign in');
  await expectError(page, 'email', 'Enter an email address, like name@example.com');
  await expect(page.locator('#email')).toHaveValue('megan');

  await enterPassword(page, 'megan', 'not my password');
  await expectError(page, 'password', 'That email or password is not right. Check both.');
  await expect(page.locator('#email')).toHaveValue(megan);
  await expect(page.locator('#password')).toHaveValue('');
  await expect(page.locator('.errors a')).toHaveAttribute('href', '#password');
});

test('a stranger and a known email get the same answer', async ({ page }) => {
  await page.goto('/sign-in');
  await enterPassword(page, 'megan', 'not my password');
  const known = await page.locator('.errors').innerText();
  await page.locator('#email').fill('nobody@example.com');
  await page.locator('#password').fill('not my password');
  await press(page, 'Sign in');
  expect(await page.locator('.errors').innerText()).toBe(known);
});

test('an emailed code ends the sign-in; a wrong one and an old one do not', async ({ page, server }) => {
  await page.goto('/sign-in');
  await enterPassword(page, 'megan');
  await expect(main(page)).toContainText('m•••@example.com');
  const first = await server.code(megan, -1);
  const [mail] = await server.mails(megan);
  expect(mail?.subject).toBe('Your sign-in code for Hollingate Homes');
  expect(mail?.text).toContain('It works for 10 minutes');

  await enterCode(page, '');
  await expectError(page, 'code', 'Enter the code from your email');
  await enterCode(page, '12');
  await expectError(page, 'code', 'The code has 6 numbers');
  await enterCode(page, first === '123456' ? '654321' : '123456');
  await expectError(page, 'code', 'That code is not right. Check the newest email');

  const newest = await server.newestMail(megan);
  await press(page, 'Send a new code');
  await expect(page.locator('.notice[role=status]')).toContainText('The old one no longer works');
  const second = await server.code(megan, newest);
  // One time in a million both are the same, and then the old one is the new one.
  if (first !== second) {
    await enterCode(page, first);
    await expectError(page, 'code', 'That code is not right');
  }
  // As a mail program may show it.
  await enterCode(page, `${second.slice(0, 3)} ${second.slice(3)}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Megan');
});

test('the device is remembered when the browser is closed, until sign-out', async ({ page, server, another }) => {
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Megan');
  const state = await page.context().storageState();
  // A closed browser drops the cookies without an end.
  state.cookies = state.cookies.filter((cookie) => cookie.expires > 0);
  expect(state.cookies.map((cookie) => cookie.name)).toEqual(['portal-device']);

  const later = await another({ storageState: state });
  await later.goto('/repairs');
  await expect(later).toHaveURL(/\/sign-in\?next=/);
  await enterPassword(later, 'megan');
  await expect(later).toHaveURL(/\/repairs$/);

  // Somebody else's password on this device is not enough.
  const stranger = await another({ storageState: state });
  await stranger.goto('/sign-in');
  await enterPassword(stranger, 'imran');
  await expect(stranger.locator('#code')).toBeVisible();

  await later.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
  await expect(later.locator('.notice[role=status]')).toContainText('You are signed out');
  await later.goto('/repairs');
  await expect(later).toHaveURL(/\/sign-in/);
  await enterPassword(later, 'megan');
  await expect(later.locator('#code')).toBeVisible();
});

test('after signing out Back shows nothing', async ({ page, server }) => {
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await page.goto('/repairs');
  await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.locator('.notice[role=status]')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
});

test('sign-in leads to the wanted page, and never off this site', async ({ page, server, guard }) => {
  // One of the addresses below is a page of this site that does not exist.
  guard.allow(404);
  await page.goto('/repairs/report');
  await expect(page).toHaveURL(/\/sign-in\?next=\/repairs\/report$/);
  await signInByHand(page, server, 'megan');
  await expect(page).toHaveURL(`${server.url}/repairs/report`);

  const hostile = ['//evil.example', '/\\evil.example', 'https://evil.example/', '/%09/evil.example', 'javascript:alert(1)', '/api/portal/sign-out'];
  for (const next of hostile) {
    await page.context().clearCookies({ name: 'portal' });
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await enterPassword(page, 'megan');
    await expect(page.getByRole('banner').getByRole('button', { name: 'Sign out' }), next).toBeVisible();
    expect(new URL(page.url()).origin, next).toBe(server.url);
    // The same for somebody who is signed in already.
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(new URL(page.url()).origin, next).toBe(server.url);
  }
});

test('staff and tenants have separate doors', async ({ page, server }) => {
  await page.goto('/console');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Staff sign-in');
  await enterPassword(page, 'megan');
  await expectError(page, 'password', 'That email or password is not right');
  await enterPassword(page, 'officer', people.officer.password);
  await enterCode(page, await server.code(people.officer.email, -1));
  await expect(page).toHaveURL(/\/console\/repairs$/);
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in$/);
});
