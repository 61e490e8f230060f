import { expect, main, press, signInByHand, test } from './fixtures';

// Sessions are ended here that other tests would need.
test.use({ freshServer: true });

test('somebody signs a lost phone out from their computer, and then all else', async ({ page, server, another }) => {
  const phone = await another({ userAgent: 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36' });
  const tablet = await another({ userAgent: 'something unheard of' });
  for (const browser of [phone, tablet, page]) {
    await browser.goto('/sign-in');
    await signInByHand(browser, server, 'megan');
    await expect(browser.getByRole('heading', { level: 1 })).toHaveText('Hello, Megan');
  }
  await page.goto('/you');
  await expect(main(page)).toContainText('megan.price@example.com');
  await main(page).getByRole('link', { name: 'Devices and sessions' }).click();
  await expect(page).toHaveURL(/\/you\/sessions$/);
  const lines = main(page).getByRole('listitem');
  await expect(lines).toHaveCount(3);
  await expect(lines.first()).toContainText('This device');
  await expect(lines.first().getByRole('button')).toHaveCount(0);
  await expect(lines.nth(1)).toContainText('Another device');
  await expect(lines.nth(2)).toContainText('Chrome on Android');
  await expect(lines.nth(2)).toContainText('With your password and a code by email');
  await expect(lines.nth(2)).toContainText('On the same network as you now');

  await lines.nth(2).getByRole('button', { name: /^Sign out Chrome on Android/ }).click();
  await expect(page.getByRole('status').first()).toContainText('That device is signed out');
  await expect(lines).toHaveCount(2);
  await phone.goto('/repairs');
  await expect(phone).toHaveURL(/\/sign-in/);

  await tablet.goto('/repairs');
  await expect(tablet).toHaveURL(/\/repairs$/);
  await press(page, 'Sign out everywhere else');
  await expect(main(page)).toContainText('You are signed in nowhere else.');
  await tablet.goto('/repairs');
  await expect(tablet).toHaveURL(/\/sign-in/);
  await page.goto('/repairs');
  await expect(page).toHaveURL(/\/repairs$/);
});

test('staff have their account in the header, and their sessions in it', async ({ page, server }) => {
  await page.goto('/console/sign-in');
  await signInByHand(page, server, 'officer');
  await page.getByRole('banner').getByRole('link', { name: 'Your account' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account');
  await expect(main(page)).toContainText('officer@hollingate.example');
  await main(page).getByRole('link', { name: 'Devices and sessions' }).click();
  await expect(main(page)).toContainText('You are signed in nowhere else.');
});

test('each page says until when somebody stays signed in, in their language', async ({ page, server }) => {
  await page.goto('/sign-in');
  await expect(page.locator('#signed-in-until')).toHaveCount(0);
  await signInByHand(page, server, 'megan');
  await expect(page.getByRole('contentinfo')).toContainText(/You stay signed in until \d{1,2}(:\d\d)?(am|pm) if you do nothing\. What you typed is kept\./);
  await page.getByRole('button', { name: 'Cymraeg' }).click();
  await expect(page.getByRole('contentinfo')).toContainText('Byddwch yn dal wedi mewngofnodi tan');
});
