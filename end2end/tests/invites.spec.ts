import type { Page } from '@playwright/test';
import { eventually, expect, expectError, expectNoSidewaysScroll, main, press, type Server, signIn, test } from './fixtures';

const title = (page: Page) => page.getByRole('heading', { level: 1 });
const row = (desk: Page, email: string) => main(desk).locator('tbody tr').filter({ hasText: email });

/** Sends an invitation from the list. */
async function invite(desk: Page, server: Server, first: string, last: string, email: string) {
  await signIn(desk, server, 'officer');
  await desk.goto('/console/invites');
  await main(desk).getByRole('link', { name: 'Invite User' }).click();
  await desk.locator('#first_name').fill(first);
  await desk.locator('#last_name').fill(last);
  await desk.locator('#invited-email').fill(email);
  await press(desk, 'Send Invite');
  await expect(desk.locator('.notice.good')).toContainText('The invitation is on its way.');
  await expect(row(desk, email)).toContainText('Pending');
}

/** The link in a mail that is newer than the mail `after`. */
async function link(server: Server, email: string, after = -1): Promise<string> {
  return eventually(`an invitation to ${email}`, async () => {
    const fresh = (await server.mails(email)).filter((mail) => mail.id > after);
    return fresh.map((mail) => /http\S+\/invite\?token=\S+/.exec(mail.text)?.[0]).find(Boolean);
  });
}

async function answer(page: Page, lastName: string, password: string) {
  await page.locator('#own-last-name').fill(lastName);
  await page.locator('#new-password').fill(password);
  await press(page, 'Open my account');
}

test('somebody is invited, says who they are, chooses a password and is signed in', async ({ page, server, another }) => {
  const email = 'dilys@other.example.com';
  await invite(page, server, 'Dilys', 'ap Rhys', email);
  await expectNoSidewaysScroll(page);

  const theirs = await another();
  const address = await link(server, email);
  await theirs.goto(address);
  await expect(title(theirs)).toHaveText('Hello Dilys');
  await expectNoSidewaysScroll(theirs);
  await expect(theirs.locator('body')).not.toContainText('Rhys');
  await expect(theirs.locator('body')).not.toContainText(email);

  await answer(theirs, 'Jones', 'three odd words');
  await expectError(theirs, 'own-last-name', 'That is not the last name on the invitation.');
  await expect(theirs.locator('#own-last-name')).toHaveValue('Jones');
  await expect(theirs.locator('#new-password')).toHaveValue('');
  await answer(theirs, 'AP RHYS', 'password1');
  await expect(theirs.locator('#new-password-error')).toContainText('Lots of people use this password');
  await answer(theirs, 'AP RHYS', 'three odd words');
  await expect(theirs.locator('.notice.good')).toContainText('Your account is ready. You are signed in.');
  await expect(title(theirs)).toHaveText('Hello, Dilys');
  await expectNoSidewaysScroll(theirs);

  await theirs.goto(address);
  await expect(title(theirs)).toHaveText('Somebody is signed in here');
  const later = await another();
  await later.goto(address);
  await expect(title(later)).toHaveText('You have an account');

  await page.goto('/console/invites');
  await expect(row(page, email)).toContainText('Used');
  await expect(row(page, email).getByRole('button')).toHaveCount(0);
});

test('a fresh link ends the older one, and cancelling ends all', async ({ page, server, another }) => {
  const email = 'idris@other.example.com';
  await invite(page, server, 'Idris', 'Vaughan', email);
  const old = await link(server, email);
  const before = await server.newestMail(email);
  await row(page, email).getByRole('button', { name: 'Resend the invitation to Idris Vaughan' }).click();
  await expect(page.locator('.notice.good')).toContainText('A fresh link is on its way. The old one no longer works.');
  const fresh = await link(server, email, before);

  const theirs = await another();
  await theirs.goto(old);
  await expect(title(theirs)).toHaveText('This link does not work');
  await theirs.goto(fresh);
  await expect(title(theirs)).toHaveText('Hello Idris');
  await row(page, email).getByRole('button', { name: 'Cancel the invitation to Idris Vaughan' }).click();
  await expect(page.locator('.notice.good')).toContainText('The invitation is cancelled.');
  await expect(row(page, email)).toContainText('Cancelled');
  // The page was open before: its button opens nothing.
  await answer(theirs, 'Vaughan', 'three odd words');
  await expect(title(theirs)).toHaveText('This link does not work');
});

