import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, COMPUTED, openDetails, ready, scrollTo, startApp, trainFromLab } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

/** Scrolls to a panel and waits until its analysis stands. */
async function panel(page: Page, id: string) {
  await scrollTo(page, id);
  await page.waitForSelector(`#${id} [data-status=ready]`, COMPUTED);
  return page.locator(`#${id}`);
}

async function download(page: Page, figure: string, kind: 'SVG' | 'PNG' | 'CSV'): Promise<Buffer> {
  await openDetails(page, 'emissions');
  const waiting = page.waitForEvent('download');
  await page.locator(`[data-figure="${figure}"] .save-figure button`, { hasText: kind }).click();
  return readFileSync((await (await waiting).path())!);
}

const IDS = ['collapse', 'rotation', 'noise-level', 'readout', 'emissions', 'distance', 'decoding', 'subspaces'];

describe('the analysis panels', () => {
  it.each(['chain-2', 'chain-3', 'fully', 'cyclic'])(
    'stand for %s, each with its picture, numbers, n and settings',
    async (preset) => {
      const { page, context, problems } = await app.open(`?v=3&view=lab&preset=${preset}&sequences=500`);
      await ready(page);
      for (const id of IDS) {
        const section = await panel(page, id);
        expect(await section.locator('.figure canvas').count()).toBeGreaterThan(0);
        const blank = await section.locator('.figure canvas').evaluateAll((canvases) =>
          (canvases as HTMLCanvasElement[]).map((canvas) => {
            const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
            return data.every((value) => value === 0);
          }),
        );
        expect(blank.every((empty) => !empty)).toBe(true);
        expect(await section.locator('.figure-note').last().textContent()).toMatch(/steps|runs|sequences/);
      }
      expect(await page.locator('#collapse [data-verdict]').getAttribute('data-verdict')).toBe('single-fixed-point');
      expect(await page.locator('#noise-level .analysis-verdict').textContent()).toContain('linear in σ by identity');
      expect(problems).toEqual([]);
      await context.close();
    },
  );

  it('write SVG that equals the picture, PNG at twice its size, and CSV whose numbers are those on screen', async () => {
    const { page, context } = await app.open('?v=3&view=lab&sequences=500', undefined, {
      serviceWorkers: 'block',
      bypassCSP: true,
    });
    await ready(page);
    await panel(page, 'emissions');
    const svg = (await download(page, 'emissions-difference', 'SVG')).toString('utf8');
    // The page's policy forbids parsing markup, which this test does with the file.
    // Rasterised at the size of the canvas, the SVG must have the same ink in the same places.
    const difference = await page.evaluate(async (text) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-figure="emissions-difference"] canvas')!;
      const image = new Image();
      image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
      await image.decode();
      const draw = (source: CanvasImageSource) => {
        const copy = document.createElement('canvas');
        copy.width = canvas.clientWidth;
        copy.height = canvas.clientHeight;
        const to = copy.getContext('2d')!;
        to.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--panel') || '#fff';
        to.fillRect(0, 0, copy.width, copy.height);
        to.drawImage(source, 0, 0, copy.width, copy.height);
        return to.getImageData(0, 0, copy.width, copy.height).data;
      };
      const [a, b] = [draw(canvas), draw(image)];
      const paper = [a[0]!, a[1]!, a[2]!];
      let ink = 0;
      let apart = 0;
      for (let i = 0; i < a.length; i += 4) {
        const darkness = (of: Uint8ClampedArray) => paper.reduce((sum, p, k) => sum + Math.abs(p - of[i + k]!), 0);
        ink += darkness(a);
        apart += Math.abs(darkness(a) - darkness(b));
      }
      return { ink, apart, title: new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror') === null };
    }, svg);
    expect(difference.title).toBe(true);
    expect(difference.ink).toBeGreaterThan(0);
    // Text is set by another rasteriser: a tenth of the ink may fall beside.
    expect(difference.apart / difference.ink).toBeLessThan(0.12);

    const png = await download(page, 'emissions-difference', 'PNG');
    const size = await page.locator('[data-figure="emissions-difference"] canvas').evaluate((canvas) => canvas.clientWidth);
    expect(png.readUInt32BE(16)).toBe(2 * size);

    const csv = (await download(page, 'emissions-difference', 'CSV')).toString('utf8');
    const rows = csv
      .split('\r\n')
      .filter((line) => line && !line.startsWith('#'))
      .slice(1)
      .map((line) => line.split(',').map(Number));
    expect(csv).toContain('# 500 sequences');
    expect(rows).toHaveLength(9);
    await page.locator('#emissions details summary').click();
    const shown = await page.locator('#emissions table.values tbody td').allTextContents();
    for (const [from, to, network, exact, difference2] of rows) {
      const cell = shown[from! * 4 + to!]!;
      expect(cell.startsWith(network!.toFixed(3))).toBe(true);
      expect(cell.endsWith(`(${exact!.toFixed(3)})`)).toBe(true);
      expect(difference2).toBeCloseTo(network! - exact!, 12);
    }
    await context.close();
  });

  it('fill the window on F and go back on Esc, by button too', async () => {
    const { page, context } = await app.open('?v=3&view=lab');
    await ready(page);
    const rotation = await panel(page, 'rotation');
    // What stands above may still grow and push the panel from under the pointer.
    await expect
      .poll(async () => {
        await rotation.hover();
        return page.locator('#rotation:hover').count();
      })
      .toBe(1);
    await page.keyboard.press('f');
    const box = (await page.locator('#rotation.maximised').boundingBox())!;
    expect(box.width).toBeGreaterThan(1400);
    expect(box.height).toBeGreaterThan(860);
    // Esc closes what lies on top first.
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => page.locator('#rotation.maximised').count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.maximised').count()).toBe(0);
    await page.getByRole('button', { name: 'Maximise Outputs' }).click();
    await expect.poll(() => page.locator('.strip.maximised').count()).toBe(1);
    await page.getByRole('button', { name: 'Back to its place' }).click();
    await expect.poll(() => page.locator('.maximised').count()).toBe(0);
    await context.close();
  });

  it('fit a phone and the projector profile without a sideways scroll', async () => {
    for (const [query, size] of [
      ['?v=3&view=lab', { width: 390, height: 844 }],
      ['?v=3&view=lab&profile=projector&preset=chain-3', { width: 1280, height: 720 }],
    ] as const) {
      const { page, context } = await app.open(query, size);
      await ready(page);
      for (const id of IDS) await panel(page, id);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
      await context.close();
    }
  });

  it('follow a network in training', async () => {
    const query = 'recipe=custom&hidden=16&inputs=4&batch=64&length=20&readout=1&penalty=0.03&updates=3000';
    const { page, context } = await app.open(`?v=3&view=lab&${query}`);
    await ready(page);
    await trainFromLab(page);
    const section = await panel(page, 'collapse');
    await page.waitForFunction(
      () => /network of update \d+/.test(document.querySelector('#collapse .figure-note')?.textContent ?? ''),
      undefined,
      COMPUTED,
    );
    const update = async () => Number(/network of update (\d+)/.exec((await section.locator('.figure-note').textContent())!)![1]);
    const first = await update();
    await page.waitForFunction(
      (before) =>
        Number(/network of update (\d+)/.exec(document.querySelector('#collapse .figure-note')!.textContent!)?.[1]) > before,
      first,
      COMPUTED,
    );
    await context.close();
  });
});

