import type { Page } from '@playwright/test';
import { enterPassword, expect, expectNoSidewaysScroll, main, press, signIn, signInByHand, test } from './fixtures';
import { document, picture } from './picture';
import { addPhotos, describe, expectQuestion, reportRepair, send, skipPhotos, toCheck, toDescription } from './report';

const field = (page: Page) => page.locator('#description');

test('a text that is too long comes back whole with a plain message', async ({ page, server }) => {
  await signIn(page, server, 'imran');
  await toDescription(page);
  const long = 'Wet wall. '.repeat(160).trim();
  await describe(page, long);
  await expect(page.locator('.errors')).toContainText('Use 1500 characters or fewer');
  await expect(field(page)).toHaveValue(long);
  await describe(page, long.slice(0, 1500));
  await expectQuestion(page, 'Add photos');
});

test('what people type is shown as they typed it, and never runs', async ({ page, server }) => {
  await signIn(page, server, 'imran');
  const texts = [
    '</textarea><script>document.title="owned"</script><img src=x onerror=alert(1)>',
    '&lt;b&gt; & "quotes" \'single\' {{7*7}} ${7*7} <!-- -->',
    'Dŵr 💧👩‍🔧🏴󠁧󠁢󠁷󠁬󠁳󠁿 e\u0301 Ω\n\n  indented\n\ttab',
    'الماء يتسرب من السقف ‮gnp.exe',
    'x'.repeat(400),
  ];
  await toCheck(page, texts[0] as string);
  for (const text of texts) {
    await main(page).getByRole('link', { name: 'Change what you told us' }).click();
    await describe(page, text);
    await expectQuestion(page, 'Check your answers');
    await expectNoSidewaysScroll(page);
    // What an error sends back is escaped, too.
    await main(page).getByRole('link', { name: 'Change what you told us' }).click();
    const stored = await field(page).inputValue();
    await describe(page, `${text}${'!'.repeat(1500)}`);
    await expect(field(page)).toHaveValue(`${text}${'!'.repeat(1500)}`);
    await page.locator('.back').click();
    const shown = await page.locator('.summary .pre').first().evaluate((element) => element.textContent);
    expect(shown).toBe(stored);
    // A mark that turns the reading direction may be taken out; nothing else may.
    expect(stored.replace(/\s+/g, ' ').trim()).toBe(text.replace(/[\u202a-\u202e]/g, '').replace(/\s+/g, ' ').trim());
  }
  expect(await page.title()).not.toContain('owned');
  await expect(main(page).locator('script')).toHaveCount(0);
});

test('a null character and broken bytes do no harm', async ({ page, server, baseURL }) => {
  await signIn(page, server, 'imran');
  await toDescription(page);
  const here = page.url();
  const action = (await main(page).locator('form').first().getAttribute('action')) ?? '';
  const draft = await main(page).locator('input[name=draft]').inputValue();
  const headers = { origin: baseURL ?? '', referer: here, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
  for (const body of [`draft=${draft}&description=a%00b`, `draft=${draft}&description=%ff%fe`, `draft=${draft}`, 'draft=%00&description=x', '%%%', '']) {
    const answer = await page.request.post(action, { headers, data: body, maxRedirects: 0 });
    expect(answer.status(), body).toBeLessThan(500);
    expect([303, 302, 400, 413, 422], body).toContain(answer.status());
  }
  await page.goto(here);
  await describe(page, 'A plain text.');
  await expectQuestion(page, 'Add photos');
});

test('the same form sent again, from two tabs, gives the first repair', async ({ page, server, baseURL }) => {
  await signIn(page, server, 'imran');
  await toCheck(page, 'Sent once only.');
  const check = page.url();
  const action = (await main(page).locator('form').first().getAttribute('action')) ?? '';
  const draft = await main(page).locator('input[name=draft]').inputValue();
  const tab = await page.context().newPage();
  await tab.goto(check);
  const first = await send(page);
  const second = await send(tab);
  expect(second).toEqual(first);
  await tab.close();

  const replay = await page.request.post(action, {
    headers: { origin: baseURL ?? '', referer: check, accept: 'text/html' },
    form: { draft },
    maxRedirects: 0,
  });
  expect(replay.headers().location).toContain(`/repairs/${first.id}/sent`);
  await page.goto('/repairs');
  await expect(main(page).getByRole('link', { name: 'Mould on a wall or ceiling' }).and(page.locator(`[href$="${first.id}"]`))).toHaveCount(1);
});

test('Back after sending leads to the sent page, not to a second repair', async ({ page, server }) => {
  await signIn(page, server, 'imran');
  await toCheck(page, 'Going back afterwards.');
  const { id, reference } = await send(page);
  await page.goBack();
  await expect(page).toHaveURL(`/repairs/${id}/sent`);
  await expect(page.locator('.reference')).toHaveText(reference);
});

test('a form from another site is refused', async ({ page, server }) => {
  await signIn(page, server, 'imran');
  await toCheck(page, 'Not from elsewhere.');
  const action = (await main(page).locator('form').first().getAttribute('action')) ?? '';
  const draft = await main(page).locator('input[name=draft]').inputValue();
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
    const answer = await page.request.post(action, { headers, form: { draft }, maxRedirects: 0 });
    expect(answer.status(), JSON.stringify(headers)).toBe(403);
  }
  await page.reload();
  await expectQuestion(page, 'Check your answers');
});

