import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { parse } from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropInterval, readHistory } from '../../src/training/history';
import { PresetIndexSchema } from '../../src/training/presets';
import { type App, COMPUTED, openAt, scrollTo, startApp, status, trainFromLab } from './browser';

const { presets: PRESETS } = parse(PresetIndexSchema, JSON.parse(readFileSync('public/presets/index.json', 'utf8')));

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

/**
 * The first two-state network of which the report of the gallery says that C16 holds: which one it is may change with the
 * networks that ship, and what the panel shows of it may not differ from the report.
 */
function networkWithC16() {
  const lines = readFileSync('docs/replication.md', 'utf8').split('\n');
  const table = lines.slice(lines.findIndex((line) => line.startsWith('| Claim | chain-2 |')));
  const cells = (line: string) =>
    line
      .split('|')
      .slice(2, -1)
      .map((cell) => cell.trim());
  const held = cells(table.find((line) => line.startsWith('| C16'))!).findIndex((verdicts) => verdicts.startsWith('✓'));
  const id = cells(table[0]!)[held];
  if (!id) throw new Error('The report has no two-state network on which C16 holds.');
  return PRESETS.find((preset) => preset.id === id)!;
}

const openPanel = (query: string, id: string) => openAt(app, query, id);
const known = (page: Page) => page.getByTestId('timeline').evaluate((element) => Number(element.dataset.known));
const featuresLoaded = (page: Page) =>
  page.waitForFunction(
    () => {
      const timeline = document.querySelector<HTMLElement>('[data-testid=timeline]');
      return timeline && timeline.dataset.known === timeline.dataset.checkpoints;
    },
    undefined,
    COMPUTED,
  );

describe('emergence', () => {
  it('finds the bifurcation of a shipped history; the cursor goes there, and the orbit with it', async () => {
    const { id, seed } = networkWithC16();
    const { page, context, panel, problems } = await openPanel(`?v=3&view=lab&preset=chain-2&net=${seed}`, 'emergence');
    await featuresLoaded(page);
    const marker = page.getByTestId('marker');
    const update = Number(await marker.getAttribute('data-update'));
    // It stands where the loss of this history falls, or at the checkpoint after.
    const { losses, landmarks, checkpoints } = readHistory(readFileSync(`public/presets/${id}.history.safetensors`));
    const [from, to] = dropInterval(losses, landmarks)!;
    expect(update).toBeGreaterThanOrEqual(from - 8);
    expect(update).toBeLessThanOrEqual(checkpoints.find((mark) => mark.update >= to)!.update);
    expect(await panel.locator('.claim').first().getAttribute('data-verdict')).toBe('reproduced');
    const row = (n: number) => panel.locator('table.values tbody tr').first().locator('td').nth(n).textContent();
    const [before, after] = [Number.parseFloat((await row(1))!), Number.parseFloat((await row(2))!)];
    expect(before).toBeGreaterThan(0.4);
    expect(after).toBeLessThan(before / 2);
    await page.keyboard.press('b');
    await scrollTo(page, 'stack');
    // The stack has no picture of a checkpoint that grows without bound: it shows the nearest that does not.
    const bounded = checkpoints.filter((mark) => mark.bounded).map((mark) => mark.update);
    const nearest = bounded.reduce((best, at) => (Math.abs(at - update) < Math.abs(best - update) ? at : best));
    expect(await page.locator('#stack output').textContent()).toBe(String(nearest));
    // Another panel on the same history has it at once.
    await scrollTo(page, 'second-order');
    expect(await page.locator('#second-order .claim').textContent()).toMatch(/C18/);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('plays, and is dragged along its curves', async () => {
    const { page, context, panel, problems } = await openPanel('?v=3&view=lab&preset=chain-3', 'emergence');
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=timeline]')?.dataset.known) >= 2);
    const curves = (await panel.locator('[data-figure="timeline"] canvas').boundingBox())!;
    await page.mouse.move(curves.x + 60, curves.y + 200);
    await page.mouse.down();
    await page.mouse.move(curves.x + curves.width * 0.5, curves.y + 200, { steps: 4 });
    await page.mouse.up();
    await scrollTo(page, 'stack');
    const there = Number(await page.locator('#stack output').textContent());
    expect(there).toBeGreaterThan(0);
    await scrollTo(page, 'emergence');
    await page.getByTestId('timeline-play').click();
    await page.waitForTimeout(700);
    await page.getByTestId('timeline-play').click();
    await featuresLoaded(page);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('grows while a network trains in the tab', async () => {
    const query = '?v=3&view=lab&recipe=custom&hidden=24&inputs=8&batch=64&length=30&updates=120&engine=wasm-simd&threads=1';
    const { page, context, panel, problems } = await openPanel(query, 'emergence');
    await trainFromLab(page);
    // A choice while the shipped network is still in view, plain text as soon as the one in training is.
    await panel.getByText('trained here', { exact: true }).waitFor(COMPUTED);
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLElement>('[data-testid=timeline]')?.dataset.known) >= 2,
      undefined,
      COMPUTED,
    );
    const early = await known(page);
    await page.waitForFunction(
      (before) => Number(document.querySelector<HTMLElement>('[data-testid=timeline]')?.dataset.known) > before + 3,
      early,
      COMPUTED,
    );
    await status(page, 'finished');
    await featuresLoaded(page);
    expect(await known(page)).toBeGreaterThanOrEqual(24);
    // It can be saved and opened again.
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save history' }).click();
    const saved = await (await waiting).path();
    await page.getByTestId('history-file').setInputFiles(saved);
    await page.getByRole('button', { name: 'from a file' }).waitFor();
    await featuresLoaded(page);
    expect(await known(page)).toBeGreaterThanOrEqual(24);
    expect(problems).toEqual([]);
    await context.close();
  });
});
