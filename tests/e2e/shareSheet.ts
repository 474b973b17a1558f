import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** Other work may go on on the machine. */
export const SOON = { timeout: 20_000 };

/** Opens the sheet for sharing at a tab. */
export const openSheet = async (page: Page, tab = 'link') => {
  await page.getByTestId('share').click();
  await page.locator('dialog.share[open]').waitFor();
  await page.getByTestId(`share-tab-${tab}`).click();
};
export const turnTo = (page: Page, tab: string) => page.getByTestId(`share-tab-${tab}`).click();
/** What is saved by a click. */
export async function download(page: Page, testId: string): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId(testId).click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}
