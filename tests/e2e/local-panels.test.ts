import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openDetails, openSettled, startApp } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const openPanel = (query: string, id: string) => openSettled(app, query, id);

describe('residency and zones', () => {
  it('say which state is pointed at and why its zone is called that', async () => {
    const { page, context, panel: zones } = await openPanel('?v=3&view=lab&preset=chain-3', 'zones');
    const strip = (await zones.locator('[data-figure="zones-time"] canvas').boundingBox())!;
    await page.mouse.move(strip.x + strip.width * 0.5, strip.y + strip.height * 0.4);
    const line = await zones.locator('.picked').textContent();
    expect(line).toMatch(
      /Step \d+, label \d: RT [\d.]+ steps, largest output probability [\d.]+ → (transition|kick-zone|cluster|unassigned)/,
    );
    await context.close();
  });
});

describe('the spectrum', () => {
  it('follows the live run and is judged along the orbit', async () => {
    const { page, context, panel: spectrum, problems } = await openPanel('?v=3&view=lab', 'spectrum');
    const step = async () =>
      Number(/Step (\d+) of the live run/.exec((await spectrum.locator('.figure-note').first().textContent())!)![1]);
    const first = await step();
    await page.waitForFunction(
      (before) =>
        Number(/Step (\d+) of the live run/.exec(document.querySelector('#spectrum .figure-note')!.textContent!)?.[1]) > before,
      first,
    );
    // No unit is counted that is not there.
    const active = Number(await spectrum.locator('.numbers dd').first().textContent());
    expect(active).toBeGreaterThan(0);
    expect(active).toBeLessThanOrEqual(64);
    expect(await spectrum.locator('.claim').count()).toBe(2);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('noise sensitivity', () => {
  it('fans out the futures of the state that is clicked; without fresh noise they are one path', async () => {
    const { page, context, panel: sensitivity, problems } = await openPanel('?v=3&view=lab&preset=chain-3', 'sensitivity');
    const note = () => sensitivity.locator('.figure-note').first().textContent();
    const before = await note();
    const map = (await sensitivity.locator('[data-figure="fan"] canvas').boundingBox())!;
    await page.mouse.click(map.x + map.width * 0.3, map.y + map.height * 0.5);
    await page.waitForFunction((text) => document.querySelector('#sensitivity .figure-note')!.textContent !== text, before!);
    expect(await note()).toMatch(/Step \d+ of the run, in the (transition|kick-zone|cluster|unassigned): RT/);
    // γ = 0: the label agreement is 1 at every step, and the spread 0.
    await sensitivity.getByRole('button', { name: 'covariance trace' }).click();
    await openDetails(page, 'sensitivity');
    const waiting = page.waitForEvent('download');
    await sensitivity.locator('[data-figure="fan-covarianceTrace"] .save-figure button', { hasText: 'CSV' }).click();
    const stream = await (await waiting).createReadStream();
    let csv = '';
    for await (const chunk of stream) csv += chunk;
    const rows = csv
      .split('\r\n')
      .filter((line) => /^\d/.test(line))
      .map((line) => line.split(',').map(Number));
    expect(rows.length).toBe(15);
    for (const row of rows) expect(row[1]).toBe(0);
    expect(rows[4]![7]!).toBeGreaterThan(0.1);
    expect(problems).toEqual([]);
    await context.close();
  });
});
