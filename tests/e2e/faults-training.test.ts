import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tell } from '../evidence';
import { type App, fingerprint, lossPoints, ready, startApp, status, trainFromLab } from './browser';
import { expectNothingLost, userState } from './userState';

/** What happens to a training when its worker dies, or its numbers do. */

/** A net small enough to train within seconds on any machine. */
const SMALL =
  '?v=3&view=lab&sigma=1.5&recipe=custom&hidden=16&inputs=4&batch=64&length=20&readout=1&penalty=0.03&engine=wasm-simd&threads=1';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

describe('a trainer that dies', () => {
  it('is told; training goes on from the last state, and ends with the bits of one that was left alone', async () => {
    const query = `${SMALL}&rate=0.003&updates=800`;
    const alone = await app.open(query);
    await ready(alone.page);
    await trainFromLab(alone.page);
    await status(alone.page, 'finished');
    const expected = await fingerprint(alone.page);
    await alone.context.close();

    const { page, context } = await app.open(query);
    await ready(page);
    const [worker] = await Promise.all([page.waitForEvent('worker'), trainFromLab(page)]);
    await expect.poll(() => fingerprint(page).catch(() => ''), { timeout: 60_000 }).toMatch(/^[0-9a-f]{8}$/);
    const had = await userState(page);
    await worker.evaluate(
      () =>
        void setTimeout(() => {
          throw new Error('planted death');
        }),
    );
    await status(page, 'failed');
    const text = (await page.locator('.notice.error p').first().textContent())!;
    const [, kept] = /training worker died.*weights of update (\d+) are kept/.exec(text)!;
    tell({ again: Math.max(0, had.updates - Number(kept)) });
    await page.getByRole('button', { name: 'Go on from there' }).click();
    await status(page, 'finished');
    expect(await fingerprint(page)).toBe(expected);
    expect(await lossPoints(page)).toBe(800);
    await expectNothingLost(page, had);
    await context.close();
  });
});

describe('a training that diverges', () => {
  it('stops at the first number that is not finite, has the weights before it back, and offers half the rate', async () => {
    const { page, context, problems } = await app.open(`${SMALL}&rate=10&clip=100&length=200&batch=16&updates=4000`);
    await ready(page);
    const had = await userState(page);
    await trainFromLab(page);
    await status(page, 'diverged');
    const notice = page.locator('.notice.warning', { hasText: 'not finite' });
    expect(await notice.textContent()).toMatch(/weights of update \d+ are back/);
    expect(await fingerprint(page)).toMatch(/^[0-9a-f]{8}$/);
    // Training shows its own network.
    await expectNothingLost(page, had, ['network']);
    await notice.getByRole('button', { name: /half the rate/ }).click();
    // At half the rate it goes on, or diverges again, so soon perhaps that it was not seen to run.
    const runs = page.locator('[data-status=running]');
    const again = notice.getByRole('button', { name: 'Go on at half the rate (2.5)' });
    await runs.or(again).first().waitFor({ timeout: 60_000 });
    expect(problems).toEqual([]);
    await context.close();
  });
});
