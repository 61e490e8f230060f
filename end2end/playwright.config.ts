import { defineConfig } from '@playwright/test';

const phone = { width: 360, height: 740 };
const desktop = { width: 1280, height: 900 };

function project(name: string, viewport: { width: number; height: number }, scripts: boolean) {
  return {
    name,
    // Everything but `*.js.spec.ts` has to pass without scripts, too.
    testIgnore: scripts ? [] : /\.js\.spec\.ts$/,
    use: { viewport, hasTouch: viewport === phone, javaScriptEnabled: scripts },
  };
}

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  // Each worker starts a landlord of its own; a retry would hide a fault.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  reporter: 'line',
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    project('js-phone', phone, true),
    project('js-desktop', desktop, true),
    project('nojs-phone', phone, false),
    project('nojs-desktop', desktop, false),
  ],
});
