import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { eventually, expect, expectNoSidewaysScroll, main, people, press, signIn, test } from './fixtures';
import { pagesOf } from './pages';
import { picture } from './picture';

// The engine needs scripts to look at a page. Where the project has none, the page's own scripts stay away instead.
test.use({ javaScriptEnabled: true });

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Everything but inline links is big enough for a thumb. */
async function expectBigTargets(page: Page) {
  const small = await page.evaluate(() => {
    const targets = document.querySelectorAll('button, .button, input:not([type=hidden]), textarea, select, summary, .nav a, .back, .brand, .phone, .tabs a, .pages a, .change a, .errors a');
    return [...targets].flatMap((target) => {
      const label = target instanceof HTMLInputElement && ['radio', 'checkbox'].includes(target.type) ? target.labels?.[0] : undefined;
      const box = (label ?? target).getBoundingClientRect();
      const hidden = box.width === 0 || !target.checkVisibility();
      return hidden || (box.height >= 43.9 && box.width >= 24) ? [] : [`${target.outerHTML.slice(0, 90)} ${box.width}×${box.height}`];
    });
  });
  expect.soft(small, `targets below 44 px on ${page.url()}`).toEqual([]);
}

async function violations(page: Page, colours: boolean) {
  // Pages have no frames, so the engine need not open a window of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const found = await (colours ? axe.withRules(['color-contrast']) : axe.withTags(standards)).analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} – ${node.failureSummary}`).join('; ')}`);
}

/** One page in one language: the rules in light, the colours in dark, and no sideways scroll. */
async function expectAccessible(page: Page, width: number, inDark: boolean) {
  expect.soft(await violations(page, false), `axe on ${page.url()}`).toEqual([]);
  if (inDark) await page.emulateMedia({ colorScheme: 'dark' });
  if (inDark) expect.soft(await violations(page, true), `dark colours on ${page.url()}`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await expectBigTargets(page);
  await expectNoSidewaysScroll(page);
  if (width < 640) {
    const { height } = page.viewportSize() ?? { height: 740 };
    await page.setViewportSize({ width: 320, height });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width, height });
  }
}

const words = {
  en: { signIn: 'Sign in', go: 'Continue' },
  cy: { signIn: 'Mewngofnodi', go: 'Parhau' },
};

const hasScripts = (project: { use: { javaScriptEnabled?: boolean | undefined } }) => project.use.javaScriptEnabled !== false;

