import { createHash } from 'node:crypto';
import { expect, expectError, expectNoSidewaysScroll, main, press, signIn, test } from './fixtures';

// Sets of one landlord meet, so each test has its own.
test.use({ freshServer: true });

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

function set(files: Record<string, string>) {
  const rows = Object.entries(files).map(([name, text]) => {
    const count = text.trim().split('\n').length - 1;
    return `${name},${count},${createHash('sha256').update(text).digest('hex')},2026-11-24T06:00:00`;
  });
  const manifest = `file,rows,sha256,as_at\n${rows.join('\n')}\n`;
  return [...Object.entries(files).map(([name, text]) => file(name, text)), file('manifest.csv', manifest)];
}

test('files are sent, checked with their faults by line, mended, taken over and used', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/drops');
  await expect(main(page)).toContainText('There are no files yet');
  await expectNoSidewaysScroll(page);
  await press(page, 'Send');
  await expectError(page, 'files', 'Choose files, with manifest.csv.');

  await page.locator('#files').setInputFiles(set({ 'people.csv': 'person_ref,surname,date_of_birth\n1,Price,18/06/1991\n2,,\n' }));
  await press(page, 'Send');
  await expect(main(page)).toContainText('Sent and waiting');
  await expectNoSidewaysScroll(page);
  await press(page, 'Check only');
  const report = page.url();
  await expect(async () => {
    await page.goto(report);
    await expect(main(page)).toContainText('We use nothing of this set.', { timeout: 200 });
  }).toPass({ timeout: 20_000 });
  const wrong = main(page).getByRole('table', { name: 'What is wrong' });
  const day = wrong.getByRole('row').filter({ hasText: 'date_of_birth' });
  await expect(day).toContainText('This is not a day. Write it like 2026-11-24.');
  await expect(day).toContainText('2');
  await expect(main(page)).not.toContainText('18/06/1991');
  await expectNoSidewaysScroll(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    main(page).getByRole('link', { name: 'Download as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('housing-files-report.csv');

  await page.locator('.back').click();
  await page.locator('#files').setInputFiles(set({ 'people.csv': 'person_ref,surname,date_of_birth\n1,Price,1991-06-18\n2,Evans,\n' }));
  await press(page, 'Send');
  await press(page, 'Take over');
  const taken = page.url();
  await expect(async () => {
    await page.goto(taken);
    await expect(main(page)).toContainText('We use these files now.', { timeout: 200 });
  }).toPass({ timeout: 20_000 });
  await page.locator('.back').click();
  const inUse = main(page).getByRole('table', { name: 'Files in use' });
  await expect(inUse.getByRole('row').filter({ hasText: 'people.csv' })).toContainText('2');
  await expectNoSidewaysScroll(page);
  await press(page, 'Remove the files that wait');
  await expect(page.locator('.notice.good')).toContainText('The files that waited are removed.');
  await press(page, 'Use these files as the housing system');
  await expect(main(page)).toContainText('These files are your housing system');
});

test('a file of another name is refused in words', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/drops');
  await page.locator('#files').setInputFiles([file('People.xlsx', 'x')]);
  await press(page, 'Send');
  await expectError(page, 'files', 'We do not know a file of this name. Its name must be exactly as in the format, like people.csv.');
});
