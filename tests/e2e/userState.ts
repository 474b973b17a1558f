import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { tell } from '../evidence';

/** What a user has on the page: the network in view, the settings and the place, the training under way. */
export interface UserState {
  /** Fingerprint of the network in view; undefined while it is the one that trains, which is another one all the time. */
  network: string | undefined;
  /** Settings and place, as they stand in the address. */
  settings: Record<string, string>;
  /** Status of the training; undefined in views without its panel. */
  training: string | undefined;
  updates: number;
}

export const userState = (page: Page): Promise<UserState> =>
  page.evaluate(() => {
    const data = (selector: string) => document.querySelector<HTMLElement>(selector)?.dataset;
    const trains = data('[data-testid=network]')?.origin === 'training';
    return {
      network: trains ? undefined : data('.portrait canvas')?.network,
      settings: Object.fromEntries(new URLSearchParams(window.location.search)),
      training: data('section.training')?.status,
      updates: Number.parseInt(document.querySelector('[data-testid=update]')?.textContent ?? '0', 10),
    };
  });

/** Trainings that are still there: as they were, or further. */
const ALIVE = ['starting', 'running', 'paused', 'finished', 'stopped', 'diverged'];

/**
 * What of the state of the user is not there any more, told for the table as well.
 * @param given settings that the user changed meanwhile
 */
function lost(before: UserState, after: UserState, given: readonly string[] = []): string[] {
  const gone: string[] = [];
  if (before.network && !given.includes('network') && after.network !== before.network) gone.push('the network in view');
  // How a link is written (v) is not the user's.
  for (const [key, value] of Object.entries(before.settings))
    if (key !== 'v' && !given.includes(key) && after.settings[key] !== value) gone.push(`the setting ${key}`);
  if (before.training && ALIVE.includes(before.training) && !ALIVE.includes(after.training ?? '')) gone.push('the training');
  if (after.updates < before.updates) gone.push(`${before.updates - after.updates} updates`);
  tell({ lost: gone });
  return gone;
}

/** Waits until everything is there again; fails with what is not. */
export async function expectNothingLost(page: Page, before: UserState, given: readonly string[] = []): Promise<void> {
  await page
    .waitForFunction(
      (updates) => Number.parseInt(document.querySelector('[data-testid=update]')?.textContent ?? '0', 10) >= updates,
      before.updates,
      { timeout: 60_000 },
    )
    // What is missing is named below.
    .catch(() => {});
  expect(lost(before, await userState(page), given)).toEqual([]);
}
