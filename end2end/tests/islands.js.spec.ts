import type { Page, Response } from '@playwright/test';
import { expect, main, press, signIn, test } from './fixtures';
import { picture } from './picture';
import { describe, expectQuestion, reportRepair, skipPhotos, toDescription } from './report';

/** What the browser fetched for one page: the kind and its size over the wire. */
async function load(page: Page, path: string) {
  const answers: Response[] = [];
  const note = (answer: Response) => answers.push(answer);
  page.on('response', note);
  await page.goto(path, { waitUntil: 'networkidle' });
  page.off('response', note);
  const parts = answers.map(async (answer) => {
    const url = new URL(answer.url());
    const { responseBodySize: size } = await answer.request().sizes();
    const kind = url.pathname.endsWith('.wasm') ? 'wasm' : answer.request().resourceType();
    return { path: url.pathname, kind, size };
  });
  return Promise.all(parts);
}

type Parts = Awaited<ReturnType<typeof load>>;

const weight = (parts: Parts, ...kinds: string[]) =>
  parts.filter((part) => kinds.includes(part.kind)).reduce((sum, part) => sum + part.size, 0);

/** The warning before the session ends is the only script of a page that only shows things. */
function expectWarningAlone(parts: Parts, path: string) {
  const scripts = parts.filter((part) => ['script', 'wasm', 'fetch'].includes(part.kind));
  expect(scripts.map((part) => part.path), path).toEqual([expect.stringMatching(/^\/pkg\/session\.\w+\.js$/)]);
  expect(weight(parts, 'script'), `script of ${path}`).toBeLessThanOrEqual(1_500);
}

async function toPhotos(page: Page) {
  await toDescription(page);
  await describe(page, 'With a photo.');
  await expectQuestion(page, 'Add photos');
}

test('a page without an island loads no wasm and one small script, and keeps to its weight', async ({ page, server, another }) => {
  await signIn(page, server, 'megan');
  const { id } = await reportRepair(page, 'To be weighed.');
  const paths = ['/', '/repairs', `/repairs/${id}`, `/repairs/${id}/sent`, `/repairs/${id}/cancel`, '/repairs/report'];
  const first = await another({ storageState: await page.context().storageState() });
  for (const path of paths) {
    const parts = await load(first, path);
    expectWarningAlone(parts, path);
    expect(weight(parts, 'document'), `HTML of ${path}`).toBeLessThanOrEqual(14_000);
    expect(weight(parts, 'stylesheet'), `CSS of ${path}`).toBeLessThanOrEqual(14_000);
    expect(parts.length, `requests of ${path}`).toBeLessThanOrEqual(6);
  }
  const stranger = await another();
  const open = await load(stranger, '/sign-in');
  expect(open.filter((part) => part.kind === 'wasm' || part.path.includes('/session.'))).toEqual([]);

  await signIn(page, server, 'officer');
  const staff = await another({ storageState: await page.context().storageState() });
  const list = await load(staff, '/console/repairs');
  expectWarningAlone(list, '/console/repairs');
  expect(weight(list, 'document')).toBeLessThanOrEqual(30_000);
});

test('the page with the picker keeps to its weight, and what it loads is kept', async ({ page, server, another }) => {
  await signIn(page, server, 'megan');
  await toPhotos(page);
  const path = new URL(page.url()).pathname;
  const first = await another({ storageState: await page.context().storageState() });
  const parts = await load(first, path);
  expect(parts.some((part) => part.kind === 'wasm')).toBe(true);
  expect(weight(parts, 'script', 'wasm')).toBeLessThanOrEqual(130_000);
  expect(weight(parts, 'document')).toBeLessThanOrEqual(14_000);
  expect(parts.length).toBeLessThanOrEqual(9);
  for (const { path } of parts.filter((part) => part.path.startsWith('/pkg/'))) {
    const answer = await page.request.get(path);
    expect(answer.headers()['cache-control'], path).toContain('max-age=31536000');
  }
  expect((await page.request.get('/pkg/gone.js')).status()).toBe(404);
});

