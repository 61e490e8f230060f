import { expect, main, press, signIn, test } from './fixtures';
import { picture } from './picture';
import { addPhotos, choose, describe, expectQuestion, reportRepair, send, skipPhotos, toDescription, waitForTimeline } from './report';

/** The whole journey; also run on PostgreSQL. */
function journey() {
  test('a tenant reports a repair with a safety notice and photos, and follows it', async ({ page, server, javaScriptEnabled }) => {
    await signIn(page, server, 'megan');
    await page.goto('/');
    await main(page).getByRole('link', { name: 'Report a repair' }).click();

    await expectQuestion(page, 'What is it about?');
    await press(page, 'Continue');
    await expect(page.locator('.errors')).toContainText('Choose what it is about');
    await choose(page, 'Heating and hot water');

    await expectQuestion(page, 'What is wrong?');
    await choose(page, 'No hot water');

    await expectQuestion(page, 'Read this first');
    await expect(page.locator('.warning')).toContainText('If you smell gas');
    await press(page, 'Continue');
    await expect(page.locator('#accepted-error')).toContainText('Tick the box to show that you have read this');
    await page.locator('#accepted').check();
    await press(page, 'Continue');

    await expectQuestion(page, 'Tell us more');
    await describe(page, '');
    await expect(page.locator('#description-error')).toContainText('Tell us what is wrong');
    const words = 'No hot water since Monday.\n\nThe boiler shows E119.';
    await describe(page, words);

    await expectQuestion(page, 'Add photos');
    await addPhotos(page, Boolean(javaScriptEnabled), [picture('boiler.png', 1), picture('dial.png', 2)]);
    if (javaScriptEnabled) await expect(page.locator('.uploads .sent')).toHaveCount(2);
    else await expect(page.locator('.photos li')).toHaveCount(2);
    await page.reload();
    await press(page, 'Remove photo boiler.png');
    await expect(page.locator('.photos figcaption')).toHaveText(['dial.png']);
    await skipPhotos(page);

    await expect(page.locator('.summary')).toContainText('Alder Court');
    await expect(page.locator('.summary')).toContainText('No hot water since Monday.');
    await expect(page.locator('.summary')).toContainText('1 photo');
    const { id, reference } = await send(page);
    expect(reference).toMatch(/^TW-[0-9A-HJKMNP-TV-Z]{6}$/);
    await expect(main(page)).toContainText('We pass it on to the repairs team');
    await expect(main(page)).toContainText('01632 960 999');

    await main(page).getByRole('link', { name: 'Follow this repair' }).click();
    await expect(page).toHaveURL(`/repairs/${id}`);
    await expect(main(page)).toContainText('The boiler shows E119.');
    await expect(page.locator('.photos img')).toHaveCount(1);
    await waitForTimeline(page, 'The repairs team has it');

    const mail = (await server.mails('megan.price@example.com')).find((one) => one.text.includes(reference));
    expect(mail?.subject).toBe('A message from Hollingate Homes');
    expect(mail?.text).toContain(`${server.url}/repairs/${id}`);

    await page.goto('/repairs');
    await expect(main(page).getByRole('row').filter({ hasText: 'No hot water' }).first()).toContainText('Sent');
  });
}

journey();

test.describe('PostgreSQL', () => {
  test.skip(!process.env.TEST_POSTGRES_URL, 'no PostgreSQL server was named');
  test.use({ postgres: process.env.TEST_POSTGRES_URL });
  journey();
});

test('back links and the check page keep every answer', async ({ page, server }) => {
  await signIn(page, server, 'megan');
  await toDescription(page, 'Electrics and lights', 'A light does not work');
  await describe(page, 'The light in the hall.');
  await expectQuestion(page, 'Add photos');

  const back = () => page.locator('.back').click();
  await back();
  await expect(page.locator('#description')).toHaveValue('The light in the hall.');
  await back();
  await expect(page.getByRole('radio', { name: 'A light does not work' })).toBeChecked();
  await back();
  await expect(page.getByRole('radio', { name: /^Electrics and lights/ })).toBeChecked();
  await press(page, 'Continue');
  await expectQuestion(page, 'What is wrong?');
  await press(page, 'Continue');
  await press(page, 'Continue');
  await skipPhotos(page);

  await main(page).getByRole('link', { name: 'Change what you told us' }).click();
  await page.locator('.back').click();
  await expectQuestion(page, 'Check your answers');
  await main(page).getByRole('link', { name: 'Change what you told us' }).click();
  await describe(page, 'The light in the kitchen.');
  await expectQuestion(page, 'Check your answers');
  await expect(page.locator('.summary')).toContainText('The light in the kitchen.');

  // Another problem with a notice: it is read before the check page comes back.
  await main(page).getByRole('link', { name: 'Change what is wrong' }).click();
  await choose(page, 'A socket or switch is broken');
  await expectQuestion(page, 'Read this first');
  await page.locator('#accepted').check();
  await press(page, 'Continue');
  await expectQuestion(page, 'Check your answers');
  await expect(page.locator('.summary')).toContainText('A socket or switch is broken');
  await expect(page.locator('.summary')).toContainText('The light in the kitchen.');
});

test('a question cannot be skipped by its address', async ({ page, server }) => {
  await signIn(page, server, 'megan');
  await page.goto('/repairs/report');
  await choose(page, 'Damp and mould');
  await page.goto(page.url().replace(/\/[^/]*$/, '/check'));
  await expectQuestion(page, 'What is wrong?');
});

test('a repair is cancelled, with the reason, and the repairs team is told', async ({ page, server }) => {
  await signIn(page, server, 'aisha');
  const { id } = await reportRepair(page, 'Black spots behind the wardrobe.');
  await page.goto(`/repairs/${id}`);
  await waitForTimeline(page, 'The repairs team has it');
  await main(page).getByRole('link', { name: 'Cancel this repair' }).click();
  await expectQuestion(page, 'Cancel this repair?');
  await main(page).getByRole('link', { name: 'Keep it' }).click();
  await expect(page).toHaveURL(`/repairs/${id}`);
  await main(page).getByRole('link', { name: 'Cancel this repair' }).click();
  await page.locator('#reason').fill('My brother mended it.');
  await press(page, 'Cancel repair');
  await expect(page.locator('.notice[role=status]')).toContainText('Repair cancelled');
  await expect(page.locator('.timeline')).toContainText('You cancelled it');
  await expect(main(page).getByRole('link', { name: 'Cancel this repair' })).toHaveCount(0);
  await waitForTimeline(page, 'The repairs team knows that it is cancelled');
  // The notice was for once.
  await expect(page.locator('.notice[role=status]')).toHaveCount(0);
});
