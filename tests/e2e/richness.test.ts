import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openAt, openDetails, ready, startApp } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const LATE = { timeout: 120_000 };

describe('rich or lazy', () => {
  it('follows the training that ships, and saves its curves', async () => {
    const { page, context, problems } = await openAt(app, '?v=3&view=lab&preset=chain-3&panel=richness');
    await ready(page);
    const panel = page.locator('#richness');
    const sentence = panel.getByTestId('richness-sentence');
    await sentence.waitFor(LATE);
    expect(await sentence.textContent()).toMatch(
      /^By update [\d,]+ training has moved W_hh by \d+\.\d+ times .* \d+\.\d of 64 directions\.$/,
    );
    await openDetails(page, 'richness');
    const waiting = page.waitForEvent('download');
    await panel.locator('.save-figure button', { hasText: 'CSV' }).click();
    const text = readFileSync((await (await waiting).path())!, 'utf8');
    const rows = text.split('\r\n').filter((line) => line && !line.startsWith('#'));
    expect(rows.length).toBeGreaterThan(20);
    // Before training nothing has moved; at the end it is what the sentence says.
    expect(rows[1]).toMatch(/,0,0,1,/);
    const moved = Number(rows.at(-1)!.split(',').at(-4));
    expect(await sentence.textContent()).toContain(`by ${moved.toFixed(2)} times`);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('trains one seed in two ways, sets the first aside and compares both', async () => {
    const { page, context, problems } = await openAt(app, '?v=3&view=lab&preset=chain-3&panel=richness&seed=4');
    await ready(page);
    const panel = page.locator('#richness');
    /** Trains until there is a second checkpoint, and stops. */
    const train = async (way: string) => {
      await panel.getByTestId(`train-${way}`).click();
      await panel
        .getByTestId(`train-${way}`)
        .getByText(/Training .*: \d+ %/)
        .waitFor(LATE);
      await expect
        .poll(
          () =>
            panel
              .getByTestId('richness-sentence')
              .textContent({ timeout: 500 })
              .catch(() => ''),
          LATE,
        )
        .toMatch(/^By update [1-9]\d{0,2} /);
      await panel.getByTestId('stop-way').click();
      await panel.getByTestId('stop-way').waitFor({ state: 'detached' });
    };
    await train('rich');
    await train('lazy');
    await expect
      .poll(() => panel.getByTestId('richness-sentence').textContent(), LATE)
      .toMatch(/directions\. Dashed, “rich”, seed 4: \d\.\d+ times, \d+\.\d directions\.$/);
    await panel.getByTestId('remove-aside').click();
    await expect.poll(() => panel.getByText(/Dashed,/).count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('what makes the mechanism', () => {
  it('shows the runs made so far, and opens the networks behind them', async () => {
    const { page, context, problems } = await openAt(app, '?v=3&view=lab&preset=chain-2&panel=study');
    await ready(page);
    const panel = page.locator('#study');
    const study = panel.getByTestId('study');
    await study.waitFor(LATE);
    expect(Number(await study.getAttribute('data-runs'))).toBeGreaterThan(0);
    // The plain cell, but for the read-out: its networks are there with their orbits, or a reason is given.
    await panel.locator('ul.seeds li').first().waitFor(LATE);
    expect(await panel.locator('ul.seeds li').count()).toBe(3);
    for (const line of await panel.locator('ul.seeds li').allTextContents())
      expect(line).toMatch(/seed 20[123].*(turns per round trip|not trained yet|plateau|without bound)/);
    const open = panel.getByTestId('open-study').first();
    await open.click();
    await open.getByText('In view').waitFor(LATE);
    // The network's model is now the one in use.
    expect(await page.getByTestId('preset').inputValue()).toBe('chain-3');
    await openDetails(page, 'study');
    const waiting = page.waitForEvent('download');
    await panel.locator('.save-figure button', { hasText: 'CSV' }).click();
    const rows = readFileSync((await (await waiting).path())!, 'utf8')
      .split('\r\n')
      .filter((line) => line && !line.startsWith('#'));
    expect(rows).toHaveLength(9);
    expect(problems).toEqual([]);
    await context.close();
  });
});
