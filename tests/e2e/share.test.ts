import type { Page } from 'playwright-core';
import { encode } from 'uqr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWeights } from '../../src/rnn/safetensors';
import { weightsFingerprint } from '../../src/rnn/weights';
import { unpackWeightText } from '../../src/rnn/weightText';
import { type App, openAt, ready, startApp } from './browser';
import { ask, heard, hostPage, say } from './hostPage';
import { download, openSheet, SOON, turnTo } from './shareSheet';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const linkIn = (page: Page) => page.getByTestId('share-link').inputValue();
const said = (page: Page) => page.getByTestId('share-said');
const stepNow = (page: Page) =>
  page
    .locator('.status dd')
    .first()
    .textContent()
    .then((text) => Number(text!.replace(/\D/g, '')));

describe('the link', () => {
  it('is copied, and opens the same state; prepared for others it changes nothing here', async () => {
    const { page, context, problems } = await openAt(app, '?v=3&view=lab&preset=chain-3&sigma=2&noise=0&seed=7');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openSheet(page);
    await page.getByTestId('share-link-copy').click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await linkIn(page));
    await page.getByTestId('share-length').getByText(`${copied.length} characters`).waitFor();

    await page.getByText('Hide controls').click();
    await page.getByTestId('hide-noise').check();
    await page.getByTestId('hide-seed').check();
    await page.getByRole('button', { name: 'a lecture' }).click();
    const prepared = new URL(await linkIn(page));
    expect(Object.fromEntries(prepared.searchParams)).toMatchObject({ hide: 'noise.seed', lecture: '1' });
    expect(new URL(page.url()).searchParams.has('hide')).toBe(false);
    await page.getByRole('button', { name: 'a reader' }).click();
    const hidden = await linkIn(page);
    // Esc closes the code on the whole window first, then the sheet.
    await page.getByTestId('qr-large').click();
    await page.locator('.qr-window[open]').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.qr-window').count(), SOON).toBe(0);
    expect(await page.locator('dialog.share[open]').count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog.share[open]').count(), SOON).toBe(0);

    await page.goto(copied);
    await ready(page);
    await openSheet(page);
    expect(await linkIn(page)).toBe(copied);
    await page.goto(hidden);
    await ready(page);
    expect(await page.getByTestId('play').isVisible()).toBe(true);
    for (const control of ['noise', 'seed']) {
      const all = await page.locator(`[data-control=${control}]`).all();
      expect(all.length).toBeGreaterThan(0);
      for (const one of all) expect(await one.isVisible()).toBe(false);
    }
    expect(problems).toEqual([]);
    await context.close();
  });

  it('stands in its QR code, module by module, black on white in every profile', async () => {
    const { page, context } = await openAt(app, '?v=3&view=lab&profile=dark');
    await openSheet(page);
    const { size, data } = encode(await linkIn(page), { border: 0, ecc: 'L', boostEcc: true });
    const drawn = await page.getByTestId('qr').evaluate(async (svg) => {
      const side = (svg as unknown as SVGSVGElement).viewBox.baseVal.width;
      const scale = 8;
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(
        new XMLSerializer().serializeToString(svg).replace('<svg', `<svg width="${side * scale}" height="${side * scale}"`),
      )}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = side * scale;
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data: pixels } = context.getImageData(0, 0, canvas.width, canvas.height);
      const at = (x: number, y: number) => pixels[4 * ((y + 0.5) * scale * canvas.width + (x + 0.5) * scale)]!;
      return Array.from({ length: side }, (_, y) => Array.from({ length: side }, (_, x) => at(x, y)));
    });
    const quiet = (drawn.length - size) / 2;
    expect(quiet).toBeGreaterThanOrEqual(4);
    const wanted = drawn.map((row, y) => row.map((_, x) => (data[y - quiet]?.[x - quiet] ? 0 : 255)));
    expect(drawn).toEqual(wanted);
    // The finder pattern of its corner.
    expect(drawn[quiet]!.slice(quiet, quiet + 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 255]);
    await context.close();
  });

  it('carries a network: opened fresh, the packed one is in view and moves', async () => {
    const { page, context, problems } = await openAt(app, '?v=3&view=lab');
    const original = await page.getByTestId('network').getAttribute('data-fingerprint');
    await openSheet(page);
    await page.getByTestId('with-weights').check();
    await page.locator('[data-testid=weights-check][data-state=in]').waitFor({ timeout: 60_000 });
    const link = await linkIn(page);
    expect(await page.getByTestId('qr').count()).toBe(0);
    await page.getByText('No QR code').waitFor();
    // The numbers of the check: a row for each output, within .02 of the original.
    await page.locator('.share-weights summary').click();
    const cells = await page
      .locator('.share-weights tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.querySelectorAll('td')].map((cell) => Number.parseFloat(cell.textContent!.replaceAll(',', ''))),
        ),
      );
    expect(cells).toHaveLength(3);
    for (const [pairs, before, after] of cells) {
      expect(pairs).toBeGreaterThan(500);
      expect(Math.abs(after! - before!)).toBeLessThan(0.02);
    }
    const packed = weightsFingerprint(unpackWeightText(new URL(link).hash.slice('#w='.length)));
    expect(packed).not.toBe(original);

    const fresh = await app.open(link.slice(app.url.length));
    await ready(fresh.page);
    const network = fresh.page.locator('[data-testid=network][data-origin=file]');
    await network.waitFor();
    expect(await network.getAttribute('data-fingerprint')).toBe(packed);
    const from = await stepNow(fresh.page);
    await expect.poll(() => stepNow(fresh.page), SOON).toBeGreaterThan(from + 20);
    // It is not one that a link leads to: the weights go along again, and they are the same.
    await openSheet(fresh.page);
    await fresh.page.locator('[data-testid=weights-check][data-state=in]').waitFor({ timeout: 60_000 });
    expect(new URL(await linkIn(fresh.page)).hash).toBe(new URL(link).hash);
    // Gone on to another network, the browser's way back leads to this one again.
    await fresh.page.keyboard.press('Escape');
    await fresh.page.getByTestId('preset').selectOption('chain-3');
    await fresh.page.locator('[data-testid=network][data-origin=preset]').waitFor();
    await fresh.page.goBack();
    await network.waitFor();
    expect(await network.getAttribute('data-fingerprint')).toBe(packed);
    expect(await fresh.page.getByTestId('preset').inputValue()).toBe('chain-2');

    const broken = await app.open(`${link.slice(app.url.length, -40)}`);
    await ready(broken.page);
    await broken.page.locator('.notice', { hasText: 'The network in the link is damaged' }).waitFor();
    expect(await broken.page.getByTestId('network').getAttribute('data-fingerprint')).toBe(original);
    expect([...problems, ...fresh.problems, ...broken.problems]).toEqual([]);
    for (const one of [context, fresh.context, broken.context]) await one.close();
  });
});

