import type { Page } from '@playwright/test';
import { expect, expectError, expectNoSidewaysScroll, main, press, signIn, test } from './fixtures';
import { choose, describe, expectQuestion, toDescription } from './report';

test.use({ freshServer: true });

const notice = (page: Page) => page.locator('.notice.good');
const rows = (page: Page) => main(page).locator('tbody tr');
const row = (page: Page, text: string) => rows(page).filter({ has: page.getByRole('rowheader').filter({ hasText: text }) });

async function addCategory(desk: Page, name: string, parent = '') {
  await desk.goto('/console/repair-categories/new');
  await desk.locator('#category_name_en').fill(name);
  if (parent) await desk.locator('#category_parent').selectOption({ label: parent });
  await press(desk, 'Save');
  await expect(notice(desk)).toContainText('The category is saved.');
}

test('categories are added, moved with the keyboard, and switched off', async ({ page, server, another }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/repair-categories/new');
  await press(page, 'Save');
  await expectError(page, 'category_name_en', 'Enter a name in English');
  await page.locator('#call_us_en').fill('Is it burning? Call us now.');
  await page.locator('#category_name_en').fill('Stairs and lifts');
  await press(page, 'Save');
  await expect(page.locator('#emergency-error')).toContainText('Tick this box so that tenants see it');
  await page.locator('#emergency').check();
  await main(page).locator('label').filter({ hasText: /^Stairs$/ }).click();
  await press(page, 'Save');
  await expect(notice(page)).toContainText('The category is saved.');
  await expectNoSidewaysScroll(page);
  await expect(row(page, 'Stairs and lifts')).toContainText('Emergency');
  await expect(row(page, 'Stairs and lifts')).toContainText('No Welsh');

  await expect(rows(page).last()).toContainText('Stairs and lifts');
  const up = page.getByRole('button', { name: 'Move Stairs and lifts up' });
  await up.focus();
  await page.keyboard.press('Enter');
  await expect(notice(page)).toContainText('The order is saved.');
  await expect(up).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows(page).nth(-3)).toContainText('Stairs and lifts');
  await expect(page.getByRole('button', { name: 'Move Heating and hot water up' })).toBeDisabled();

  await addCategory(page, 'Lifts', 'Stairs and lifts');
  await expect(row(page, 'Lifts').last()).toContainText('in Stairs and lifts');
  await row(page, 'Stairs and lifts').first().getByRole('link').click();
  await page.locator('#category_parent').selectOption({ label: '– Lifts' });
  await press(page, 'Save');
  await expectError(page, 'category_parent', 'A category cannot stand in itself');
  await expect(main(page)).toContainText('Something stands in this category.');

  await page.goto('/console/repair-categories');
  await main(page).getByRole('link', { name: 'Electrics and lights' }).click();
  await press(page, 'Switch off');
  await expect(notice(page)).toContainText('The category is switched off.');
  await expectNoSidewaysScroll(page);
  const tenant = await another();
  await signIn(tenant, server, 'megan');
  await tenant.goto('/repairs/report');
  await expect(main(tenant)).toContainText('Damp and mould');
  await expect(main(tenant)).not.toContainText('Electrics and lights');
  await expect(main(tenant)).not.toContainText('Stairs and lifts');
  await expect(main(tenant).locator('.pick .icon').first()).toBeVisible();
});

test('a definition gets its codes from the housing system, and a tenant reads what it says', async ({ page, server, another }) => {
  await signIn(page, server, 'officer');
  await addCategory(page, 'Taps', 'Water, taps and toilets');
  await page.goto('/console/repair-definitions');
  await expectNoSidewaysScroll(page);
  await main(page).getByRole('link', { name: 'Create Definition' }).click();
  await page.locator('#definition_name_en').fill('The garden tap drips');
  await page.locator('#notice_en').fill('Do not turn it with tools.');
  await page.locator('#definition_category').selectOption({ label: '– Taps' });
  await page.locator('#sor_table').selectOption('RESPONSIVE');
  await press(page, 'Load codes');
  await expect(page.locator('#definition_name_en')).toHaveValue('The garden tap drips');
  await expect(main(page)).toContainText('These codes were read from the housing system');
  await page.locator('#find_code').fill('plb-0101');
  await press(page, 'Find codes');
  await expect(page.locator('#sor_code option')).toHaveCount(2);
  await page.locator('#sor_code').selectOption('DEMO-PLB-0101');
  await page.locator('#guidance_en').fill('We mend every tap.');
  await page.locator('#photo_wanted').check();
  await press(page, 'Save');
  await expectError(page, 'repair_type', 'Choose a repair type');
  await expect(page.locator('#sor_code')).toHaveValue('DEMO-PLB-0101');
  await page.locator('#repair_type').selectOption({ index: 1 });
  await page.locator('#priority').selectOption({ index: 1 });
  await page.locator('#contract').selectOption({ index: 1 });
  await press(page, 'Save');
  await expect(notice(page)).toContainText('The definition is saved.');
  await expectNoSidewaysScroll(page);

  await page.goto('/console/repair-definitions?q=garden');
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByText('Safety notice details').click();
  await expect(rows(page)).toContainText('Do not turn it with tools.');
  await page.goto('/console/repair-definitions?q=gutter');
  await expect(rows(page)).not.toContainText('Safety notice details');

  const tenant = await another();
  await signIn(tenant, server, 'megan');
  await tenant.goto('/repairs/report');
  await choose(tenant, 'Water, taps and toilets');
  await expectQuestion(tenant, 'What is wrong?');
  await expect(tenant.locator('.emergency')).toContainText('Turn it off at the stopcock and call us now.');
  await choose(tenant, 'Taps');
  await expect(tenant.locator('.emergency')).toContainText('Turn it off at the stopcock and call us now.');
  await expectNoSidewaysScroll(tenant);
  await choose(tenant, 'The garden tap drips');
  await tenant.locator('#accepted').check();
  await press(tenant, 'Continue');
  await expect(main(tenant)).toContainText('We mend every tap.');
  await describe(tenant, 'It drips at night.');
  await expect(main(tenant)).toContainText('A photo helps us most with this.');
});

