import type { Page } from '@playwright/test';
import { appCode } from './authenticator';
import { enterCode, enterPassword, expect, expectError, expectNoSidewaysScroll, main, people, press, type Server, signInByHand, test } from './fixtures';

// What somebody holds outlives a test, and passkeys want a name.
test.use({ byName: true });

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

async function signOut(page: Page) {
  await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.locator('.notice[role=status]')).toContainText('You are signed out');
}

/** Adds an app: its key, and the code that added it. */
async function addApp(page: Page, plane: '' | '/console') {
  await page.goto(`${plane}/you/factors`);
  await main(page).getByRole('link', { name: 'Add an app' }).click();
  await press(page, 'I have an app');
  await expect(main(page).getByRole('img', { name: /^QR code/ })).toBeVisible();
  const key = await main(page).locator('.key').innerText();
  await page.locator('#name').fill('Old phone');
  const code = appCode(key);
  await page.locator('#authenticator').fill(code);
  await press(page, 'Add this app');
  await expect(page.locator('.notice[role=status]')).toContainText('Your app is ready');
  return { key, code };
}

async function makeCodes(page: Page): Promise<string[]> {
  await expect(heading(page)).toHaveText('Recovery codes');
  await press(page, 'Make 10 codes');
  const codes = await main(page).locator('.codes li').allInnerTexts();
  expect(codes).toHaveLength(10);
  await press(page, 'I have kept them');
  await expect(page.locator('.notice[role=status]')).toContainText('Your new recovery codes work now');
  return codes;
}

async function enterAppCode(page: Page, code: string) {
  await page.locator('#authenticator').fill(code);
  await press(page, 'Continue');
}

async function enterRecoveryCode(page: Page, code: string) {
  await main(page).getByRole('link', { name: 'Use a recovery code' }).click();
  await page.locator('#recovery').fill(code);
  await press(page, 'Continue');
}

const codesMailed = async (server: Server, to: string) =>
  (await server.mails(to)).filter((mail) => mail.subject.startsWith('Your sign-in code')).length;

test('an app is added and asked for, recovery codes work once, the mailbox is the last way', async ({ page, server }) => {
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  const { key, code: first } = await addApp(page, '');
  const codes = await makeCodes(page);
  await expect(main(page)).toContainText('Old phone');
  await expect(main(page)).toContainText('You have 10 of 10 codes left');
  await expectNoSidewaysScroll(page);
  const mailed = await codesMailed(server, people.megan.email);

  await signOut(page);
  await enterPassword(page, 'megan');
  await expect(heading(page)).toHaveText('Type the code from your app');
  await enterAppCode(page, '12');
  await expectError(page, 'authenticator', 'The code has 6 numbers');
  // The code that added the app is used up.
  await enterAppCode(page, first);
  await expectError(page, 'authenticator', 'That code is not right');
  await enterAppCode(page, appCode(key, 1));
  await expect(heading(page)).toHaveText('Hello, Megan');

  const [code = '', other = ''] = codes;
  await signOut(page);
  await enterPassword(page, 'megan');
  await enterRecoveryCode(page, code.toLowerCase().replaceAll('-', ' '));
  await expect(heading(page)).toHaveText('Hello, Megan');
  await signOut(page);
  await enterPassword(page, 'megan');
  await enterRecoveryCode(page, code);
  await expectError(page, 'recovery', 'Each code works once');
  await page.locator('#recovery').fill(other);
  await press(page, 'Continue');
  await expect(heading(page)).toHaveText('Hello, Megan');
  expect(await codesMailed(server, people.megan.email), 'codes mailed before anybody asked').toBe(mailed);

  await signOut(page);
  await enterPassword(page, 'megan');
  await main(page).getByRole('link', { name: 'Get a code by email' }).click();
  const newest = await server.newestMail(people.megan.email);
  await press(page, 'Email me a code');
  await enterCode(page, await server.code(people.megan.email, newest));
  await expect(heading(page)).toHaveText('Hello, Megan');
});

