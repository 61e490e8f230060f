import type { Page } from '@playwright/test';
import { Server, test as base, eventually, expect, expectError, expectNoSidewaysScroll, main, press, signIn } from './fixtures';

/** A landlord of its own: each test changes who passes messages on. */
const test = base.extend({
  server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },
});

const NOTIFY = '/console/integrations/text/notify';
const TWILIO = '/console/integrations/text/twilio';
const SMTP = '/console/integrations/mail/smtp';

/** What the stand-ins take. */
const KEY = 'portal-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0';
const TEXT_TEMPLATE = 'f33517ff-2a88-4f6e-b855-c550268ce08a';
const EMAIL_TEMPLATE = 'b2654aad-8bd0-4d2a-9b3a-5d2f8a7c6e10';
const TOKEN = 'a-token-that-we-chose-2026';

const notice = (page: Page) => page.getByRole('status').filter({ visible: true });
const problem = (page: Page) => main(page).getByRole('alert');

async function tell(control: string, path: string, body: unknown) {
  const told = await fetch(`${control}/_sim/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect(told.ok).toBe(true);
}

async function ledger(control: string): Promise<{ to: string }[]> {
  return (await (await fetch(`${control}/_sim/ledger`)).json()) as { to: string }[];
}

async function fill(page: Page, boxes: Record<string, string>) {
  for (const [id, value] of Object.entries(boxes)) await page.locator(`#${id}`).fill(value);
}

/** Waits until a message that failed stands among the undelivered ones, and says why. */
async function failed(page: Page, why: string) {
  await eventually(`a message that failed: ${why}`, async () => {
    await page.goto('/console/sending');
    return (await main(page).getByRole('row', { name: new RegExp(`Test message.*${why}`, 's') }).count()) > 0 || undefined;
  });
  await expectNoSidewaysScroll(page);
}

test('texts go out by GOV.UK Notify, and one that fails is told of', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto(NOTIFY);
  await expectNoSidewaysScroll(page);
  await expect(main(page)).toContainText('Its message is only ((text))');
  await expect(main(page)).toContainText(`${server.url}/hooks/text`);

  await fill(page, { notify_key: 'no-key-at-all', notify_template: 'mine' });
  await press(page, 'Save');
  await expectError(page, 'notify_key', 'This is not a key of GOV.UK Notify.');
  await expectError(page, 'notify_template', 'Copy the template ID');
  await expect(page.locator('#notify_key')).toHaveValue('');

  const boxes = { notify_key: KEY, notify_token: TOKEN, notify_url: server.notify.api };
  await fill(page, { ...boxes, notify_template: EMAIL_TEMPLATE });
  await press(page, 'Save');
  await expect(problem(page)).toContainText('The template there does not fit.');
  await fill(page, { notify_template: TEXT_TEMPLATE });
  await press(page, 'Save');
  await expect(notice(page)).toContainText('Saved. It is in use now.');
  await expect(main(page)).not.toContainText(TOKEN);
  await tell(server.notify.control, 'callback', { url: `${server.url}/hooks/text`, token: TOKEN, door: new URL(server.url).host });

  await fill(page, { trial_mobile: '020 7946 0018' });
  await press(page, 'Test');
  await expectError(page, 'trial_mobile', 'This one takes no texts');
  await expectNoSidewaysScroll(page);
  await fill(page, { trial_mobile: '' });
  await press(page, 'Test');
  await expect(notice(page)).toContainText('The test worked.');
  expect(await ledger(server.notify.control)).toHaveLength(0);
  await fill(page, { trial_mobile: '07700 900002' });
  await press(page, 'Test');
  await expect(notice(page)).toContainText('The test text was taken.');
  await expect(page).toHaveURL(new RegExp(`${NOTIFY}$`));
  expect((await ledger(server.notify.control)).map((text) => text.to)).toEqual(['+447700900002']);
  await failed(page, 'nobody has it');
  await main(page).getByRole('button', { name: /^Give up/ }).click();
  await expect(main(page)).not.toContainText('Test message');
});

