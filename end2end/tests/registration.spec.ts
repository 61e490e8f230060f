import type { Page } from '@playwright/test';
import { enterCode, eventually, expect, expectError, expectNoSidewaysScroll, main, press, type Server, signIn, test } from './fixtures';

// Each person asks once; limits and accounts are those of a landlord of its own.
test.use({ freshServer: true });

interface Person {
  reference: string;
  surname: string;
  born: [string, string, string];
}

const gareth: Person = { reference: ' 4OO35 ', surname: 'EVANS', born: ['14', 'Mawrth', '1979'] };
const gwen: Person = { reference: '0040042', surname: 'evans', born: ['14', '3', '1979'] };
const zoe: Person = { reference: '40-063', surname: 'núñez', born: ['2', 'Apr', '1944'] };

async function ask(page: Page, person: Person, email: string) {
  await page.goto('/sign-in');
  await main(page).getByRole('link', { name: 'Create an account' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Create an account');
  await page.locator('#reference').fill(person.reference);
  await page.locator('#surname').fill(person.surname);
  await page.locator('#day').fill(person.born[0]);
  await page.locator('#month').fill(person.born[1]);
  await page.locator('#year').fill(person.born[2]);
  await page.locator('#email').fill(email);
  await page.locator('#new-password').fill('three odd words');
  await press(page, 'Continue');
}

async function proveEmail(page: Page, server: Server, email: string) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email');
  await enterCode(page, await server.code(email, -1));
}

/** The record may answer a moment after the code. */
async function untilLookedUp(page: Page, heading: string) {
  await eventually(heading, async () => {
    await page.goto('/register/code');
    return (await page.getByRole('heading', { level: 1 }).textContent()) === heading ? true : undefined;
  });
}

test('whose email is on record needs one code, however they write the rest', async ({ page, server }) => {
  await ask(page, gareth, 'gareth.evans@example.com');
  await expectNoSidewaysScroll(page);
  await proveEmail(page, server, 'gareth.evans@example.com');
  const title = page.getByRole('heading', { level: 1 });
  if ((await title.textContent()) === 'We are checking') {
    await untilLookedUp(page, 'We found you');
    await press(page, 'Open my account');
  }
  await expect(main(page)).toContainText('Gareth');
  await expect(page.getByText('Your account is ready')).toBeVisible();
});

test('another email needs a code from the one on record, too', async ({ page, server }) => {
  await ask(page, gwen, 'gwen@other.example.com');
  await proveEmail(page, server, 'gwen@other.example.com');
  await untilLookedUp(page, 'One more code');
  await expectNoSidewaysScroll(page);
  await enterCode(page, await server.code('gwen.evans@example.com', -1));
  await expect(main(page)).toContainText('Gwen');
});

test('all that is wrong is said at once and nothing typed is lost', async ({ page }) => {
  await page.goto('/register');
  await page.locator('#reference').fill('T100039');
  await page.locator('#day').fill('31');
  await page.locator('#month').fill('April');
  await page.locator('#year').fill('1980');
  await page.locator('#email').fill('nobody');
  await press(page, 'Continue');
  await expectError(page, 'surname', 'Enter your last name');
  await expectError(page, 'day', 'Enter a date of birth with day, month and a year of 4 numbers');
  await expectError(page, 'email', 'Enter an email address');
  await expect(page.locator('#reference')).toHaveValue('T100039');
  await expect(page.locator('#month')).toHaveValue('April');
  await expect(page.locator('#new-password')).toHaveValue('');
});

test('staff check who could not be found, and send a letter', async ({ page, server, another }) => {
  await ask(page, { ...zoe, reference: 'X99' }, 'zoe@other.example.com');
  await proveEmail(page, server, 'zoe@other.example.com');
  await untilLookedUp(page, 'One more code');
  await press(page, 'Ask staff to check');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Our staff are checking');

  const desk = await another();
  await signIn(desk, server, 'officer');
  await desk.goto('/console/registrations');
  const row = main(desk).getByRole('row').filter({ hasText: 'zoe@other.example.com' });
  await expect(row).toContainText('Last name, Date of birth');
  await expectNoSidewaysScroll(desk);
  await row.getByRole('link', { name: 'núñez' }).click();
  await expect(desk.locator('#reference')).toHaveValue('40063');
  await expectNoSidewaysScroll(desk);
  await press(desk, 'Make the account');
  await expectError(desk, 'proof', 'Say how you know who it is');
  await desk.locator('#proof').fill('Called the number on record');
  await press(desk, 'Send a letter with a code');
  await expect(main(desk)).toContainText('Zoë Núñez');
  await expectNoSidewaysScroll(desk);
  const code = await desk.locator('.letter-code').textContent();
  await press(desk, 'It is printed');
  await expect(main(desk)).toContainText('Letter made');

  await main(page).getByRole('link', { name: 'I have a letter with a code' }).click();
  await page.locator('#letter-code').fill('00000 00000');
  await press(page, 'Continue');
  await expectError(page, 'letter-code', 'That code is not right');
  await page.locator('#letter-code').fill(code!.toLowerCase().replaceAll('-', ' '));
  await press(page, 'Continue');
  await expect(page.getByText('Your account is ready. Sign in')).toBeVisible();

  await desk.goto('/console/registrations');
  await expect(main(desk)).toContainText('Nobody is waiting');
});

test('a stranger sees what a tenant sees, and staff can refuse them', async ({ page, server, another }) => {
  await ask(page, { reference: 'T1', surname: 'Stranger', born: ['1', '1', '1990'] }, 'stranger@example.com');
  await proveEmail(page, server, 'stranger@example.com');
  await untilLookedUp(page, 'One more code');
  await enterCode(page, '000000');
  await expectError(page, 'code', 'That code is not right');

  const desk = await another();
  await signIn(desk, server, 'officer');
  await desk.goto('/console/registrations');
  await main(desk).getByRole('link', { name: 'Stranger' }).click();
  await expect(main(desk)).toContainText('We find nobody who fits.');
  await desk.locator('#refusal').fill('Not a tenant');
  await press(desk, 'Refuse');
  await expect(main(desk)).toContainText('Refused. We emailed them.');
  await eventually('the refusal', async () => (await server.mails('stranger@example.com')).find((mail) => mail.text.includes('could not make sure')));
});
