import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { appCode } from './authenticator';
import { enterCode, enterPassword, expect, main, people, press, signInByHand, test } from './fixtures';

test.use({ byName: true });

/** The page itself, not the way on in another's address. */
const expectPath = (page: Page, path: string) => expect(page).toHaveURL((url) => url.pathname === path);

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** The browser offers no passkeys by itself. */
const withoutAutofill = (page: Page) =>
  page.addInitScript(() => Object.defineProperty(PublicKeyCredential, 'isConditionalMediationAvailable', { value: undefined }));

/**
 * A phone with a fingerprint reader, and somebody who touches it whenever it asks; so it answers at once where a browser
 * offers passkeys by itself, which happens in the tests of that alone.
 */
async function phone(page: Page, { autofill = false } = {}) {
  if (!autofill) await withoutAutofill(page);
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async knowsTheFinger(isUserVerified: boolean) {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    /** Nobody touches it: what asks, waits. A browser that fills in by itself would be answered at once. */
    async isTouched(enabled: boolean) {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    async credentials() {
      return (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
    },
  };
}

async function addPasskey(page: Page) {
  await page.goto('/you/factors');
  await main(page).getByRole('link', { name: 'Add a passkey' }).click();
  await page.locator('#name').fill('My phone');
  await press(page, 'Add passkey');
  await expect(page.locator('.notice[role=status]')).toContainText('Your passkey is ready');
  await main(page).getByRole('link', { name: 'Not now' }).click();
  await expect(main(page)).toContainText('My phone');
}

async function signOut(page: Page) {
  await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.locator('.notice[role=status]')).toContainText('You are signed out');
}

test('a passkey is added, signs in alone, and is the second step', async ({ page, server }) => {
  const device = await phone(page);
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await addPasskey(page);
  expect((await device.credentials()).map((credential) => credential.isResidentCredential)).toEqual([true]);

  await signOut(page);
  await page.goto('/repairs/report');
  await press(page, 'Sign in with a passkey');
  await expectPath(page, '/repairs/report');

  await signOut(page);
  const mails = await server.newestMail(people.megan.email);
  await enterPassword(page, 'megan');
  await expect(heading(page)).toHaveText('One more step');
  await press(page, 'Use passkey');
  await expect(heading(page)).toHaveText('Hello, Megan');
  expect(await server.newestMail(people.megan.email), 'a code was mailed that nobody asked for').toBe(mails);
});

test('an unknown finger says so and leaves the other ways; the next try works', async ({ page, server }) => {
  const device = await phone(page);
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await addPasskey(page);
  await signOut(page);
  await device.knowsTheFinger(false);
  await enterPassword(page, 'megan');
  await expect(heading(page)).toHaveText('One more step');
  await press(page, 'Use passkey');
  await expect(main(page).getByRole('alert')).toHaveText('That did not work. Try again, or use another way.');
  await expect(main(page).getByRole('link', { name: 'Get a code by email' })).toBeVisible();
  await device.knowsTheFinger(true);
  await press(page, 'Use passkey');
  await expect(heading(page)).toHaveText('Hello, Megan');
});

test('a passkey of one account does not let another one in', async ({ page, server }) => {
  await phone(page);
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await addPasskey(page);
  await main(page).getByRole('link', { name: 'Change my phone' }).click();
  await press(page, 'Remove');
  await expect(page.locator('.notice[role=status]')).toContainText('It is removed');
  await signOut(page);
  // The phone still has it; we do not.
  await press(page, 'Sign in with a passkey');
  await expect(page.locator('.errors')).toContainText('That passkey did not work');
  await expect(page.locator('.errors a')).toHaveAttribute('href', '#passkey');
});

test('the browser offers the passkey where the email address goes, and the other ways stay', async ({ page, server }) => {
  const device = await phone(page, { autofill: true });
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await addPasskey(page);
  await device.isTouched(false);
  await signOut(page);
  // Nobody answers: the password works as ever, and nothing is said of it.
  await page.goto('/sign-in');
  await expect(page.locator('#email')).toHaveAttribute('autocomplete', 'username webauthn');
  await expect(page.locator('form[data-passkey] [role=alert]')).toBeHidden();
  await enterPassword(page, 'megan');
  await expect(heading(page)).toHaveText('One more step');
  // Somebody who chooses it from the list is in, on the page that they wanted.
  await device.isTouched(true);
  await page.goto('/sign-in?next=/repairs');
  await expectPath(page, '/repairs');
});

test('a browser that fills in no passkeys, or cannot reach us, says nothing of it', async ({ page, guard }) => {
  guard.allow(503);
  await withoutAutofill(page);
  const asked: string[] = [];
  await page.route('**/passkey-sign-in-start', (route) => {
    asked.push(route.request().url());
    return route.fulfill({ status: 503, body: '' });
  });
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  expect(asked).toEqual([]);
  await expect(main(page).getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible();
  await page.addInitScript(() => {
    Object.defineProperty(PublicKeyCredential, 'isConditionalMediationAvailable', { value: async () => true });
  });
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  expect(asked).toHaveLength(1);
  await expect(page.locator('form[data-passkey] [role=alert]')).toBeHidden();
  await expect(main(page).getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible();
});

test('a passkey alone shows that it is you, and the password still does', async ({ page, server }) => {
  const device = await phone(page);
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await addPasskey(page);
  await page.goto('/prove?next=/you/password');
  await device.knowsTheFinger(false);
  await press(page, 'Use passkey');
  await expect(main(page).getByRole('alert')).toHaveText('That did not work. Try again, or use another way.');
  await device.knowsTheFinger(true);
  await press(page, 'Use passkey');
  await expectPath(page, '/you/password');
  await page.goto('/prove?next=/you/password');
  await page.locator('#current-password').fill(people.megan.password);
  await press(page, 'Continue');
  await expect(heading(page)).toHaveText('One more step');
});

test('a passkey is the same account in a browser without scripts, by another way', async ({ page, server, another }) => {
  await phone(page);
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await addPasskey(page);
  const plain = await another({ javaScriptEnabled: false });
  await plain.goto('/sign-in');
  await enterPassword(plain, 'megan');
  await expect(heading(plain)).toHaveText('One more step');
  await expect(main(plain)).toContainText('This browser cannot use passkeys');
  await expect(main(plain).getByRole('button', { name: 'Use passkey' })).toBeHidden();
  await main(plain).getByRole('link', { name: 'Get a code by email' }).click();
  const newest = await server.newestMail(people.megan.email);
  await press(plain, 'Email me a code');
  await enterCode(plain, await server.code(people.megan.email, newest));
  await expect(heading(plain)).toHaveText('Hello, Megan');
});

test('every state of the second step passes axe, in light and dark', async ({ page, server, baseURL }) => {
  await phone(page);
  const look = async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('; ')}`);
      expect.soft(found, `${colorScheme} ${page.url()}`).toEqual([]);
    }
  };
  await page.context().addCookies([{ name: 'language', value: 'en', url: baseURL ?? '' }]);
  await page.goto('/sign-in');
  await signInByHand(page, server, 'megan');
  await addPasskey(page);
  await page.goto('/you/factors/app');
  await look();
  await press(page, 'I have an app');
  await press(page, 'Add this app');
  await look();
  await page.locator('#authenticator').fill(appCode(await main(page).locator('.key').innerText()));
  await press(page, 'Add this app');
  await look();
  await press(page, 'Make 10 codes');
  await look();
  await press(page, 'I have kept them');
  await look();
  await main(page).getByRole('link', { name: 'Change my phone' }).click();
  await look();
  await page.goto('/prove');
  await look();
  await signOut(page);
  await enterPassword(page, 'megan');
  for (const way of ['passkey', 'app', 'recovery', 'email', 'lost']) {
    await page.goto(`/sign-in/code?with=${way}`);
    await look();
  }
});

test('the pages of passkeys load one small script and no wasm', async ({ page }) => {
  const loaded: string[] = [];
  page.on('response', (answer) => {
    if (['script', 'fetch'].includes(answer.request().resourceType()) || answer.url().endsWith('.wasm')) {
      loaded.push(new URL(answer.url()).pathname.replace(/\.[0-9a-f]+\.js$/, '.js'));
    }
  });
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  expect(loaded).toEqual(['/pkg/passkey.js', '/api/portal/passkey-sign-in-start']);
});
