import type { Page } from '@playwright/test';
import { type Server, eventually, expect, expectError, expectNoSidewaysScroll, main, press, signIn, test } from './fixtures';

// What is worded here would be in the mails of other tests.
test.use({ freshServer: true });

const notice = (page: Page) => page.locator('.notice.good');
const previews = (page: Page) => main(page).locator('.preview .mail');
const OFFICER = 'officer@hollingate.example';

async function open(page: Page, server: Server) {
  await signIn(page, server, 'officer');
  await page.goto('/console/templates');
  await expectNoSidewaysScroll(page);
  const row = main(page).getByRole('row').filter({ hasText: 'Repair not cancelled' });
  await expect(row).toContainText('Our words');
  await row.getByRole('link', { name: 'Repair not cancelled' }).click();
  await expect(main(page).getByRole('heading', { level: 1, name: 'Repair not cancelled' })).toBeVisible();
  await expectNoSidewaysScroll(page);
}

/** Both languages, as a landlord would say it. */
async function write(page: Page, subject: string) {
  await page.locator('#subject_en').fill(subject);
  await page.locator('#text_en').fill('We still come.\n\nYour repair has the reference ((reference)).');
  await page.locator('#subject_cy').fill('Newyddion oddi wrthym');
  await page.locator('#text_cy').fill('Rydym yn dal i ddod.\n\nCyfeirnod eich gwaith trwsio yw ((reference)).');
}

test('a placeholder that is not there is refused, and nothing that was typed is lost', async ({ page, server }) => {
  await open(page, server);
  await write(page, 'Some news');
  await page.locator('#text_en').fill('Hello ((nickname)), we still come. ((reference))');
  await page.locator('#text_cy').fill('Rydym yn dal i ddod.');
  await press(page, 'Save');
  await expectError(page, 'text_en', '((nickname)) cannot stand here. Use one from the list');
  await expectError(page, 'text_cy', 'Put ((reference)) into the text. Without it the message is of no use');
  await expect(page.locator('#subject_en')).toHaveValue('Some news');
  await expect(page.locator('#text_en')).toHaveValue('Hello ((nickname)), we still come. ((reference))');
  await expect(page.locator('#subject_cy')).toHaveValue('Newyddion oddi wrthym');
  await expectNoSidewaysScroll(page);
  await page.locator('.errors').getByRole('link').first().click();
  await expect(page.locator('#text_en')).toBeFocused();
});

test('a message is worded in both languages, previewed, sent to oneself, saved, and taken back', async ({ page, server }) => {
  await open(page, server);
  await write(page, 'We still come');
  await press(page, 'Preview');
  await expect(notice(page)).toContainText('It is not saved yet.');
  await expect(previews(page).first()).toContainText('Your repair has the reference TW-');
  await expect(previews(page).last()).toContainText('Cyfeirnod eich gwaith trwsio yw TW-');
  await expect(previews(page).last()).toHaveAttribute('lang', 'cy');
  await expect(page.locator('#subject_en')).toHaveValue('We still come');
  await expectNoSidewaysScroll(page);

  const before = await server.newestMail(OFFICER);
  await press(page, 'Send a test to me');
  await expect(notice(page)).toContainText('We sent it to you in English and Welsh.');
  await expect(page.locator('#subject_en')).toHaveValue('We still come');
  const mails = await eventually('both test mails', async () => {
    const fresh = (await server.mails(OFFICER)).filter((mail) => mail.id > before);
    return fresh.length >= 2 ? fresh : undefined;
  });
  const english = mails.find((mail) => mail.subject === 'Test: We still come');
  expect(english?.text).toContain('Your repair has the reference TW-');
  expect(mails.some((mail) => mail.subject.endsWith('Newyddion oddi wrthym') && mail.text.includes('Rydym yn dal i ddod.'))).toBe(true);

  await press(page, 'Save');
  await expect(notice(page)).toContainText('Saved. New messages use these words now.');
  await page.locator('#subject_en').fill('Another subject');
  await page.locator('#subject_cy').fill('');
  await page.locator('#text_cy').fill('');
  await press(page, 'Save');
  await expect(notice(page)).toContainText('people who chose Welsh do not get your English');
  await expect(page.locator('#text_cy')).not.toHaveValue('');
  await expectNoSidewaysScroll(page);

  await press(page, 'Use again version 1');
  await expect(notice(page)).toContainText('Done. New messages use these words now.');
  await expect(page.locator('#subject_en')).toHaveValue('We still come');
  await expect(page.locator('#subject_cy')).toHaveValue('Newyddion oddi wrthym');
  await page.goto('/console/templates');
  await expect(main(page).getByRole('row').filter({ hasText: 'Repair not cancelled' })).toContainText('Your words');
  await page.goBack();
  await press(page, 'Use our words again');
  await expect(page.locator('#subject_en')).not.toHaveValue('We still come');
  await page.goto('/console/templates');
  await expect(main(page).getByRole('row').filter({ hasText: 'Repair not cancelled' })).toContainText('Our words');
});
