import { readFile } from 'node:fs/promises';
import { type Page } from '@playwright/test';
import { eventually, expect, expectError, expectNoSidewaysScroll, main, people, press, signIn, test } from './fixtures';

// What one asks the other answers; each test has a landlord of its own.
test.use({ freshServer: true });

const row = (page: Page, words: string) => main(page).getByRole('row').filter({ hasText: words });
const navigation = (page: Page) => page.getByRole('navigation').locator('a', { hasText: 'Approvals' });

/** Asks for the list of everybody. */
async function ask(page: Page, why: string) {
  await page.goto('/console/customers');
  await main(page).getByRole('link', { name: 'Download as CSV' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Take out the list of all customers');
  await expect(main(page)).toContainText('Bethan Morris');
  await press(page, 'Ask for approval');
  await expectError(page, 'approval_reason', 'Say why you need this');
  await expectNoSidewaysScroll(page);
  await page.locator('#approval_reason').fill(why);
  await press(page, 'Ask for approval');
  await expect(page.getByText('We asked your colleagues to agree.')).toBeVisible();
  await expectNoSidewaysScroll(page);
}

test('a second owner agrees, and whoever asked gets the file', async ({ page, server, another, guard }) => {
  await signIn(page, server, 'officer');
  await ask(page, 'The auditors need it');
  await expect(main(page).getByRole('button', { name: 'Approve and do it now' })).toHaveCount(0);
  const request = page.url();

  const mail = await eventually('the request', async () => (await server.mails(people.owner.email)).find(({ text }) => text.includes('/console/approvals/')));
  expect(mail.text).toContain('Sam Officer asks you to agree');
  expect(mail.text).not.toContain('auditors');
  const link = /http:\S+\/console\/approvals\/\S+/.exec(mail.text)?.[0];
  expect(link).toBe(request);

  const owner = await another();
  await signIn(owner, server, 'owner');
  await owner.goto('/console/repairs');
  await expect(navigation(owner)).toContainText('1 waits');
  await owner.goto('/console/approvals');
  await expect(row(owner, 'Take out the list')).toContainText('Sam Officer');
  await expectNoSidewaysScroll(owner);
  await row(owner, 'Take out the list').getByRole('link').click();
  await expect(main(owner)).toContainText('The auditors need it');
  await expectNoSidewaysScroll(owner);
  await press(owner, 'Approve and do it now');
  await expect(owner.getByText('Approved. It is done.')).toBeVisible();
  await expect(navigation(owner)).not.toContainText('wait');
  await expect(row(owner, 'Take out the list')).toContainText('Approved');
  // The file is not theirs.
  guard.allow(404);
  await owner.goto(request);
  await expect(main(owner).getByRole('button', { name: 'Get the file' })).toHaveCount(0);
  expect((await owner.goto(`${request}/file`))?.status()).toBe(404);

  await page.goto(request);
  await expect(main(page)).toContainText('Bethan Morris approved this');
  await expectNoSidewaysScroll(page);
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'Get the file')]);
  expect(file.suggestedFilename()).toMatch(/^customers-\d{4}-\d\d-\d\d\.csv$/);
  expect(await readFile(await file.path(), 'utf8')).toContain('megan.price@example.com');
});

test('a refusal says why, and a request can be taken back', async ({ page, server, another }) => {
  await signIn(page, server, 'officer');
  await ask(page, 'For a newsletter');
  const owner = await another();
  await signIn(owner, server, 'owner');
  await owner.goto(page.url());
  await press(owner, 'Refuse');
  await expectError(owner, 'approval_refusal', 'Say why you refuse it');
  await owner.locator('#approval_refusal').fill('Use the newsletter tool instead');
  await press(owner, 'Refuse');
  await expect(owner.getByText('Refused. We told the person who asked.')).toBeVisible();
  await page.reload();
  await expect(main(page)).toContainText('Bethan Morris refused this');
  await expect(main(page)).toContainText('Use the newsletter tool instead');

  await ask(page, 'For the board');
  await page.goto('/console/customers/export');
  await main(page).getByRole('link', { name: 'See the request' }).click();
  await press(page, 'Take it back');
  await expect(page.getByText('Taken back. Nothing was changed.')).toBeVisible();
  await expect(row(page, 'Taken back')).toHaveCount(1);
  await expectNoSidewaysScroll(page);
});

test('who may not know of a request sees none, and the pages are there in Welsh', async ({ page, server, another, guard }) => {
  await signIn(page, server, 'officer');
  await ask(page, 'For the auditors');
  const request = page.url();
  const stranger = await another();
  await stranger.goto('/console/sign-in');
  await stranger.locator('#email').fill('readonly@hollingate.example');
  await stranger.locator('#password').fill(people.officer.password);
  await main(stranger).locator('form:not([data-passkey]) .actions button').click();
  await stranger.locator('#code').fill(await server.code('readonly@hollingate.example', -1));
  await main(stranger).locator('form:not([data-passkey]) .actions button').click();
  await expect(stranger).not.toHaveURL(/sign-in/);
  await expect(navigation(stranger)).toHaveCount(0);
  guard.allow(404);
  expect((await stranger.goto(request))?.status()).toBe(404);
  await page.context().addCookies([{ name: 'language', value: 'cy', url: server.url }]);
  await page.goto(request);
  await expect(main(page)).toContainText('Rhaid i un o\'r rhain gytuno');
  await expectNoSidewaysScroll(page);
});
