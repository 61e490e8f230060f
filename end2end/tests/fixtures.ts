// Every test gets a running landlord and fails on anything a browser complains about.
import { type BrowserContext, type BrowserContextOptions, type Page, test as base, expect } from '@playwright/test';
import { Server } from './server';

export { expect };
export { eventually, Server } from './server';

interface Person {
  plane: 'portal' | 'console';
  email: string;
  password: string;
}

const tenant = (email: string): Person => ({ plane: 'portal', email, password: 'demo-tenant-2026' });

export const people = {
  megan: tenant('megan.price@example.com'),
  imran: tenant('imran.hussain@example.com'),
  aisha: tenant('aisha.hussain@example.com'),
  sian: tenant('sian.oconnor@example.com'),
  officer: { plane: 'console', email: 'officer@hollingate.example', password: 'demo-officer-2026' },
  /** A second owner, for what takes two. */
  owner: { plane: 'console', email: 'owner@hollingate.example', password: 'demo-officer-2026' },
} satisfies Record<string, Person>;

export type Who = keyof typeof people;

/** Collects what no page may do; some tests expect an error page and say so. */
export class Guard {
  readonly #complaints: string[] = [];
  readonly #allowed: number[] = [];

  constructor(readonly own: string[]) {}

  watch(context: BrowserContext) {
    context.on('weberror', (error) => this.#complaints.push(`page error: ${error.error().stack}`));
    context.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('request', (request) => {
      const url = new URL(request.url());
      const outside = url.protocol.startsWith('http') && !this.own.includes(url.origin);
      if (outside) this.#complaints.push(`request to another host: ${request.url()}`);
    });
  }

  /** The browser's own console line for an answer with this status is expected in this test. */
  allow(...statuses: number[]) {
    this.#allowed.push(...statuses);
  }

  verdict(): string[] {
    const expected = this.#allowed.map((status) => `the server responded with a status of ${status} `);
    return this.#complaints.filter((line) => !expected.some((text) => line.includes(text)));
  }
}

interface TestFixtures {
  /** Signing in and out for real needs a server whose limits no other test has used up. */
  freshServer: boolean;
  /** The address of a PostgreSQL server; a fresh landlord then keeps its data in a database there. */
  postgres: string | undefined;
  /** Passkeys belong to a name, not to a number: a landlord of its own is then called localhost. */
  byName: boolean;
  server: Server;
  guard: Guard;
  /** Another browser of another person, watched like the first. */
  another: (options?: BrowserContextOptions) => Promise<Page>;
}

interface WorkerFixtures {
  sharedServer: Server;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  freshServer: [false, { option: true }],
  postgres: [undefined, { option: true }],
  byName: [false, { option: true }],
  sharedServer: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  server: async ({ sharedServer, freshServer, postgres, byName }, use) => {
    if (!freshServer && !postgres && !byName) return use(sharedServer);
    const own = await Server.start(postgres, byName);
    await use(own);
    await own.stop();
  },
  baseURL: async ({ server }, use) => use(server.url),
  guard: async ({ server }, use) => {
    const guard = new Guard([server.url, server.mailbox]);
    await use(guard);
    expect(guard.verdict(), 'what the browser complained about').toEqual([]);
  },
  context: async ({ context, guard }, use) => {
    guard.watch(context);
    await use(context);
  },
  another: async ({ browser, guard, baseURL }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL, ...options });
      guard.watch(context);
      opened.push(context);
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

export const main = (page: Page) => page.locator('main');

/** Presses a button of the page's content. */
export async function press(page: Page, name: string) {
  await main(page).getByRole('button', { name, exact: true }).click();
}

/** Presses a form's main button, whatever the language. */
async function pressMain(page: Page) {
  await main(page).locator('form:not([data-passkey]) .actions button').click();
}

export async function enterPassword(page: Page, who: Who, password = people[who].password) {
  await page.locator('#email').fill(people[who].email);
  await page.locator('#password').fill(password);
  await pressMain(page);
}

export async function enterCode(page: Page, code: string) {
  await page.locator('#code').fill(code);
  await pressMain(page);
}

/** Goes through both pages of signing in, starting on the first. */
export async function signInByHand(page: Page, server: Server, who: Who) {
  const before = await server.newestMail(people[who].email);
  await enterPassword(page, who);
  await expect(page.locator('#code')).toBeVisible();
  await enterCode(page, await server.code(people[who].email, before));
}

/** Signs `who` in; once for each server, after that their cookies are used again. */
export async function signIn(page: Page, server: Server, who: Who) {
  const known = server.signedIn.get(who);
  if (known) {
    await page.context().addCookies(known);
    return;
  }
  const { plane } = people[who];
  await page.goto(plane === 'portal' ? '/sign-in' : '/console/sign-in');
  await signInByHand(page, server, who);
  await expect(page).not.toHaveURL(/\/sign-in/);
  const cookies = await page.context().cookies();
  server.signedIn.set(who, cookies.filter((cookie) => cookie.name.startsWith(plane)));
}

/** The sentence in the error summary and beside its box: the same words twice. */
export async function expectError(page: Page, field: string, sentence: string) {
  await expect(page.locator('.errors')).toContainText(sentence);
  await expect(page.locator(`#${field}-error`)).toContainText(sentence);
}

/** No page is wider than its window. */
export async function expectNoSidewaysScroll(page: Page) {
  const surplus = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(surplus, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}