test('all that is wrong is said at once, nothing typed is lost, and nobody is invited twice', async ({ page, server }) => {
  const email = 'nerys@other.example.com';
  await signIn(page, server, 'officer');
  await page.goto('/console/invites/new');
  await expect(main(page).getByRole('radio', { name: 'English' })).toBeChecked();
  await page.locator('#last_name').fill('Bevan');
  await page.locator('#invited-email').fill('nobody');
  await page.locator('#person').fill('T9999999');
  await main(page).getByRole('radio', { name: 'Welsh' }).check();
  await press(page, 'Send Invite');
  await expectError(page, 'first_name', 'Enter a first name');
  await expectError(page, 'invited-email', 'Enter an email address, like name@example.com');
  await expect(page.locator('#last_name')).toHaveValue('Bevan');
  await expect(main(page).getByRole('radio', { name: 'Welsh' })).toBeChecked();
  await expectNoSidewaysScroll(page);

  await page.locator('#first_name').fill('Nerys');
  await page.locator('#invited-email').fill('megan.price@example.com');
  await press(page, 'Send Invite');
  await expectError(page, 'person', 'The housing system does not know this person by this last name.');
  await page.locator('#person').fill('');
  await press(page, 'Send Invite');
  await expectError(page, 'invited-email', 'There is an account with this address already.');
  await page.locator('#invited-email').fill(email);
  await press(page, 'Send Invite');
  await expect(row(page, email)).toHaveCount(1);
  expect(await link(server, email)).toContain('/invite?token=');
  expect((await server.mails(email))[0]?.text).toContain('Helo Nerys');

  await page.goto('/console/invites/new');
  await page.locator('#first_name').fill('Nerys');
  await page.locator('#last_name').fill('Bevan');
  await page.locator('#invited-email').fill(email);
  await press(page, 'Send Invite');
  await expect(page.locator('.errors')).toContainText('An invitation to this address is open.');
});

