import type { Page } from '@playwright/test';
import { expect, expectError, expectNoSidewaysScroll, main, press, signIn, test } from './fixtures';

// One landlord has one update at a time, so each test has its own.
test.use({ freshServer: true });

const latest = (page: Page) => main(page).locator('section').filter({ has: page.getByRole('heading', { name: 'The latest update', exact: true }) });
const told = async (page: Page) => Number(await latest(page).locator('dt:text-is("Customers found there") + dd').textContent());
const notice = (page: Page) => page.locator('.notice.good');

/** Loads the page again until the latest update is in this state. */
async function expectState(page: Page, state: string) {
  await expect(async () => {
    await page.goto('/console/sync');
    await expect(latest(page).locator('.tag')).toHaveText(state, { timeout: 200 });
  }).toPass({ timeout: 30_000 });
}

test('an update is started, seen on its way, stopped, goes on from there and is done', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/integrations/housing');
  await main(page).getByRole('link', { name: 'Housing updates', exact: true }).click();
  await expect(latest(page)).toContainText('There was no update yet. The first one asks about everybody.');
  await expectNoSidewaysScroll(page);

  // Its second page keeps the housing system waiting.
  await server.housingFaults([{ route: 'GET /contacts', query: 'cursor', fault: 'slow', delay_ms: 15_000, count: 1 }]);
  await press(page, 'Start now');
  await expect(notice(page)).toContainText('The update starts now.');
  await expect(async () => {
    await page.goto('/console/sync');
    expect(await told(page)).toBeGreaterThan(0);
  }).toPass({ timeout: 20_000 });
  await expect(latest(page).locator('.tag')).toHaveText('Running');
  await expect(latest(page)).toContainText('Everybody');
  await expectNoSidewaysScroll(page);
  await expect(latest(page).getByRole('link', { name: 'See how far it is' })).toBeVisible();

  await press(page, 'Stop');
  await expect(notice(page)).toContainText('The update is stopped.');
  await expect(latest(page).locator('.tag')).toHaveText('Stopped');
  const half = await told(page);
  await server.housingFaults([]);

  await press(page, 'Go on');
  await expect(notice(page)).toContainText('The update goes on.');
  await expectState(page, 'Done');
  expect(await told(page)).toBeGreaterThan(half);
  await expect(main(page)).toContainText('The housing system knows all customers.');

  // The next one asks about less, and stands above the one before.
  await press(page, 'Start now');
  await expectState(page, 'Done');
  await expect(latest(page)).toContainText('Who changed since the last update');
  await expect(main(page).getByRole('heading', { name: 'Earlier updates' })).toBeVisible();
  await expectNoSidewaysScroll(page);
});

test('what a person has to mend ends an update, in words, and it goes on afterwards', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await server.housingFaults([{ route: 'GET /contacts', fault: 'status', status: 403, count: 1 }]);
  await page.goto('/console/sync');
  await press(page, 'Start now');
  await expectState(page, 'Failed');
  await expect(latest(page).locator('.notice.warn')).not.toBeEmpty();
  await press(page, 'Go on');
  await expectState(page, 'Done');
});

test('how old copies may grow is typed in minutes, and lists are read again', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/sync');
  await page.locator('#people').fill('never');
  await page.locator('#hour').fill('24');
  await press(page, 'Save');
  await expectError(page, 'people', 'Enter a number of minutes for people and homes, from 1 to 1440.');
  await expectError(page, 'hour', 'Enter an hour from 0 to 23.');
  await expect(page.locator('#people')).toHaveValue('never');
  await page.locator('#people').fill('30');
  await page.locator('#hour').fill('3');
  await press(page, 'Save');
  await expect(notice(page)).toContainText('Your times are saved.');
  await expect(latest(page)).toContainText('It runs by itself every night at 3am.');

  await expect(async () => {
    await page.goto('/console/sync');
    await expect(main(page).getByText(/^Show all \d+ lists$/)).toBeVisible({ timeout: 200 });
  }).toPass({ timeout: 20_000 });
  await main(page).getByText(/^Show all \d+ lists$/).click();
  await expect(main(page).getByText('Repair priorities', { exact: true })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await press(page, 'Reload now');
  await expect(notice(page)).toContainText('We read the lists again now.');
});