test('whoever lost everything is told what to do, and the way back is kept', async ({ page, server }) => {
  await page.goto('/repairs');
  await signInByHand(page, server, 'imran');
  await addApp(page, '');
  await signOut(page);
  await page.goto('/repairs/report');
  await enterPassword(page, 'imran');
  await main(page).getByRole('link', { name: 'I have lost it' }).click();
  await expect(main(page)).toContainText(/Call us on 01632.960.123/);
  await expectNoSidewaysScroll(page);
  await main(page).getByRole('link', { name: 'Get a code by email' }).click();
  const newest = await server.newestMail(people.imran.email);
  await press(page, 'Email me a code');
  await enterCode(page, await server.code(people.imran.email, newest));
  await expect(page).toHaveURL(/\/repairs\/report$/);
});

test('a factor gets another name and is removed; the account is told', async ({ page, server }) => {
  await page.goto('/sign-in');
  await signInByHand(page, server, 'aisha');
  await addApp(page, '');
  await main(page).getByRole('link', { name: 'Not now' }).click();
  await main(page).getByRole('link', { name: 'Change old phone' }).click();
  await page.locator('#name').fill('');
  await press(page, 'Save name');
  await expectError(page, 'name', 'Give it a name');
  await page.locator('#name').fill('Newer phone');
  await press(page, 'Save name');
  await main(page).getByRole('link', { name: 'Change newer phone' }).click();
  await expect(main(page)).toContainText('you get a code by email again');
  const newest = await server.newestMail(people.aisha.email);
  await press(page, 'Remove');
  await expect(page.locator('.notice[role=status]')).toContainText('It is removed');
  await expect(main(page)).toContainText('You have none yet');
  await expect(async () => {
    const fresh = (await server.mails(people.aisha.email)).filter((mail) => mail.id > newest);
    expect(fresh.map((mail) => mail.text).join()).toContain('The way you sign in was changed');
  }).toPass({ timeout: 15_000 });
});

test('a passkey is offered where scripts run, and nowhere else', async ({ page, javaScriptEnabled }) => {
  for (const path of ['/sign-in', '/console/sign-in']) {
    await page.goto(path);
    const button = main(page).getByRole('button', { name: 'Sign in with a passkey' });
    if (javaScriptEnabled) await expect(button).toBeVisible();
    else await expect(button).toBeHidden();
  }
});

test('staff are reminded, and with the switch on they add an app before anything else', async ({ page, server }) => {
  await page.goto('/console');
  await enterPassword(page, 'officer', people.officer.password);
  await enterCode(page, await server.code(people.officer.email, -1));
  const nag = page.getByRole('complementary', { name: 'How you sign in' });
  await expect(nag).toContainText('add a passkey or an app');
  await page.goto('/console/sign-in-settings');
  await main(page).getByLabel('Staff need a passkey or an app').check();
  await press(page, 'Save');
  for (const path of ['/console/repairs', '/console/sign-in-settings', '/console']) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/console\/you\/factors$/);
    await expect(main(page)).toContainText('Add one now, then you can go on');
  }
  await addApp(page, '/console');
  await makeCodes(page);
  await expect(main(page)).toContainText('you cannot use codes by email');
  await page.goto('/console/sign-in-settings');
  await expect(main(page).getByLabel('Staff need a passkey or an app')).toBeChecked();
  await expect(nag).toHaveCount(0);
  await page.goto('/console/you/factors');
  await main(page).getByRole('link', { name: 'Change old phone' }).click();
  await press(page, 'Remove');
  await expect(page.locator('.errors')).toContainText('Add another one first');

  const mailed = await codesMailed(server, people.officer.email);
  await signOut(page);
  await enterPassword(page, 'officer', people.officer.password);
  await expect(heading(page)).toHaveText('Type the code from your app');
  await expect(main(page).getByRole('link', { name: 'Get a code by email' })).toHaveCount(0);
  await page.goto('/console/sign-in/code?with=email');
  await expect(heading(page)).toHaveText('Type the code from your app');
  expect(await codesMailed(server, people.officer.email)).toBe(mailed);
});