/** Share of the values of two pictures that differ by more than a shade. Compared in the page: it can read PNG. */
const shareApart = (page: Page, first: string, second: string): Promise<number> =>
  page.evaluate(
    async (urls) => {
      const [x, y] = await Promise.all(
        urls.map(async (url) => {
          const image = new Image();
          image.src = url;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const to = canvas.getContext('2d')!;
          to.drawImage(image, 0, 0);
          return to.getImageData(0, 0, image.width, image.height).data;
        }),
      );
      let different = 0;
      for (let i = 0; i < x!.length; i++) if (Math.abs(x![i]! - y![i]!) > 24) different++;
      return different / x!.length;
    },
    [first, second],
  );

describe('the portrait', () => {
  const still = async (query: string) => {
    const opened = await app.open(query);
    await ready(opened.page);
    await opened.page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=step]')?.dataset.step) > 60);
    await opened.page.keyboard.press(' ');
    await settled(opened.page);
    return opened;
  };
  const picture = (page: Page) => page.locator('.stage canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  /** Waits until the view has glided to rest: paused pictures are drawn four times a second. @returns the picture at rest */
  const settled = async (page: Page): Promise<string> => {
    for (let before = ''; ; ) {
      const now = await picture(page);
      if (now === before) return now;
      before = now;
      await page.waitForTimeout(700);
    }
  };

  it('puts the state where the pointer drops it', async () => {
    const { page, context } = await app.open('?v=3&view=lab&noise=0&speed=30');
    await ready(page);
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=norm]')?.dataset.relative) < 1e-3);
    const box = (await page.locator('.stage canvas').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.45, { steps: 4 });
    expect(await page.locator('.place-mark').count()).toBe(1);
    await page.mouse.up();
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=norm]')?.dataset.relative) > 0.2);
    // And without noise it falls again.
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=norm]')?.dataset.relative) < 0.05);
    await context.close();
  });

  it('zooms to a brushed rectangle and back', async () => {
    const { page, context } = await still('?v=3&view=lab');
    const home = await picture(page);
    await page.getByRole('button', { name: 'Zoom' }).click();
    const box = (await page.locator('.stage canvas').boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 380, box.y + 230, { steps: 3 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Show all' }).waitFor();
    expect(await shareApart(page, home, await settled(page))).toBeGreaterThan(0.02);
    await page.locator('.stage canvas').focus();
    await page.keyboard.press('0');
    await page.getByRole('button', { name: 'Show all' }).waitFor({ state: 'detached' });
    expect(await shareApart(page, home, await settled(page))).toBeLessThan(0.01);
    await context.close();
  });

  it('turns in space by arrow keys; a full turn is the same picture', async () => {
    const { page, context } = await still('?v=3&view=lab&plane=3d');
    const before = await picture(page);
    await page.locator('.stage canvas').focus();
    await page.keyboard.press('ArrowRight');
    expect(await shareApart(page, before, await settled(page))).toBeGreaterThan(0.01);
    for (let n = 0; n < 71; n++) await page.keyboard.press('ArrowRight');
    expect(await shareApart(page, before, await settled(page))).toBeLessThan(0.002);
    await context.close();
  });

  it('goes back through the last steps and forward again without losing any', async () => {
    const { page, context } = await still('?v=3&view=lab');
    const step = () => page.getByTestId('step').getAttribute('data-step');
    const at = await step();
    for (let n = 0; n < 3; n++) await page.keyboard.press(',');
    expect(await page.locator('.look-back output').textContent()).toBe('−3');
    for (let n = 0; n < 3; n++) await page.keyboard.press('.');
    expect(await page.locator('.look-back output').textContent()).toBe('now');
    await page.waitForTimeout(200);
    expect(await step()).toBe(at);
    await page.keyboard.press('.');
    await page.waitForFunction(
      (before) => document.querySelector<HTMLElement>('[data-testid=step]')?.dataset.step === String(Number(before) + 1),
      at,
    );
    await context.close();
  });

  it('marks the step that is pointed at in the outputs', async () => {
    const { page, context } = await still('?v=3&view=lab');
    const before = await picture(page);
    const strip = (await page.locator('.strip canvas').boundingBox())!;
    await page.mouse.move(strip.x + strip.width * 0.97, strip.y + 20);
    const marked = await shareApart(page, before, await settled(page));
    expect(marked).toBeGreaterThan(0);
    expect(marked).toBeLessThan(0.01);
    await page.mouse.move(5, 5);
    expect(await shareApart(page, before, await settled(page))).toBe(0);
    await context.close();
  });

  it('lets 100 states fall to the cross', async () => {
    const { page, context } = await app.open('?v=3&view=lab');
    await ready(page);
    await page.getByTestId('release').click();
    expect(await page.getByTestId('noise').getAttribute('aria-pressed')).toBe('false');
    expect(await page.locator('.portrait-tools').textContent()).toContain('101');
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLElement>('[data-testid=norm]')?.dataset.relative) < 1e-3,
      undefined,
      {
        timeout: 30_000,
      },
    );
    await context.close();
  });

  it('draws 30,000 points as a density, with frame times told', async () => {
    const { page, context } = await app.open('?v=3&view=lab&cloud=density&plane=3d&crowd=50&flow=1');
    await ready(page);
    await page.waitForTimeout(1500);
    const frames = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const times: number[] = [];
          const tick = (now: number) => {
            times.push(now);
            if (times.length < 60) requestAnimationFrame(tick);
            else resolve(times.slice(1).map((t, n) => t - times[n]!));
          };
          requestAnimationFrame(tick);
        }),
    );
    frames.sort((a, b) => a - b);
    console.log(
      `frame times with 30,000 points and 50 trajectories, software rasteriser: median ${frames[29]!.toFixed(1)} ms, 95 % ${frames[56]!.toFixed(1)} ms`,
    );
    expect(frames).toHaveLength(59);
    await context.close();
  });
});