test('a session that ends half-way asks for the password and comes back', async ({ page, server }) => {
  await signIn(page, server, 'imran');
  await toDescription(page);
  const here = page.url();
  await page.context().clearCookies({ name: 'portal' });
  await describe(page, 'Typed after the session had ended.');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await enterPassword(page, 'imran');
  await expect(page).toHaveURL(here);
  await describe(page, 'Typed again.');
  await expectQuestion(page, 'Add photos');
});

test.describe('a session on PostgreSQL', () => {
  test.beforeAll(() => {
    expect(process.env.TEST_POSTGRES_URL, 'a PostgreSQL server is named: cargo xtask postgres start').toBeTruthy();
  });
  test.use({ postgres: process.env.TEST_POSTGRES_URL });

  test('what was typed after the session timed out is there for the same person only', async ({ page, server, guard }) => {
    // The draft is not there for somebody else.
    guard.allow(404);
    await page.goto('/sign-in');
    await signInByHand(page, server, 'imran');
    await toDescription(page);
    const here = page.url();
    const hourAgo = () => server.sql('update portal_sessions set last_seen_at = last_seen_at - 3600000');
    hourAgo();
    await describe(page, 'Typed after an hour.');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await enterPassword(page, 'imran');
    await expect(page).toHaveURL(here);
    await expect(field(page)).toHaveValue('Typed after an hour.');

    hourAgo();
    await describe(page, 'Not for others.');
    await signInByHand(page, server, 'megan');
    await expect(main(page)).toContainText('We cannot find that page');
    expect(await page.content()).not.toContain('Not for others.');
  });
});

test('files that are no photos and one photo too many', async ({ page, server, guard, javaScriptEnabled }) => {
  await signIn(page, server, 'imran');
  await toDescription(page);
  await describe(page, 'With photos.');
  if (javaScriptEnabled) {
    // The picker is told by these answers.
    guard.allow(409, 422);
    await addPhotos(page, true, [document('damp.jpg'), picture('wall.png')]);
    await expect(page.locator('.uploads .failed')).toContainText('We cannot read this file');
    await expect(page.locator('.uploads .sent')).toHaveCount(1);
    await page.locator('#photos').setInputFiles(Array.from({ length: 10 }, (_, at) => picture(`more-${at}.png`, at + 10)));
    await expect(page.locator('.uploads .sent')).toHaveCount(10);
    await expect(page.locator('.uploads .failed').filter({ hasText: 'Add 10 photos or fewer' })).toHaveCount(1);
    await page.reload();
  } else {
    await addPhotos(page, false, [document('damp.jpg'), picture('wall.png')]);
    await expect(page.locator('.errors')).toContainText('We cannot read this file');
    await expect(page.locator('.photos figcaption')).toHaveText(['wall.png']);
    await addPhotos(page, false, Array.from({ length: 10 }, (_, at) => picture(`more-${at}.png`, at + 10)));
    await expect(page.locator('.errors')).toContainText('Add 10 photos or fewer');
  }
  await expect(page.locator('.photos li')).toHaveCount(10);
  if (!javaScriptEnabled) {
    await press(page, 'Add these photos');
    await expect(page.locator('.errors')).toContainText('Choose a photo first');
  }
  await skipPhotos(page);
  await expect(page.locator('.summary')).toContainText('10 photos');
});

test("somebody else's repair, photo and draft look like a wrong address", async ({ page, server, another, guard }) => {
  guard.allow(404);
  await signIn(page, server, 'imran');
  const { id } = await reportRepair(page, 'Private to my home.');
  await toDescription(page);
  const draft = new URL(page.url()).pathname;

  const other = await another();
  await signIn(other, server, 'sian');
  const missing = '00000000-0000-7000-8000-000000000000';
  const read = async (path: string) => {
    const answer = await other.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(main(other), path).toContainText('We cannot find that page');
    // The nonce and how long the session lasts are of the moment, not of the address.
    const ofTheMoment = /nonce="[^"]*"|data-left="\d+"|\d{1,2}:\d{2}[ap]m/g;
    return (await other.content()).replaceAll(path, '').replace(ofTheMoment, '');
  };
  const unknown = await read(`/repairs/${missing}`);
  for (const path of [`/repairs/${id}`, `/repairs/${id}/sent`, `/repairs/${id}/cancel`, draft]) {
    expect(await read(path)).toBe(unknown);
  }
  await expect(main(other).getByRole('link', { name: 'Go to the first page' })).toHaveAttribute('href', '/');
});