test('texts go out by Twilio, and what it refuses is said at once', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  await page.goto(TWILIO);
  await expectNoSidewaysScroll(page);
  const boxes = {
    twilio_account: 'AC00000000000000000000000000000007',
    twilio_token: 'not-the-token',
    twilio_sender: 'Hollingate',
    twilio_url: server.twilio.api,
  };
  await fill(page, boxes);
  await press(page, 'Save');
  await expect(problem(page)).toContainText('The username or password is wrong.');
  await fill(page, { twilio_token: 'sim-auth-token-2026' });
  await press(page, 'Save');
  await expect(notice(page)).toContainText('Saved. It is in use now.');
  await tell(server.twilio.control, 'callback', { door: new URL(server.url).host });

  for (const [number, told] of [
    ['07700 900022', 'this number takes no texts'],
    ['07700 900023', 'asked for no more texts'],
    ['07700 900024', 'may not send to this number yet'],
  ] as const) {
    await fill(page, { trial_mobile: number });
    await press(page, 'Test');
    await expect(problem(page)).toContainText(told);
  }
  await page.goto('/console/sending');
  await expect(main(page)).not.toContainText('Test message');
  await page.goto('/console/integrations/text');
  await expectNoSidewaysScroll(page);
  await fill(page, { trial_mobile: '07700 900036' });
  await press(page, 'Test');
  await expect(notice(page)).toContainText('The test text was taken.');
  await failed(page, 'it takes no texts');
});

test('an address of an API that was never called is approved with a tick', async ({ page, server }) => {
  await signIn(page, server, 'officer');
  for (const [here, boxes, host] of [
    [NOTIFY, { notify_key: KEY, notify_template: TEXT_TEMPLATE, notify_url: 'https://notify.vendor.example' }, 'notify.vendor.example'],
    [TWILIO, { twilio_account: 'AC00000000000000000000000000000007', twilio_token: 'token', twilio_sender: 'Hollingate', twilio_url: 'https://twilio.vendor.example' }, 'twilio.vendor.example'],
  ] as const) {
    await page.goto(here);
    await fill(page, boxes);
    await press(page, 'Save');
    await expectError(page, 'approve_host', 'This address is not in your Approved Domains yet.');
    await expectNoSidewaysScroll(page);
    await page.getByRole('checkbox', { name: 'Add this address to your Approved Domains' }).check();
    await fill(page, boxes);
    await press(page, 'Save');
    await expect(notice(page)).toContainText('Saved. It is in use now.');
    await page.goto('/console/domains');
    await expect(page.locator('#outbound_hosts')).toHaveValue(new RegExp(host.replaceAll('.', '\\.')));
  }
});

test('emails go out with the tokens of a Microsoft credential', async ({ page, server }) => {
  const desk = (act: string) => fetch(`${server.microsoftDesk}/application`, { method: 'POST', body: new URLSearchParams({ act }) });
  await signIn(page, server, 'officer');
  await desk('grant');
  await page.goto('/console/credentials/new');
  await fill(page, {
    credential_name: 'Exchange Online',
    directory: '8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c',
    application: '1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9',
    client_secret: 'sim~Secret.2026',
    secret_expires: '2099-05-31',
  });
  await page.getByRole('radio', { name: /Manual Configuration/ }).check();
  await page.getByRole('checkbox', { name: 'Send email through Exchange Online' }).check();
  await main(page).locator('form .actions button').click();
  await expect(main(page).locator('.page-head')).toContainText('Connected');

  await page.goto(SMTP);
  await expectNoSidewaysScroll(page);
  await page.getByRole('radio', { name: /With a Microsoft credential/ }).check();
  await press(page, 'Save');
  await expectError(page, 'smtp_credential', 'Choose a credential');
  await expectError(page, 'smtp_username', 'Enter the mailbox that we send from');
  await expectNoSidewaysScroll(page);
  await page.locator('#smtp_credential').selectOption({ label: 'Exchange Online' });
  await fill(page, { smtp_username: 'no-reply@hollingate.example' });
  await press(page, 'Save');
  await expect(notice(page)).toContainText('Saved. It is in use now.');
  await fill(page, { trial_email: 'somebody@example.com' });
  await press(page, 'Test');
  await expect(notice(page)).toContainText('The test email was taken.');
  await expect.poll(async () => (await server.mails('somebody@example.com')).length).toBe(1);

  // What is in use stays.
  await page.goto('/console/credentials');
  await main(page).getByRole('link', { name: 'Exchange Online', exact: true }).click();
  await main(page).getByRole('link', { name: 'Delete', exact: true }).click();
  await expect(main(page)).toContainText(/use/);

  // Without the right, the mail server's no is said as what it is.
  await desk('revoke');
  await page.goto('/console/credentials');
  await main(page).getByRole('link', { name: 'Exchange Online', exact: true }).click();
  await press(page, 'Check connection');
  await page.goto(SMTP);
  await press(page, 'Save');
  await expect(problem(page)).toContainText('The credential gives us no token.');
});
