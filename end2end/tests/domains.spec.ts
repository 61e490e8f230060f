import { expect, expectError, expectNoSidewaysScroll, main, press, signIn, test } from './fixtures';

// The lists of a landlord are one; no other test may change them meanwhile.
test.use({ freshServer: true });

test('an owner keeps the three lists, and what is no name says what to mend', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/domains');
  await expectNoSidewaysScroll(page);
  await expect(main(page)).toContainText('No connection has an address of its own yet.');

  await page.locator('#email_domains').fill('@Hollingate.example');
  await page.locator('#sites').fill('https://www.hollingate.example/home');
  await page.locator('#outbound_hosts').fill('127.0.0.1');
  await press(page, 'Save');
  await expectError(page, 'sites', "'https://www.hollingate.example/home': write the name alone");
  await expectError(page, 'outbound_hosts', "'127.0.0.1': numbers are not allowed");
  await expectNoSidewaysScroll(page);
  await expect(page.locator('#email_domains')).toHaveValue('@Hollingate.example');

  await page.locator('#sites').fill('www.hollingate.example');
  await page.locator('#outbound_hosts').fill('tŷ.example:8443');
  await press(page, 'Save');
  await expect(page.locator('.notice[role=status]')).toContainText('Saved. The lists count from now on.');
  await expect(page.locator('#email_domains')).toHaveValue('hollingate.example');
  await expect(page.locator('#outbound_hosts')).toHaveValue('xn--t-foa.example:8443');

  await page.goto('/console/administrators/new');
  await page.locator('#first_name').fill('Nia');
  await page.locator('#last_name').fill('Morgan');
  await page.locator('#staff_email').fill('nia@elsewhere.example');
  await page.getByRole('radio', { name: 'Works on repairs and finds' }).check();
  await press(page, 'Create');
  await expect(page.locator('#staff_email-error')).toBeVisible();

  const status = await page.request.get('/status');
  expect(status.headers()['content-security-policy']).toContain('frame-ancestors https://www.hollingate.example');
});

test('a system with a new address is added while it is connected', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/integrations/housing/civica-cx');
  await page.locator('#api_integration').selectOption('off');
  await page.locator('#api_url').fill('https://cx.vendor.example/api');
  await page.locator('#api_username').fill('tenantwise');
  await page.locator('#api_password').fill('a-password-of-cx');
  await press(page, 'Save');
  await expectError(page, 'approve_host', 'This address is not in your Approved Domains yet.');
  await expectNoSidewaysScroll(page);
  await page.getByRole('checkbox', { name: 'Add this address to your Approved Domains' }).check();
  await page.locator('#api_password').fill('a-password-of-cx');
  await press(page, 'Save');
  await expect(page.locator('.notice[role=status]')).toBeVisible();
  await page.goto('/console/domains');
  await expect(page.locator('#outbound_hosts')).toHaveValue('cx.vendor.example');
  await expect(main(page)).toContainText('cx.vendor.example: Civica Cx (switched off)');
});