test('staff find an invitation and take the list out as a table', async ({ page, server }) => {
  const email = 'mabli@other.example.com';
  await invite(page, server, 'Mabli', 'Gwynne', email);
  await main(page).getByLabel('Name or email').fill('gwynne MAB');
  await main(page).getByLabel('State').selectOption('pending');
  await press(page, 'Search');
  await expect(page).toHaveURL(/state=pending/);
  await expect(main(page).locator('tbody tr')).toHaveCount(1);
  const download = page.waitForEvent('download');
  await main(page).getByRole('link', { name: 'Download as CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^invites-\d{4}-\d{2}-\d{2}\.csv$/);
  await main(page).getByLabel('Name or email').fill('xyzzy <script>');
  await press(page, 'Search');
  await expect(page.getByRole('heading', { name: 'Nobody found' })).toBeVisible();
  await page.getByRole('link', { name: 'Show all' }).click();
  await expect(row(page, email)).toHaveCount(1);
});

const file = (text: string | Buffer) => ({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

test('a table is chosen, looked at row by row, and sent once', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/invites');
  await main(page).getByRole('link', { name: 'Invite many' }).click();
  await expectNoSidewaysScroll(page);
  const download = page.waitForEvent('download');
  await main(page).getByRole('link', { name: 'Download an example' }).click();
  expect((await download).suggestedFilename()).toBe('invites-example.csv');

  await page.locator('#file').setInputFiles(file(Buffer.from([0x66, 0xe2, 0x6e])));
  await press(page, 'Read the file');
  await expectError(page, 'file', 'We cannot read this file. In your spreadsheet choose Save as, then CSV UTF-8');

  const people = [
    'Email;First name;Last name;Language;Date of birth;Flat',
    'eirlys@other.example.com;Eirlys;Wyn;cy;9 Medi 1975;4',
    'megan.price@example.com;Megan;Price;;;',
    'EIRLYS@other.example.com;Eirlys;Again;;;',
    'gwil;Gwil;Rees;;31/02/1980;',
  ];
  await page.locator('#file').setInputFiles(file(`\u{feff}${people.join('\r\n')}`));
  await press(page, 'Read the file');
  await expect(title(page)).toHaveText('Check who is invited');
  await expectNoSidewaysScroll(page);
  const line = (number: string) => main(page).locator('tbody tr').filter({ has: page.locator('td:first-child', { hasText: new RegExp(`^${number}$`) }) });
  await expect(line('2')).toContainText('Born 9 September 1975');
  await expect(line('3')).toContainText('Has an account already');
  await expect(line('4')).toContainText('The same address is on line 2');
  await expect(line('5')).toContainText('Enter an email address');
  await expect(line('5')).toContainText('Enter a date of birth');
  await expect(main(page)).toContainText('We do not use these columns: Flat.');
  expect(await server.mails('eirlys@other.example.com')).toHaveLength(0);

  const address = page.url();
  await press(page, 'Send 1 invite');
  await expect(title(page)).toHaveText('1 person is invited');
  await expect(main(page)).toContainText('3 rows were left out.');
  const mailed = await link(server, 'eirlys@other.example.com');
  await page.goto(address);
  await expect(main(page)).toContainText('1 email is out.');
  expect(await server.mails('eirlys@other.example.com')).toHaveLength(1);
  await main(page).getByRole('link', { name: 'See all invites' }).click();
  await expect(row(page, 'eirlys@other.example.com')).toContainText('Pending');
  expect(mailed).toContain('/invite?token=');
});

test('a pasted table that cannot be read stays where it was typed', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/invites/import');
  await page.locator('#table').fill('name,email\nEirlys,eirlys2@other.example.com');
  await press(page, 'Read the table');
  await expectError(page, 'table', 'The first line of the table needs the headings first name, last name and email, each once');
  await expect(page.locator('#table')).toHaveValue('name,email\nEirlys,eirlys2@other.example.com');
  await page.locator('#table').fill('first name\tlast name\temail\nMegan\tPrice\tmegan.price@example.com');
  await press(page, 'Read the table');
  await expect(main(page)).toContainText('There is nobody to invite in this table.');
  await expect(main(page).getByRole('button', { name: /^Send/ })).toHaveCount(0);
});

test('a date of birth on the invitation is asked for beside the last name', async ({ page, server, another }) => {
  const email = 'ffion@other.example.com';
  await signIn(page, server, 'officer');
  await page.goto('/console/invites/new');
  for (const [box, text] of Object.entries({ first_name: 'Ffion', last_name: 'Parry', 'invited-email': email, day: '27', month: '3', year: '1980' })) {
    await page.locator(`#${box}`).fill(text);
  }
  await press(page, 'Send Invite');
  const theirs = await another();
  await theirs.goto(await link(server, email));
  await expectNoSidewaysScroll(theirs);
  await answer(theirs, 'Parry', 'three odd words');
  await expectError(theirs, 'day', 'Enter a date of birth');
  for (const [box, text] of Object.entries({ day: '28', month: 'March', year: '1980' })) {
    await theirs.locator(`#${box}`).fill(text);
  }
  await answer(theirs, 'Parry', 'three odd words');
  await expectError(theirs, 'day', 'That is not the date of birth on the invitation.');
  await theirs.locator('#day').fill('27');
  await answer(theirs, 'Parry', 'three odd words');
  await expect(title(theirs)).toHaveText('Hello, Ffion');

  // Their record says how the account began.
  await page.goto('/console/customers?q=ffion');
  await main(page).getByRole('link', { name: /Ffion/ }).click();
  await expect(main(page)).toContainText('Invited by');
});
