import { enterCode, eventually, expect, expectError, expectNoSidewaysScroll, main, press, signIn, test } from './fixtures';

// Who works here is changed; each test has a landlord of its own.
test.use({ freshServer: true });

const email = 'nia.morgan@hollingate.example';
const password = 'three odd words';

test('an owner adds somebody, who sees what their role allows, and deletes them again', async ({ page, server, another, guard }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/administrators');
  await expectNoSidewaysScroll(page);
  await main(page).getByRole('link', { name: 'Add Administrator' }).click();
  await press(page, 'Create');
  await expectError(page, 'first_name', 'Enter a first name');
  await expectError(page, 'staff_email', 'Enter their email address');
  await page.locator('#first_name').fill('Nia');
  await page.locator('#last_name').fill('Morgan');
  await page.locator('#staff_email').fill(email);
  await page.getByRole('radio', { name: 'Works on repairs and finds' }).check();
  await expectNoSidewaysScroll(page);
  await press(page, 'Create');
  await expect(page.getByText('The administrator is added. We sent an invitation.')).toBeVisible();
  const row = main(page).getByRole('row').filter({ hasText: 'Nia Morgan' });
  await expect(row).toContainText('Invited');
  await expectNoSidewaysScroll(page);

  const mail = await eventually('the invitation', async () => (await server.mails(email))[0]);
  const link = /http:\S+\/console\/reset\?token=\S+/.exec(mail.text)?.[0];
  const nia = await another();
  await nia.goto(link!);
  await expect(nia.getByRole('heading', { level: 1 })).toHaveText('Choose your password');
  await nia.locator('#new-password').fill(password);
  await press(nia, 'Save the new password');
  await expect(nia.getByText('Your new password is saved. Sign in with it.')).toBeVisible();
  const before = await server.newestMail(email);
  await nia.locator('#email').fill(email);
  await nia.locator('#password').fill(password);
  await main(nia).locator('form:not([data-passkey]) .actions button').click();
  await expect(nia.locator('#code')).toBeVisible();
  await enterCode(nia, await server.code(email, before));
  await expect(nia).toHaveURL(/\/console\/repairs$/);

  const places = nia.getByRole('navigation').locator('a');
  await expect(places.filter({ hasText: 'Repairs' })).not.toHaveCount(0);
  await expect(places.filter({ hasText: /Administrators|Roles|Audit/ })).toHaveCount(0);
  guard.allow(403);
  for (const closed of ['/console/administrators', '/console/administrators/new', '/console/roles']) {
    const answer = await nia.goto(closed);
    expect(answer?.status(), closed).toBe(403);
    await expect(main(nia)).not.toContainText('officer@hollingate.example');
    await expectNoSidewaysScroll(nia);
  }

  await page.goto('/console/administrators');
  await expect(row).toContainText('Active');
  await row.getByRole('link', { name: 'Delete Nia Morgan' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Delete Nia Morgan?');
  await main(page).getByRole('link', { name: 'Keep this administrator' }).click();
  await main(page).getByRole('link', { name: 'Delete', exact: true }).click();
  await expectNoSidewaysScroll(page);
  await press(page, 'Delete');
  await expect(page.getByText('The administrator is deleted.')).toBeVisible();
  await expect(row).toHaveCount(0);
  await nia.goto('/console/repairs');
  await expect(nia).toHaveURL(/\/console\/sign-in/);
});

test('an owner makes a role, and nobody deletes the last owner', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto('/console/roles');
  await expectNoSidewaysScroll(page);
  await main(page).getByRole('link', { name: 'Add a role' }).click();
  await page.locator('#role_name').fill('Night desk');
  await press(page, 'Save');
  await expectError(page, 'permissions', 'Tick what this role allows');
  await page.getByRole('checkbox', { name: 'See repairs and their photos' }).check();
  await expectNoSidewaysScroll(page);
  await press(page, 'Save');
  await expect(page.getByText('The role is saved.')).toBeVisible();
  await expect(main(page)).toContainText('Night desk');

  await page.goto('/console/administrators');
  const own = main(page).getByRole('row').filter({ hasText: 'officer@hollingate.example' });
  await expect(own.getByRole('link', { name: /^Delete/ })).toHaveCount(0);
  await own.getByRole('link', { name: /^Edit/ }).click();
  await expect(main(page)).toContainText('Somebody else has to change your role');
});
