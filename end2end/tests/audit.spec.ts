import { expect, expectNoSidewaysScroll, main, people, press, signIn, test } from './fixtures';

test('staff find what happened, by whom, and see that nobody tampered with it', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/audit');
  const table = main(page).getByRole('table', { name: 'What happened, newest first' });
  await expect(table.getByRole('row').filter({ hasText: 'Sam Officer' }).first()).toBeVisible();
  await expectNoSidewaysScroll(page);

  await main(page).getByLabel('Person or repair').fill(people.officer.email);
  await main(page).getByLabel('What happened').selectOption('session.began');
  await press(page, 'Search');
  await expect(page).toHaveURL(/event=session\.began/);
  await expect(main(page).getByLabel('Person or repair')).toHaveValue(people.officer.email);
  await expect(table.locator('tbody').getByRole('row').first()).toContainText('Signed in');

  await main(page).getByLabel('Person or repair').fill('<script>alert(1)</script>');
  await press(page, 'Search');
  await expect(main(page)).toContainText('Nothing on record matches.');
  await main(page).getByRole('link', { name: 'Clear search' }).click();
  await expect(page).toHaveURL(/\/console\/audit$/);

  await press(page, 'Check now');
  await expect(page.locator('.notice.good')).toContainText('We are checking every entry.');
  await expect(async () => {
    await page.goto('/console/audit');
    await expect(main(page).getByText('Whole', { exact: true })).toBeVisible({ timeout: 200 });
  }).toPass({ timeout: 20_000 });
});

test('the audit can be taken out as a table', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/audit');
  const link = main(page).getByRole('link', { name: 'Download as CSV' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d{2}-\d{2}\.csv$/);
});

test('a customer sees who looked at their record, in both languages', async ({ page, server }) => {
  await signIn(page, server, 'megan');
  await page.goto('/you/record-views');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who looked at your record');
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'Cymraeg' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pwy edrychodd ar eich cofnod');
});
