// Pictures of every screen for people who want to see the product first: `npm run screenshots`.
// Needs the built program (TENANTWISE_BIN, else target/debug/tenantwise); writes docs/screenshots/*.png.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';
import { chromium } from '@playwright/test';

const here = import.meta.dirname;
const binary = process.env.TENANTWISE_BIN ?? path.resolve(here, '../target/debug/tenantwise');
const folder = path.resolve(here, '../docs/screenshots');
const port = 20_000 + (process.pid % 20_000);
const base = `http://127.0.0.1:${port}`;
const sizes = [
  { width: 360, height: 740 },
  { width: 1280, height: 900 },
];
const longest = 1800;

const data = mkdtempSync(path.join(tmpdir(), 'tenantwise-screenshots-'));
const env = { ...process.env, TENANTWISE_DATA: data, TENANTWISE_LISTEN: `127.0.0.1:${port}` };
delete env.DATABASE_URL;
const server = spawn(binary, ['serve', '--demo'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
let said = '';
server.stdout.on('data', (piece) => (said += piece));
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

async function eventually(what, look) {
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(150)) {
    const found = await look().catch(() => undefined);
    if (found) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}

/** A wall with a dark patch: something to see on the photo pages. */
function photo() {
  const [width, height] = [640, 480];
  const rows = Buffer.alloc(height * (1 + width * 3));
  let at = 0;
  for (let y = 0; y < height; y++) {
    rows[at++] = 0;
    for (let x = 0; x < width; x++) {
      const patch = Math.max(0, 1 - Math.hypot((x - 440) / 210, (y - 130) / 160)) * 130;
      const skirting = y > 420 ? 25 : 0;
      rows[at++] = 214 - patch + skirting;
      rows[at++] = 205 - patch * 0.85 + skirting;
      rows[at++] = 190 - patch * 0.9 + skirting;
    }
  }
  const chunk = (kind, content) => {
    const named = Buffer.concat([Buffer.from(kind, 'latin1'), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

async function main() {
  const mailbox = await eventually('the server', async () => {
    const ready = await fetch(`${base}/readyz`);
    return ready.ok && /Mailbox\s+(http:\S+)/.exec(said)?.[1];
  });
  const mails = async (to) => (await fetch(`${mailbox}/api/messages?to=${to}`)).json();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const options = { locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce', baseURL: base };
  const context = await browser.newContext({ ...options, viewport: sizes[0] });
  const page = await context.newPage();

  /** The page as it stands, in both widths. */
  const shoot = async (name) => {
    for (const size of sizes) {
      await page.setViewportSize(size);
      const height = Math.min(longest, await page.evaluate(() => document.documentElement.scrollHeight));
      await page.screenshot({
        path: path.join(folder, `${name}-${size.width}.png`),
        fullPage: true,
        clip: { x: 0, y: 0, width: size.width, height: Math.max(height, size.height) },
      });
    }
    await page.setViewportSize(sizes[0]);
  };
  const press = () => page.click('main form .actions button');
  const newest = async (to) => (await mails(to))[0]?.id ?? -1;
  const code = (to, after) =>
    eventually('a code', async () => (await mails(to)).filter((mail) => mail.id > after).map((mail) => /^\d{6}$/m.exec(mail.text)?.[0]).find(Boolean));
  const enter = async (to, password) => {
    await page.fill('#email', to);
    await page.fill('#password', password);
    const before = await newest(to);
    await press();
    await page.waitForSelector('#code');
    return () => code(to, before);
  };

  await page.goto('/sign-in');
  await shoot('portal-01-sign-in');
  await press();
  await shoot('portal-02-sign-in-errors');
  const megan = 'megan.price@example.com';
  const askMegan = await enter(megan, 'demo-tenant-2026');
  await shoot('portal-03-code');
  await page.fill('#code', await askMegan());
  await press();
  await page.waitForURL(`${base}/`);
  await shoot('portal-04-home');
  await page.goto('/repairs');
  await shoot('portal-05-repairs');
  await page.click('main table a');
  await shoot('portal-06-repair-booked');
  await page.goto('/repairs/report');
  await shoot('report-01-category');
  await press();
  await page.click('.pick > label:has-text("Heating and hot water")');
  await press();
  await shoot('report-03-problem');
  await page.click('.pick > label:has-text("No hot water")');
  await press();
  await shoot('report-04-safety');
  await page.check('#accepted');
  await press();
  await shoot('report-05-describe');
  await page.fill('#description', 'No hot water since Monday evening. The boiler shows E119.\nThere is a baby in the home.');
  await press();
  await page.waitForSelector('html[data-awake]');
  await shoot('report-06-photos');
  await page.setInputFiles('#photos', [
    { name: 'boiler.png', mimeType: 'image/png', buffer: photo() },
    { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') },
  ]);
  await page.waitForSelector('.uploads .sent');
  await page.waitForSelector('.uploads .failed');
  await shoot('report-07-photos-added');
  await page.reload();
  await page.click('main > .question > .actions a.button');
  await shoot('report-09-check');
  await press();
  await page.waitForURL(/\/sent$/);
  await shoot('report-10-sent');
  await page.click('main a.button');
  const repair = page.url();
  await eventually('the delivery', async () => {
    await page.reload();
    return (await page.innerText('.timeline')).includes('The repairs team has it');
  });
  await shoot('portal-07-repair-passed-on');
  await page.goto(`${repair}/cancel`);
  await shoot('portal-08-cancel');
  await page.goto('/nothing-here');
  await shoot('portal-09-not-found');

  const speak = (language) => context.addCookies([{ name: 'language', value: language, url: base }]);
  await speak('cy');
  await page.goto('/');
  await shoot('welsh-home');
  await page.goto('/repairs/report');
  await shoot('welsh-report');
  await speak('en');
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const [name, address] of [['home', '/'], ['report', '/repairs/report'], ['repair', repair]]) {
    await page.goto(address);
    await shoot(`dark-${name}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });

  await page.goto('/console/sign-in');
  await shoot('console-01-sign-in');
  const askOfficer = await enter('officer@hollingate.example', 'demo-officer-2026');
  await page.fill('#code', await askOfficer());
  await press();
  await page.waitForURL(/console\/repairs$/);
  await shoot('console-02-repairs');
  await page.click('main table a');
  await shoot('console-03-repair');
  await page.goto('/console/repairs?show=undelivered');
  await shoot('console-04-repairs-filtered');
  for (const [name, address] of [
    ['05-customers', 'customers'],
    ['07-integration-manager', 'integrations'],
    ['08-housing-updates', 'sync'],
    ['09-message-wording', 'templates'],
    ['10-message', 'templates/repair-received'],
  ]) {
    await page.goto(`/console/${address}`);
    await shoot(`console-${name}`);
    if (address !== 'customers') continue;
    await page.click('main table a');
    await shoot('console-06-customer');
  }

  await page.goto(mailbox);
  await shoot('mail-01-mailbox');
  const sent = (await mails(megan)).find((mail) => !/^\d{6}$/m.test(mail.text));
  await page.goto('about:blank');
  await page.setContent(sent.html);
  await shoot('mail-02-repair-received');
  await browser.close();
}

function shrink() {
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  // Fewer colours are enough for flat pages; without the tool they stay as they are.
  try {
    for (const file of files) execFileSync('convert', [file, '-strip', '-dither', 'None', '-colors', '96', '-define', 'png:compression-level=9', `png8:${file}`]);
  } catch {
    console.log('ImageMagick is not here: the pictures keep their size');
  }
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(`${files.length} pictures, ${Math.round(bytes / 1024)} kB, in ${folder}`);
}

try {
  await main();
  shrink();
} finally {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  if (server.exitCode === null && server.kill('SIGTERM')) await ended;
  rmSync(data, { recursive: true, force: true });
}
