import type { Page } from '@playwright/test';
import { enterPassword, expect, type Server, signInByHand, test } from './fixtures';
import { toDescription } from './report';

// The browser's clock is moved by hand, and the server's by moving what it has seen.
test.use({ postgres: process.env.TEST_POSTGRES_URL });

const warning = (page: Page) => page.locator('.timeout');
const stay = (page: Page) => page.getByRole('button', { name: 'Stay signed in' });

/** Nothing is done for some minutes. */
async function letPass(page: Page, server: Server, minutes: number) {
  server.sql(`update portal_sessions set last_seen_at = last_seen_at - ${minutes * 60_000}`);
  await page.clock.fastForward(minutes * 60_000);
}

async function beginToWrite(page: Page, server: Server) {
  await page.clock.install();
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await toDescription(page);
  await page.locator('#description').fill('Water comes through the');
}

test('two minutes before the end a press of a button is enough, and nobody is disturbed', async ({ page, server }) => {
  await beginToWrite(page, server);
  await letPass(page, server, 27);
  await expect(warning(page)).toBeHidden();
  await letPass(page, server, 1.2);
  await expect(warning(page)).toBeVisible();
  await expect(page.getByRole('status').filter({ has: stay(page) })).toContainText('Are you still there?');
  await expect(page.locator('#description')).toBeFocused();
  await page.keyboard.type(' ceiling');

  // By keyboard alone; the focus goes back to where it was.
  await stay(page).focus();
  await page.keyboard.press('Enter');
  await expect(warning(page)).toBeHidden();
  await expect(page.locator('#signed-in-until')).toBeHidden();
  await expect(page.locator('#description')).toBeFocused();
  await letPass(page, server, 20);
  await page.goto('/repairs');
  await expect(page).toHaveURL(/\/repairs$/);
});

test('when the time is up the page says so, and keeps what was typed', async ({ page, server }) => {
  await beginToWrite(page, server);
  await letPass(page, server, 31);
  await expect(warning(page)).toContainText('You were signed out. Your answers are kept');
  await expect(stay(page)).toBeHidden();
  await expect(page.locator('#description')).toHaveValue('Water comes through the');

  const [tab] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'Sign in again in a new tab' }).click()]);
  // The device is remembered: the password is enough.
  await enterPassword(tab, 'megan');
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText('Hello, Megan');
  await tab.close();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(warning(page)).toBeHidden();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add photos');
});

test('work in another tab counts, and asking does not', async ({ page, server }) => {
  await beginToWrite(page, server);
  await letPass(page, server, 28.2);
  await expect(warning(page)).toBeVisible();
  const other = await page.context().newPage();
  await other.goto('/repairs');
  await page.clock.fastForward(15_000);
  await expect(warning(page)).toBeHidden();
  await letPass(page, server, 28.2);
  await expect(warning(page)).toBeVisible();
  await page.clock.fastForward(60_000);
  server.sql('update portal_sessions set last_seen_at = last_seen_at - 120000');
  await page.clock.fastForward(15_000);
  await expect(warning(page)).toContainText('You were signed out');
});

test('the longest time is told, and no button promises more', async ({ page, server }) => {
  await beginToWrite(page, server);
  server.sql(`update portal_sessions set ends_at = ${Date.now() + 100_000}`);
  await page.clock.fastForward(28.2 * 60_000);
  await expect(warning(page)).toContainText('You signed in many hours ago');
  await expect(stay(page)).toBeHidden();
});

test('without signal the button says so, and works when it is back', async ({ page, server }) => {
  await beginToWrite(page, server);
  await letPass(page, server, 28.2);
  await expect(warning(page)).toBeVisible();
  await page.evaluate(() => {
    const { fetch } = window;
    window.fetch = () => Promise.reject(new TypeError('no signal'));
    window.addEventListener('online', () => (window.fetch = fetch));
  });
  await stay(page).click();
  await expect(warning(page)).toContainText('That did not work.');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await stay(page).click();
  await expect(warning(page)).toBeHidden();
});