describe('files', () => {
  it('PNG and SVG have the portrait with its foot, at the sizes that are told; text, CSV, JSON and weights say what is there', async () => {
    const { page, context, problems } = await openAt(app, '?v=3&view=lab&sigma=2');
    await expect.poll(() => stepNow(page), SOON).toBeGreaterThan(100);
    await openSheet(page, 'picture');
    const hint = (await page.locator('#share-panel .hint').first().textContent())!;
    const [, width, height] = /(\d+) × (\d+)/.exec(hint)!.map(Number);
    const portrait = (await page.locator('.stage canvas').first().boundingBox())!;
    expect(width).toBe(Math.round(portrait.width));
    expect(height).toBeGreaterThan(portrait.height + 20);
    const png = await download(page, 'save-png');
    expect(png.name).toBe('chain-2-portrait@2x.png');
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([2 * width!, 2 * height!]);
    expect(png.bytes.length).toBeGreaterThan(20_000);
    await said(page).getByText('chain-2-portrait@2x.png').waitFor();
    const svg = (await download(page, 'save-svg')).bytes.toString();
    expect(svg).toContain(`width="${width}"`);
    expect(svg).toContain(`height="${height}"`);
    expect(svg).toContain('?v=3&amp;view=lab');
    expect(svg.length).toBeGreaterThan(20_000);

    await turnTo(page, 'text');
    const text = await page.getByTestId('share-text').inputValue();
    expect(text).toContain('noise standard deviation σ: 2 (default 1)');
    expect(text).toContain(await page.getByTestId('network').getAttribute('data-fingerprint'));
    expect(text).toMatch(/ratio \d\.\d+ \[\d\.\d+, \d\.\d+\], n = 20/);

    await turnTo(page, 'data');
    const csv = (await download(page, 'save-csv')).bytes.toString().trim().split('\r\n');
    const rows = csv.filter((line) => !line.startsWith('#'));
    expect(rows[0]).toBe('step,PC1,PC2,PC3,label,sampled output,driven by noise');
    expect(rows.length).toBeGreaterThan(100);
    const json = JSON.parse((await download(page, 'save-json')).bytes.toString()) as { settings: { sigma: number } };
    expect(json.settings.sigma).toBe(2);
    const { weights } = readWeights(new Uint8Array((await download(page, 'save-network')).bytes));
    expect(weightsFingerprint(weights)).toBe(await page.getByTestId('network').getAttribute('data-fingerprint'));
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('in a frame of another site', () => {
  it('the page that the link names steers it, nobody else does', async () => {
    const [site, third] = [await hostPage(), await hostPage()];
    const { origin: appOrigin } = new URL(app.url);
    const context = await app.browser.newContext({ viewport: { width: 900, height: 760 }, serviceWorkers: 'block' });
    const host = async (origin: string, allow: string) => {
      const page = await context.newPage();
      // The very code that the sheet gives out, as far as its address goes.
      const src = `${app.url}?v=3&ui=basic${allow && `&allow=${encodeURIComponent(allow)}`}`;
      await page.goto(`${origin}/?src=${encodeURIComponent(src)}`);
      const frame = page.frames().find((one) => one.url().startsWith(app.url))!;
      await frame.waitForSelector('[data-ready=yes]', { timeout: 30_000 });
      return { page, frame };
    };
    const playing = (frame: Awaited<ReturnType<typeof host>>['frame']) =>
      frame
        .getByTestId('play')
        .textContent()
        .then((label) => label?.startsWith('Pause'));

    const { page, frame } = await host(site.origin, site.origin);
    await expect.poll(async () => (await heard(page)).some(({ event }) => event === 'ready'), SOON).toBe(true);
    expect(await playing(frame)).toBe(true);
    expect(await ask(page, { id: 1, verb: 'pause' }, appOrigin)).toEqual({ origin: appOrigin, noisyOrbits: 1, id: 1, ok: true });
    await expect.poll(() => playing(frame), SOON).toBe(false);
    await ask(page, { id: 2, verb: 'play' }, appOrigin);
    await expect.poll(() => playing(frame), SOON).toBe(true);
    const set = await ask(page, { id: 3, verb: 'set', settings: { sigma: 2, noise: false } }, appOrigin);
    expect(set).toMatchObject({ ok: true, settings: { sigma: 2, noise: false } });
    await expect.poll(() => frame.getByTestId('noise').getAttribute('aria-pressed'), SOON).toBe('false');
    await ask(page, { id: 4, verb: 'subscribe', to: ['state', 'settings'], every: 100 }, appOrigin);
    await expect.poll(async () => (await heard(page)).filter(({ event }) => event === 'state').length, SOON).toBeGreaterThan(3);
    const states = (await heard(page)).filter(({ event }) => event === 'state') as { state?: { step: number } }[];
    expect(states.at(-1)!.state!.step).toBeGreaterThan(states[0]!.state!.step);
    const refused = await ask(page, { id: 5, verb: 'set', settings: { allow: third.origin } }, appOrigin);
    expect(refused.error).toContain('“allow” is said by the link of the frame');
    expect((await ask(page, { id: 6, verb: 'get' }, appOrigin)).settings).toMatchObject({
      allow: site.origin,
      ui: 'basic',
      sigma: 2,
    });

    // Another window of a third site, inside the page that may steer.
    await page.evaluate((src) => {
      const other = document.createElement('iframe');
      other.src = src;
      document.body.append(other);
    }, third.origin);
    await expect.poll(() => page.frames().some((one) => one.url().startsWith(third.origin)), SOON).toBe(true);
    const stranger = page.frames().find((one) => one.url().startsWith(third.origin))!;
    await stranger.waitForFunction('window.heard');
    await stranger.evaluate((to) => parent.frames[0]!.postMessage({ noisyOrbits: 1, id: 99, verb: 'pause' }, to), appOrigin);
    // What the holder says afterwards is answered, so the stranger's word has been heard by then.
    await ask(page, { id: 7, verb: 'get' }, appOrigin);
    expect(await playing(frame)).toBe(true);
    expect((await heard(page)).some(({ id }) => id === 99)).toBe(false);
    expect(await stranger.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([]);
    await page.close();

    for (const [origin, allow] of [
      [site.origin, ''],
      [third.origin, site.origin],
    ] as const) {
      const closed = await host(origin, allow);
      await say(closed.page, { id: 8, verb: 'pause' }, appOrigin);
      await say(closed.page, { id: 9, verb: 'set', settings: { noise: false } }, appOrigin);
      await closed.page.waitForTimeout(400);
      expect(await playing(closed.frame)).toBe(true);
      expect(await closed.frame.getByTestId('noise').getAttribute('aria-pressed')).toBe('true');
      expect(await heard(closed.page)).toEqual([]);
      await closed.page.close();
    }
    await context.close();
    site.close();
    third.close();
  });

  it('the code in the sheet is such a frame', async () => {
    const { page, context } = await openAt(app, '?v=3&view=lab&sigma=2');
    await openSheet(page, 'embed');
    const code = () => page.getByTestId('embed-code').inputValue();
    expect(await code()).not.toContain('allow=h');
    await page.getByTestId('embed-origin').fill('school');
    await page.getByText('This must be an origin such as https://school.example.').waitFor();
    expect(await page.getByTestId('embed-script').count()).toBe(0);
    await page.getByTestId('embed-origin').fill('https://school.example/lesson.html');
    await page.getByRole('button', { name: 'nothing', exact: true }).click();
    // Read by a page that, unlike ours, may make elements of a text.
    const reader = await context.newPage();
    const made = await reader.evaluate(
      (html) => {
        const frame = new DOMParser().parseFromString(html, 'text/html').querySelector('iframe')!;
        return { src: frame.getAttribute('src')!, title: frame.title, loading: frame.getAttribute('loading') };
      },
      await code(),
    );
    expect(Object.fromEntries(new URL(made.src).searchParams)).toEqual({
      v: '3',
      view: 'lab',
      sigma: '2',
      ui: 'none',
      allow: 'https://school.example',
    });
    expect(made).toMatchObject({ loading: 'lazy', title: expect.stringContaining('Two-state chain') });
    expect(await page.getByTestId('embed-script').inputValue()).toContain(`'${new URL(app.url).origin}'`);
    await page.goto(made.src);
    await ready(page);
    expect(await page.locator('header.top').count()).toBe(0);
    await context.close();
  });
});
