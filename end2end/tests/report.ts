// The way through the report of a repair.
import type { Page } from '@playwright/test';
import { expect, main, press } from './fixtures';
import type { FileToSend } from './picture';

export const hasScripts = async (page: Page) => (await page.locator('html[data-awake]').count()) > 0;

export async function choose(page: Page, label: string) {
  await page.locator('.pick > label').filter({ has: page.locator('strong', { hasText: new RegExp(`^${label}$`) }) }).click();
  await press(page, 'Continue');
}

export async function expectQuestion(page: Page, title: string) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

/** Up to the page that asks for the tenant's own words. */
export async function toDescription(page: Page, category = 'Damp and mould', problem = 'Mould on a wall or ceiling') {
  await page.goto('/repairs/report');
  await choose(page, category);
  await choose(page, problem);
}

export async function describe(page: Page, text: string) {
  await page.locator('#description').fill(text);
  await press(page, 'Continue');
}

/** Adds photos in the way that this browser has: by themselves, or with the button. */
export async function addPhotos(page: Page, javaScriptEnabled: boolean, photos: FileToSend[]) {
  if (javaScriptEnabled) await expect(page.locator('html[data-awake]')).toBeAttached();
  await page.locator('#photos').setInputFiles(photos);
  if (!javaScriptEnabled) await press(page, 'Add these photos');
}

export async function skipPhotos(page: Page) {
  await expectQuestion(page, 'Add photos');
  await main(page).getByRole('link', { name: 'Continue' }).click();
  await expectQuestion(page, 'Check your answers');
}

export async function toCheck(page: Page, text: string, category?: string, problem?: string) {
  await toDescription(page, category, problem);
  await describe(page, text);
  await skipPhotos(page);
}

export async function send(page: Page): Promise<{ id: string; reference: string }> {
  await press(page, 'Send repair');
  await expectQuestion(page, 'Repair sent');
  const id = new URL(page.url()).pathname.split('/')[2] ?? '';
  return { id, reference: (await page.locator('.reference').innerText()).trim() };
}

/** A whole repair without a safety notice or photos. */
export async function reportRepair(page: Page, text: string) {
  await toCheck(page, text);
  return send(page);
}

/** Loads the page again until the timeline says so. */
export async function waitForTimeline(page: Page, words: string) {
  await expect(async () => {
    await page.reload();
    await expect(page.locator('.timeline')).toContainText(words, { timeout: 200 });
  }).toPass({ timeout: 20_000 });
}
