import { expect, expectNoSidewaysScroll, main, press, signIn, test } from './fixtures';

test('a keyboard reaches the content at once, and an error takes the focus', async ({ page, server }) => {
  await page.goto('/sign-in');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to main content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('#email')).toBeFocused();

  await press(page, 'Sign in');
  await expect(page.locator('.errors')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('#email')).toBeFocused();

  await signIn(page, server, 'megan');
  await page.goto('/repairs/report');
  await press(page, 'Continue');
  await expect(page.locator('.errors')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio').first()).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What is wrong?');
});

test('pages can be read with larger text and in forced colours', async ({ page, server, viewport }) => {
  await signIn(page, server, 'megan');
  for (const path of ['/', '/repairs', '/repairs/report']) {
    await page.goto(path);
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    if ((viewport?.width ?? 0) > 640) await expectNoSidewaysScroll(page);
    await page.emulateMedia({ forcedColors: 'active' });
    await expect(main(page)).toBeVisible();
    await page.emulateMedia({ forcedColors: 'none' });
  }
});
