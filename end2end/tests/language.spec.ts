import type { Page } from '@playwright/test';
import { expect, main, press, signIn, test } from './fixtures';
import { pagesOf } from './pages';
import { expectQuestion, reportRepair, toCheck } from './report';

/** Words of the English pages that no Welsh one may show. What tenants and the housing system wrote is left out. */
const english = [
  'sign in', 'sign out', 'password', 'email', 'continue', 'back', 'menu', 'home', 'repair', 'repairs', 'report', 'reported', 'reference',
  'visit', 'next', 'call', 'error', 'enter', 'choose', 'check', 'send', 'change', 'photo', 'photos', 'your', 'we', 'you',
  'cancel', 'status', 'sent', 'booked', 'cancelled', 'received', 'today', 'monday', 'friday', 'between', 'behind', 'add', 'remove', 'page',
  'dangerous', 'smell', 'emergency', 'try', 'wait', 'made-up', 'nothing',
];

async function expectWelsh(page: Page) {
  await expect(page.locator('html')).toHaveAttribute('lang', 'cy');
  // The switch is named in its own language, and data is in the language it was written in.
  const text = await page.evaluate(() => {
    const copy = document.body.cloneNode(true) as HTMLElement;
    for (const part of copy.querySelectorAll('[lang=en], .data, script, table a, .lines a, .card a, .photos')) part.remove();
    return `${document.title}\n${copy.textContent}`;
  });
  const found = english.filter((word) => new RegExp(`(?<![\\p{L}'’-])${word}(?![\\p{L}'’-])`, 'iu').test(text));
  expect(found, `English on ${page.url()}:\n${text}`).toEqual([]);
}

const toWelsh = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'Cymraeg' }).click();
const toEnglish = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'English' }).click();

test('the switch stays on the page and is remembered', async ({ page, server }) => {
  await signIn(page, server, 'sian');
  await toCheck(page, 'Llwydni yn y gornel.');
  const check = page.url();
  await toWelsh(page);
  await expect(page).toHaveURL(check);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gwiriwch eich atebion');
  await expect(page.locator('.summary')).toContainText('Llwydni ar wal neu nenfwd');
  await expect(page.locator('.summary')).toContainText('Llwydni yn y gornel.');
  await main(page).getByRole('link', { name: 'Newid beth ddywedoch wrthym' }).click();
  const change = page.url();
  expect(change).toContain('back=check');
  await toEnglish(page);
  await expect(page).toHaveURL(change);
  await expectQuestion(page, 'Tell us more');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await toWelsh(page);
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'cy');
  await expect(page.getByRole('button', { name: 'English' })).toHaveAttribute('lang', 'en');
});

test('a browser that asks for Welsh gets Welsh, also in errors', async ({ another, guard }) => {
  guard.allow(404);
  const page = await another({ locale: 'cy-GB' });
  await page.goto('/sign-in');
  await expectWelsh(page);
  await press(page, 'Mewngofnodi');
  await expect(page.locator('.errors')).toContainText('Rhowch eich cyfeiriad e-bost');
  await expectWelsh(page);
  await page.goto('/dim-byd');
  await expectWelsh(page);
  await page.goto('/console/sign-in');
  await expectWelsh(page);
});

test('no English is left on the main screens', async ({ page, server, guard }) => {
  guard.allow(404);
  await signIn(page, server, 'sian');
  const { id } = await reportRepair(page, 'Dwr ar y wal.');
  await page.goto('/');
  await toWelsh(page);
  for (const path of ['/', '/repairs', `/repairs/${id}`, `/repairs/${id}/sent`, `/repairs/${id}/cancel`, '/repairs/report', '/dim-byd']) {
    await page.goto(path);
    await expectWelsh(page);
  }
  await page.goto('/repairs/report');
  await press(page, 'Parhau');
  await expectWelsh(page);
  await page.locator('.pick > label').first().click();
  await press(page, 'Parhau');
  await expectWelsh(page);
  await page.locator('.pick > label').first().click();
  await press(page, 'Parhau');
  await expectWelsh(page);
  await page.locator('#accepted').check();
  await press(page, 'Parhau');
  await expectWelsh(page);
  await page.locator('#description').fill('Oer iawn.');
  await press(page, 'Parhau');
  await expectWelsh(page);
  await main(page).getByRole('link', { name: 'Parhau' }).click();
  await expectWelsh(page);
});

test.describe('the code mail', () => {
  test.use({ freshServer: true });

  test('a Welsh console signs its staff in', async ({ page, server }) => {
    await page.goto('/console/sign-in');
    await toWelsh(page);
    await page.locator('#email').fill('officer@hollingate.example');
    await page.locator('#password').fill('demo-officer-2026');
    await press(page, 'Mewngofnodi');
    await page.locator('#code').fill(await server.code('officer@hollingate.example', -1));
    await press(page, 'Parhau');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gwaith trwsio');
    await expectWelsh(page);
  });
});

for (const plane of ['portal', 'console'] as const) {
  test(`no English is left on the ${plane}'s pages in Welsh`, async ({ page, server }) => {
    await signIn(page, server, plane === 'portal' ? 'sian' : 'officer');
    await page.context().addCookies([{ name: 'language', value: 'cy', url: server.url }]);
    for (const address of pagesOf(plane)) {
      await page.goto(address);
      await expectWelsh(page);
    }
  });
}