test.beforeEach(async ({ context }, { project }) => {
  if (hasScripts(project)) return;
  await context.route('**/pkg/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
});

for (const language of ['en', 'cy'] as const) {
  const say = words[language];
  const speak = async (page: Page, url: string) =>
    page.context().addCookies([{ name: 'language', value: language, url }]);

  test.describe(language, () => {
    test('signing in, wrong addresses and empty lists', async ({ page, server, guard, viewport }, { project }) => {
      guard.allow(404);
      const check = () => expectAccessible(page, viewport?.width ?? 1280, hasScripts(project));
      await speak(page, server.url);
      await page.goto('/sign-in');
      await check();
      await press(page, say.signIn);
      await expect(page.locator('.errors')).toBeVisible();
      await check();
      await page.goto('/console/sign-in');
      await check();
      await page.goto('/nothing-here');
      await check();
      await signIn(page, server, 'sian');
      for (const path of ['/', '/repairs', '/nothing-here']) {
        await page.goto(path);
        await check();
      }
      await signIn(page, server, 'officer');
      for (const path of ['/console/repairs?show=undelivered', '/console/nothing-here']) {
        await page.goto(path);
        await check();
      }
    });

    test('every page of a report, with and without mistakes', async ({ page, server, viewport }, { project }) => {
      test.slow();
      const check = () => expectAccessible(page, viewport?.width ?? 1280, hasScripts(project));
      await signIn(page, server, 'megan');
      await speak(page, server.url);
      const next = () => press(page, say.go);
      const pick = async () => {
        await page.locator('.pick > label').first().click();
        await next();
      };
      await page.goto('/repairs/report');
      await check();
      await next();
      await check();
      await pick();
      await check();
      await next();
      await check();
      await pick();
      await check();
      await next();
      await check();
      await page.locator('#accepted').check();
      await next();
      await check();
      await next();
      await check();
      await page.locator('#description').fill('Oer. '.repeat(100));
      await next();
      await check();
      if (hasScripts(project)) {
        await expect(page.locator('html[data-awake]')).toBeAttached();
        await page.locator('#photos').setInputFiles([picture('a.png', 1)]);
        await expect(page.locator('.uploads .sent')).toBeVisible();
        await check();
        await page.reload();
      } else {
        await main(page).locator('.picker button').click();
        await expect(page.locator('.errors')).toBeVisible();
        await check();
        await page.locator('#photos').setInputFiles([picture('a.png', 1)]);
        await main(page).locator('.picker button').click();
      }
      await expect(page.locator('.photos img')).toHaveCount(1);
      await check();
      await main(page).locator('.actions a.button').click();
      await check();
      await main(page).locator('.actions button').click();
      await expect(page).toHaveURL(/\/sent$/);
      await check();
      await main(page).locator('a.button').click();
      await check();
      const repair = page.url();
      await page.goto(`${repair}/cancel`);
      await check();
      for (const path of ['/', '/repairs']) {
        await page.goto(path);
        await check();
      }
      await signIn(page, server, 'officer');
      for (const path of ['/console/repairs', new URL(repair).pathname.replace('/repairs', '/console/repairs')]) {
        await page.goto(path);
        await check();
      }
    });
  });
}

// Each project looks in one language, so that all four together see both on a phone and on a desktop.
for (const plane of ['portal', 'console'] as const) {
  test(`every page of the ${plane} that needs no id`, async ({ page, server, viewport }, { project }) => {
    test.slow();
    const isNarrow = (viewport?.width ?? 1280) < 640;
    const language = isNarrow === hasScripts(project) ? 'en' : 'cy';
    await signIn(page, server, plane === 'portal' ? 'sian' : 'officer');
    await page.context().addCookies([{ name: 'language', value: language, url: server.url }]);
    const pages = pagesOf(plane);
    expect(pages.length).toBeGreaterThan(2);
    for (const address of pages) {
      const answer = await page.goto(address);
      expect.soft(answer?.status(), address).toBe(200);
      await expectAccessible(page, viewport?.width ?? 1280, hasScripts(project));
    }
  });
}

/** The addresses that a page links to, within its content. */
const linksOf = (page: Page) => main(page).locator('a').evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));

test('pages of one person, one colleague and one role', async ({ page, server, viewport }, { project }) => {
  test.slow();
  const check = () => expectAccessible(page, viewport?.width ?? 1280, hasScripts(project));
  await signIn(page, server, 'officer');
  for (const [list, pattern, below] of [
    ['/console/customers', /^\/console\/customers\/[0-9a-f-]{36}$/, ['', '/delete', '/letter', '/view-as', '/sign-in']],
    ['/console/administrators', /^\/console\/administrators\/[0-9a-f-]{36}$/, ['', '/delete', '/sign-in']],
  ] as const) {
    await page.goto(list);
    const one = (await linksOf(page)).find((path) => pattern.test(path));
    expect(one, `${list} links to somebody`).toBeDefined();
    for (const rest of below) {
      const answer = await page.goto(`${one}${rest}`);
      expect.soft(answer?.status(), `${one}${rest}`).toBe(200);
      await check();
    }
  }
});

test('pages that links in mails open, while they work and after', async ({ page, server, viewport }, { project }) => {
  const check = () => expectAccessible(page, viewport?.width ?? 1280, hasScripts(project));
  await page.goto('/reset/ask');
  await check();
  const newest = await server.newestMail(people.aisha.email);
  await page.locator('#email').fill(people.aisha.email);
  await main(page).locator('.actions button').click();
  await check();
  const mail = await eventually('the link', async () => (await server.mails(people.aisha.email)).find(({ id }) => id > newest));
  const link = /\/reset\?token=\S+/.exec(mail.text)![0];
  await page.goto(link);
  await check();
  await main(page).locator('.actions button').click();
  await expect(page.locator('.errors')).toBeVisible();
  await check();
  for (const dead of ['/reset', '/it-is-me', '/invite', '/console/reset', '/console/it-is-me']) {
    await page.goto(`${dead}?token=${'0'.repeat(43)}`);
    await check();
  }
});