test('two people edit one definition: the second is told and nothing is lost', async ({ page, server, another }) => {
  const open = async (desk: Page) => {
    await signIn(desk, server, 'officer');
    await desk.goto('/console/repair-definitions?q=gutter');
    await main(desk).getByRole('link', { name: 'A gutter is blocked or broken' }).click();
  };
  const other = await another();
  await open(page);
  await open(other);
  await page.locator('#definition_name_en').fill('A gutter is blocked');
  await press(page, 'Save');
  await other.locator('#guidance_en').fill('Gutters are ours.');
  await press(other, 'Save');
  await expect(main(other)).toContainText('Somebody else saved this a moment ago.');
  await expect(other.locator('#guidance_en')).toHaveValue('Gutters are ours.');
  await expect(main(other).locator('.panel').filter({ hasText: 'What is saved now' })).toContainText('A gutter is blocked');
  await press(other, 'Save');
  await expect(notice(other)).toContainText('The definition is saved.');
});

test('a tenant in the middle of a report is told when what they chose is taken off the list', async ({ page, server, another }) => {
  const tenant = await another();
  await signIn(tenant, server, 'megan');
  await toDescription(tenant, 'Roof, walls and outside', 'A fence or gate is broken');
  await describe(tenant, 'The gate hangs.');
  await expectQuestion(tenant, 'Add photos');

  await signIn(page, server, 'officer');
  await page.goto('/console/repair-definitions?q=fence');
  await main(page).getByRole('link', { name: 'A fence or gate is broken' }).click();
  await press(page, 'Switch off');
  await expect(notice(page)).toContainText('Repairs that were reported stay as they are.');

  await main(tenant).getByRole('link', { name: 'Continue' }).click();
  await expectQuestion(tenant, 'What is wrong?');
  await expect(main(tenant)).toContainText('What you chose is no longer on our list.');
  await choose(tenant, 'A gutter is blocked or broken');
  await expect(tenant.locator('#description')).toHaveValue('The gate hangs.');
});

test('definitions are read in from a table: changes are shown first, then saved', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/repair-definitions?q=window');
  const link = main(page).getByRole('link', { name: 'A window does not close' });
  const id = (await link.getAttribute('href'))?.split('/').pop();
  await page.goto('/console/repair-definitions/import');
  await page.locator('#definitions_table').fill('Colour\nred');
  await press(page, 'Read the table');
  await expect(page.locator('#definitions_table-error')).toContainText('needs the heading Id or Name');
  await page.locator('#definitions_table').fill(`Id,Name,Photo wanted\n${id},A window will not close,yes\n${id},Twice,no\n,Nowhere,no`);
  await press(page, 'Read the table');
  await expect(main(page)).toContainText('Nothing is saved yet.');
  await expect(main(page)).toContainText('2 rows are left out.');
  await expect(main(page)).toContainText('The same definition stands on line 2 already');
  await expect(main(page).locator('del').first()).toHaveText('A window does not close');
  await expect(main(page).locator('ins').first()).toHaveText('A window will not close');
  await expectNoSidewaysScroll(page);
  await press(page, 'Save 1 definition');
  await expect(main(page)).toContainText('1 definition changed.');
  await page.goto('/console/repair-definitions?q=window');
  await expect(main(page)).toContainText('A window will not close');

  const [file] = await Promise.all([page.waitForEvent('download'), main(page).getByRole('link', { name: 'Download as CSV' }).click()]);
  await page.goto('/console/repair-definitions/import');
  await page.locator('#definitions_file').setInputFiles((await file.path()) ?? '');
  await press(page, 'Read the file');
  await expect(main(page)).toContainText('There is nothing to save in this table.');
});