test('the picker makes a photo smaller, sends it and says so', async ({ page, server }) => {
  await signIn(page, server, 'megan');
  await toPhotos(page);
  await expect(page.locator('html[data-awake]')).toBeAttached();
  await expect(main(page).getByRole('button', { name: 'Add these photos' })).toBeHidden();
  const large = picture('large.png', 3, 2400, 1800);
  expect(large.buffer.length).toBeGreaterThan(1_000_000);
  const sending = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/upload'));
  await page.locator('#photos').setInputFiles([large]);
  await expect(page.locator('.uploads li')).toContainText('large.png');
  await expect(page.locator('.uploads .sent')).toContainText('Added');
  const request = await sending;
  await request.response();
  expect((await request.sizes()).requestBodySize).toBeLessThan(500_000);
  await expect(page.locator('#photos')).toHaveValue('');

  await page.reload();
  const stored = page.locator('.photos img');
  await expect(stored).toHaveCount(1);
  const size = await stored.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
  expect(size).toEqual([1600, 1200]);
});

test('a broken line is told and tried again by hand', async ({ page, server, guard }) => {
  await signIn(page, server, 'megan');
  await toPhotos(page);
  await expect(page.locator('html[data-awake]')).toBeAttached();
  guard.allow(500);
  await page.route('**/upload', (route) => route.fulfill({ status: 500 }));
  await page.locator('#photos').setInputFiles([picture('window.png', 5)]);
  await expect(page.locator('.uploads .failed')).toContainText('Not sent');
  await page.unroute('**/upload');
  await main(page).getByRole('button', { name: /^Try again/ }).click();
  await expect(page.locator('.uploads .sent')).toContainText('Added');
  await skipPhotos(page);
  await expect(page.locator('.summary')).toContainText('1 photo');
});

test('a photo chosen before the script arrived is sent all the same', async ({ page, server }) => {
  await signIn(page, server, 'megan');
  await toPhotos(page);
  let arrive = () => {};
  const late = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/*.wasm', async (route) => {
    await late;
    await route.continue();
  });
  await page.reload({ waitUntil: 'domcontentloaded' });
  await page.locator('#photos').setInputFiles([picture('early.png', 6)]);
  arrive();
  await expect(page.locator('.uploads .sent')).toContainText('early.png');
});

test('photos can be added when the script never arrives', async ({ page, server }) => {
  await signIn(page, server, 'megan');
  await toPhotos(page);
  await page.route('**/*.wasm', () => {});
  await page.reload({ waitUntil: 'domcontentloaded' });
  await page.locator('#photos').setInputFiles([picture('plain.png', 7)]);
  await press(page, 'Add these photos');
  await expect(page.locator('.photos figcaption')).toHaveText(['plain.png']);
});

test('nothing moves while a page loads', async ({ page, server }) => {
  await page.addInitScript(() => {
    const moved = { sum: 0 };
    (window as unknown as { moved: typeof moved }).moved = moved;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved.sum += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await signIn(page, server, 'megan');
  await toPhotos(page);
  const photos = page.url();
  for (const path of ['/', '/repairs', '/repairs/report', photos]) {
    await page.goto(path, { waitUntil: 'networkidle' });
    if (path === photos) await expect(page.locator('html[data-awake]')).toBeAttached();
    const sum = await page.evaluate(() => (window as unknown as { moved: { sum: number } }).moved.sum);
    expect(sum, path).toBe(0);
  }
});

test('typing finds customers, the arrows walk to them, and the list comes back', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/customers');
  const box = page.getByRole('searchbox', { name: 'Find a customer' });
  const shown = main(page).locator('tbody tr:visible');
  const before = await shown.count();
  expect(before).toBeGreaterThan(1);
  await box.pressSequentially('hussain im');
  await expect(main(page).getByRole('status')).toHaveText('1 customer found');
  await expect(shown).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(shown.getByRole('link', { name: 'Imran Hussain' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(box).toBeFocused();
  await box.fill('xyzzy');
  await expect(main(page).getByRole('status')).toHaveText('Nobody found');
  await expect(shown).toHaveCount(0);
  await box.fill('');
  await expect(shown).toHaveCount(before);
  await box.pressSequentially('megan');
  await expect(shown).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Megan Price');
});
