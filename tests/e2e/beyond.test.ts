import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, COMPUTED, openAt, openDetails, openSettled, ready, scrollTo, settled, startApp } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

/** What is seen of shipped networks may change with them; this one is always the same. */
const BY_HAND = '?v=3&view=lab&network=by-hand';

/** Whether any canvas of a panel has nothing on it. */
const hasBlank = (page: Page, id: string): Promise<boolean> =>
  page.locator(`#${id} .figure canvas`).evaluateAll((canvases) =>
    (canvases as HTMLCanvasElement[]).some((canvas) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.every((value) => value === 0);
    }),
  );

/** Rows of a figure's CSV file, without its notes and heads. */
async function savedRows(page: Page, figure: string): Promise<string[][]> {
  const file = page.locator(`[data-figure="${figure}"]`);
  await openDetails(page, (await file.locator('xpath=ancestor::*[@data-slot]').getAttribute('data-slot'))!);
  const waiting = page.waitForEvent('download');
  await file.locator('.save-figure button', { hasText: 'CSV' }).click();
  const text = readFileSync((await (await waiting).path())!, 'utf8');
  const lines = text.split('\r\n').filter((line) => line && !line.startsWith('#'));
  return lines.slice(1).map((line) => line.split(','));
}

describe('how noise throws the switch', () => {
  it('is averaged in both directions, and one change of the run is played', async () => {
    const { page, context, panel, problems } = await openSettled(app, BY_HAND, 'integration');
    await panel.locator('.analysis-verdict').waitFor(COMPUTED);
    expect(await panel.locator('.analysis-verdict').textContent()).toMatch(/^Before the output changes from \d to \d/);
    expect(await panel.locator('table.values tbody tr').count()).toBe(4);
    expect(await panel.locator('.claim').getAttribute('data-verdict')).toBeTruthy();
    expect(await hasBlank(page, 'integration')).toBe(false);
    const film = panel.getByTestId('film');
    await film.getByRole('button', { name: 'Play again' }).click();
    await film.getByText(/Noise comes and goes/).waitFor();
    await film.getByText(/The label flips to/).waitFor({ timeout: 60_000 });
    await expect.poll(() => film.getAttribute('data-playing')).toBe('false');
    // The other direction has a film of its own, which stands at its end.
    await panel.getByRole('group', { name: 'Direction' }).getByRole('button').nth(1).click();
    await film.getByRole('button', { name: 'Play again' }).waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  it('stands at the last picture where less motion is asked for', async () => {
    const context = await app.browser.newContext({ reducedMotion: 'reduce', serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.goto(app.url + BY_HAND);
    await ready(page);
    await scrollTo(page, 'integration');
    const film = page.locator('#integration').getByTestId('film');
    await film.waitFor(COMPUTED);
    await film.getByRole('button', { name: 'Play again' }).click();
    await film.getByText(/The label flips to/).waitFor();
    expect(await film.getAttribute('data-playing')).toBe('false');
    expect(await film.textContent()).toContain('less motion');
    await context.close();
  });
});

describe('rates in nats', () => {
  it('stand with their verdict, the worst histories, and the distance by particles', async () => {
    const { page, context, panel, problems } = await openSettled(app, '?v=3&view=lab', 'rates');
    expect(await panel.locator('.analysis-verdict').textContent()).toMatch(/network’s sequences|cannot be told/);
    const numbers = (await panel.locator('.numbers dd').allTextContents()).map(Number.parseFloat);
    expect(numbers).toHaveLength(6);
    const [cross, own, difference, rate, entropy, same] = numbers as [number, number, number, number, number, number];
    expect(cross - own).toBeCloseTo(difference, 2);
    expect(same - entropy).toBeCloseTo(rate, 2);
    expect(await panel.locator('.claim').textContent()).toMatch(/C25/);
    expect(await savedRows(page, 'rates-histories')).toHaveLength(await panel.locator('table.values tbody tr').count());
    expect(await hasBlank(page, 'rates')).toBe(false);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('rank', () => {
  it('cuts what training changed, and the slider shows the run of each rank', async () => {
    const { page, context, panel, problems } = await openSettled(app, '?v=3&view=lab', 'rank');
    // It begins with the weights themselves, until the training is fetched.
    await panel.getByText('parts of the change kept').waitFor(COMPUTED);
    await openDetails(page, 'rank');
    await panel.getByText('‖ΔW‖ / ‖W₀‖').waitFor();
    const curve = await savedRows(page, 'rank-changes');
    const ranks = curve.map(([rank]) => Number(rank));
    expect(ranks[0]).toBe(0);
    expect([...ranks].sort((a, b) => a - b)).toEqual(ranks);
    const slider = panel.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('End');
    expect(await slider.getAttribute('aria-valuetext')).toBe(`${ranks.at(-1)} (all)`);
    const whole = await savedRows(page, 'rank-run');
    await slider.focus();
    await page.keyboard.press('Home');
    expect(await savedRows(page, 'rank-run')).not.toEqual(whole);
    const fewest = await panel.locator('.analysis-verdict').getAttribute('data-fewest');
    expect(ranks).toContain(Number(fewest));
    expect(await hasBlank(page, 'rank')).toBe(false);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('the skeleton through training', () => {
  it('is followed from checkpoint to checkpoint, and can be stopped and begun again', async () => {
    const { page, context, panel, problems } = await openAt(app, '?v=3&view=lab', 'skeleton-training');
    await panel.getByRole('button', { name: 'Stop' }).click(COMPUTED);
    await panel.getByRole('button', { name: 'Compute it' }).click(COMPUTED);
    await settled(page, 'skeleton-training');
    expect(await panel.locator('.analysis-verdict').textContent()).toMatch(/one single point|more than one stable point/);
    const updates = (await savedRows(page, 'skeleton-training')).map(([update]) => Number(update));
    expect(updates[0]).toBe(0);
    expect(await hasBlank(page, 'skeleton-training')).toBe(false);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('the network built by hand', () => {
  it('opens from its panel, is marked, keeps its link, and the other panels work on it', async () => {
    const { page, context, problems } = await openAt(app, '?v=3&view=lab', 'hand-built');
    await page.getByTestId('open-by-hand').click();
    const shown = page.getByTestId('network');
    await expect.poll(() => shown.getAttribute('data-origin')).toBe('constructed');
    expect(await shown.textContent()).toBe('built by hand');
    await expect.poll(() => new URL(page.url()).searchParams.get('network')).toBe('by-hand');
    expect(await hasBlank(page, 'hand-built')).toBe(false);
    for (const id of ['neurons', 'kick', 'circuit', 'integration', 'skeleton', 'collapse']) {
      await scrollTo(page, id);
      await settled(page, id);
    }
    expect(await page.locator('#kick .chip').allTextContents()).toEqual(expect.arrayContaining(['4 kick 0→2', '5 kick 2→0']));
    expect(await page.locator('#skeleton .analysis-verdict').getAttribute('data-kind')).toBe('switch');
    // A trained network comes back by choosing a model.
    await page.getByTestId('preset').selectOption('chain-3');
    await expect.poll(() => shown.getAttribute('data-origin')).toBe('preset');
    expect(problems).toEqual([]);
    await context.close();
  });

  it('opens by its link and from the gallery, and a link to it of another model says what was done', async () => {
    const { page, context } = await app.open('?v=3&view=lab&network=by-hand');
    await ready(page);
    const origin = () => page.getByTestId('network').getAttribute('data-origin');
    expect(await origin()).toBe('constructed');
    await page.goto(`${app.url}?v=3&view=lab&network=by-hand&preset=fully`);
    await ready(page);
    expect(await origin()).toBe('preset');
    await page.getByText('The network built by hand is one of the two-state chain.').waitFor();
    await page.getByTestId('gallery').click();
    await page.getByTestId('by-hand').click();
    await expect.poll(origin).toBe('constructed');
    await context.close();
  });
});

describe('the skeleton', () => {
  it('is drawn, told in words, and shrinks into the cross with σ', async () => {
    const { page, context, panel, problems } = await openSettled(app, BY_HAND, 'skeleton');
    expect(await panel.locator('.analysis-verdict').getAttribute('data-kind')).toBe('switch');
    expect(await panel.locator('.analysis-verdict').textContent()).toMatch(/^A switch: the mean step rests at 2 points/);
    expect(await panel.locator('.numbers').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringMatching(/index sum.*(complete|incomplete|unchecked)/)]),
    );
    // Shares of 800 runs each, with their intervals.
    const released = await panel.getByTestId('committors').locator('tbody tr').allTextContents();
    for (const row of released) expect(row).toMatch(/\d\.\d\d \[\d\.\d\d, \d\.\d\d\].*800$/);
    expect(await hasBlank(page, 'skeleton')).toBe(false);
    const whole = await savedRows(page, 'skeleton');
    expect(whole.length).toBe(await panel.locator('table.values').first().locator('tbody tr').count());
    await panel.getByRole('slider').focus();
    await page.keyboard.press('Home');
    const places = new Set((await savedRows(page, 'skeleton')).map((row) => row.slice(-2).join()));
    expect(places.size).toBe(1);
    expect(problems).toEqual([]);
    await context.close();
  });
});
