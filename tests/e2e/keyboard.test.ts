import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, COMPUTED, passQuestion, ready, scrollTo, settled, startApp } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

interface Stop {
  /** Its place in the document among everything that can have the focus; −1 when the focus is on the page itself. */
  index: number;
  /** A number of its own, that stays when others come or go. */
  own: number;
  name: string;
  /** Whether its focus can be seen: an outline that is wide enough. */
  outlined: boolean;
  /** Whether something of it can be seen: not all of it lies under something else. */
  visible: boolean;
}

const FOCUSABLE = 'a[href], button, select, input, textarea, summary, [tabindex], [contenteditable]';

/** Where the focus is. */
const here = (page: Page): Promise<Stop> =>
  page.evaluate((selector) => {
    const element = document.activeElement as HTMLElement;
    const all = [...document.querySelectorAll<HTMLElement>(selector)];
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const shares = [0.1, 0.5, 0.9];
    const visible = shares.some((x) =>
      shares.some((y) => {
        const top = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
        return top !== null && (element.contains(top) || (top.contains(element) && top !== document.documentElement));
      }),
    );
    const marks = window as unknown as { marks?: HTMLElement[] };
    marks.marks ??= [];
    if (!marks.marks.includes(element)) marks.marks.push(element);
    const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
    return {
      index: element === document.body ? -1 : all.indexOf(element),
      own: marks.marks.indexOf(element),
      name: `${element.tagName.toLowerCase()}.${element.className} “${name.slice(0, 40)}”`,
      outlined: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      visible,
    };
  }, FOCUSABLE);

/** Presses Tab until the focus has gone once through the page, or `most` times. */
async function walk(page: Page, most = 400, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let n = 0; n < most; n++) {
    await page.keyboard.press(key);
    const stop = await here(page);
    if (stop.index === -1 || stops.some(({ own }) => own === stop.own)) break;
    stops.push(stop);
  }
  return stops;
}

/** Places in the document of everything that can be reached by Tab, in the order of the document. */
const reachable = (page: Page): Promise<{ index: number; name: string }[]> =>
  page.evaluate((selector) => {
    const all = [...document.querySelectorAll<HTMLElement>(selector)];
    return all.flatMap((element, index) => {
      const open = element.closest('dialog:not([open]), [popover]:not(:popover-open)') === null;
      const closed = element.closest('details:not([open])');
      const inside = closed === null || element.matches('details > summary');
      const enabled = !element.matches(':disabled') && element.tabIndex >= 0;
      if (!open || !inside || !enabled || !element.checkVisibility({ visibilityProperty: true })) return [];
      return [{ index, name: `${element.tagName} ${element.textContent?.slice(0, 30)}` }];
    });
  }, FOCUSABLE);

/** Everything is reached, in the order of the document, and the focus can be seen wherever it is. */
async function expectWalk(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  const expected = await reachable(page);
  const stops = await walk(page);
  expect(stops.map(({ index }) => index)).toEqual(expected.map(({ index }) => index));
  expect(stops.filter(({ outlined }) => !outlined)).toEqual([]);
  expect(stops.filter(({ visible }) => !visible)).toEqual([]);
}

describe('Tab goes everywhere, in order, and is seen', () => {
  it.each([
    ['the opening', '?v=3', '.opening', 15],
    ['a chapter with a figure', '?v=3&chapter=kick&step=1', '.story-figure .panel', 30],
    ['lecture mode', '?v=3&chapter=silence&step=1&lecture=1', 'main.lecture .story-figure .panel', 15],
    ['an embedded picture', '?v=3&ui=basic', '.playback', 6],
  ])('in %s', async (_, query, waitFor, least) => {
    const { page, context, problems } = await app.open(query);
    if (query.includes('lecture=1')) await passQuestion(page);
    await ready(page);
    await page.waitForSelector(waitFor);
    await page.waitForTimeout(2500);
    await page.waitForFunction(
      () => [...document.querySelectorAll<HTMLElement>('.analysis-body')].every(({ dataset }) => dataset.status === 'ready'),
      undefined,
      COMPUTED,
    );
    // Nothing comes or goes while the focus walks.
    await page.keyboard.press(' ');
    expect((await reachable(page)).length).toBeGreaterThanOrEqual(least);
    await expectWalk(page);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('in the lab, and back under the bar that stays at the top', async () => {
    const { page, context } = await app.open('?v=3&view=lab');
    await ready(page);
    await page.waitForSelector('.deck > .slot', { state: 'attached' });
    const first = await walk(page, 40);
    expect(first).toHaveLength(40);
    expect(first.map(({ index }) => index)).toEqual((await reachable(page)).slice(0, 40).map(({ index }) => index));
    expect(first.filter(({ outlined, visible }) => !outlined || !visible)).toEqual([]);
    await scrollTo(page, 'editor');
    await page.waitForSelector('#editor input');
    await page.locator('#editor button').last().focus();
    const back = await walk(page, 25, 'Shift+Tab');
    expect(back).toHaveLength(25);
    expect(back.filter(({ outlined, visible }) => !outlined || !visible)).toEqual([]);
    await context.close();
  });
});

describe('Escape', () => {
  it('closes the card of a definition, and in lecture mode nothing else with it', async () => {
    const { page, context } = await app.open('?v=3&chapter=silence&step=1&lecture=1');
    await page.waitForSelector('main.lecture .story-figure .term');
    const term = page.locator('.story-figure .term').first();
    await term.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.term-card:popover-open');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.term-card:popover-open', { state: 'detached' });
    expect(await page.locator('main.lecture').count()).toBe(1);
    expect(await term.evaluate((element) => document.activeElement === element)).toBe(true);
    await page.keyboard.press('Escape');
    await page.waitForSelector('main.story');
    await context.close();
  });
});

describe('dialogs', () => {
  const OPENERS = [
    { name: 'help', view: 'story', opener: (page: Page) => page.getByLabel('Keys and help') },
    { name: 'share', view: 'story', opener: (page: Page) => page.getByTestId('share') },
    { name: 'recent networks', view: 'story', opener: (page: Page) => page.getByTestId('recent') },
    { name: 'gallery', view: 'lab', opener: (page: Page) => page.getByTestId('gallery') },
  ] as const;

  it('take the focus, keep it, and give it back on Escape', async () => {
    const { page, context, problems } = await app.open('?v=3');
    await ready(page);
    await page.waitForSelector('[data-testid=recent]:not(:disabled)');
    for (const { name, view, opener } of OPENERS) {
      await page.getByTestId(`view-${view}`).click();
      await opener(page).focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog[open]');
      const inside = () => page.evaluate(() => document.activeElement?.closest('dialog[open]') !== null);
      await expect.poll(inside, { message: `${name} takes the focus` }).toBe(true);
      for (let n = 0; n < 40; n++) {
        await page.keyboard.press('Tab');
        // After the last control the focus is on the browser's own for one press, seen here as on the page.
        const kept = await page.evaluate(
          () => document.activeElement === document.body || document.activeElement?.closest('dialog[open]') !== null,
        );
        expect(kept, `${name} keeps the focus`).toBe(true);
      }
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog[open]', { state: 'detached' });
      expect(await opener(page).evaluate((element) => document.activeElement === element), `${name} gives it back`).toBe(true);
    }
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('pictures by keys', () => {
  it('the portrait: Enter takes hold of the state, arrows carry it, Enter lets it go, Escape leaves it', async () => {
    const { page, context } = await app.open('?v=3&view=lab');
    await ready(page);
    await page.waitForSelector('[data-testid=norm]');
    await page.keyboard.press(' ');
    await page.waitForTimeout(300);
    const norm = () => page.getByTestId('norm').textContent();
    const before = await norm();
    const mark = page.locator('.place-mark');
    await page.locator('.stage canvas').focus();
    await page.keyboard.press('Enter');
    const from = (await mark.boundingBox())!;
    for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowRight');
    expect((await mark.boundingBox())!.x - from.x).toBeCloseTo(60, 0);
    await page.keyboard.press('Escape');
    await mark.waitFor({ state: 'detached' });
    expect(await norm()).toBe(before);
    await page.keyboard.press('Enter');
    for (let n = 0; n < 12; n++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await mark.waitFor({ state: 'detached' });
    await expect.poll(norm).not.toBe(before);
    await context.close();
  });

  it('in the story arrows turn its pages from the picture too; with Shift they pan', async () => {
    const { page, context, problems } = await app.open('?v=3&chapter=noise&step=0');
    await ready(page);
    // The first step is the default, which the address may leave out.
    const step = () => page.evaluate(() => new URLSearchParams(window.location.search).get('step') ?? '0');
    await page.locator('.stage canvas').click({ position: { x: 100, y: 100 } });
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('CANVAS');
    await page.keyboard.press('Shift+ArrowRight');
    await page.waitForTimeout(300);
    expect(await step()).toBe('0');
    await page.keyboard.press('ArrowRight');
    await expect.poll(step).toBe('1');
    expect(problems).toEqual([]);
    await context.close();
  });

  it('figures that can be pointed into: arrows move a mark, Enter clicks, Escape takes it away', async () => {
    const { page, context } = await app.open('?v=3&view=lab');
    await ready(page);
    await scrollTo(page, 'zones');
    await settled(page, 'zones');
    const line = page.locator('#zones .picked');
    const hint = await line.textContent();
    const along = page.locator('[data-figure=zones-time] canvas');
    await along.focus();
    await page.keyboard.press('ArrowRight');
    const first = await line.textContent();
    expect(first).toMatch(/^Step \d+, label \d/);
    await page.keyboard.press('Shift+ArrowRight');
    expect(await line.textContent()).not.toBe(first);
    await page.keyboard.press('Escape');
    await expect.poll(() => line.textContent()).toBe(hint);
    await scrollTo(page, 'neurons');
    await settled(page, 'neurons');
    await page.locator('[data-figure=neurons] canvas').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.locator('#neurons .picked').textContent()).toMatch(/^Unit \d+:/);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => window.location.search)).toMatch(/picked=\d+/);
    await context.close();
  });

  it('what acts while a key is held is let go again, as a button too', async () => {
    const { page, context } = await app.open('?v=3&chapter=silence&step=1&lecture=1');
    await ready(page);
    const hold = page.getByRole('toolbar', { name: 'Keys of the lecture' }).getByRole('button', { name: 'silence' });
    const spoken = () => page.evaluate(() => document.querySelector('.portrait')?.textContent ?? '');
    await hold.focus();
    const at = await page.locator('.stage canvas').getAttribute('data-network');
    await page.keyboard.down('Enter');
    await expect.poll(spoken).toContain('twin');
    await page.keyboard.up('Enter');
    await expect.poll(spoken).not.toContain('twin');
    expect(await page.locator('.stage canvas').getAttribute('data-network')).toBe(at);
    await context.close();
  });
});

describe('sliders', () => {
  it('of the live run move by arrow keys, also away from the value they meet exactly', async () => {
    const { page, context, problems } = await app.open('?v=3&chapter=noise&step=0');
    await ready(page);
    const slider = page.locator('.slider[data-control=sigma] input');
    const sigma = () => page.evaluate(() => Number(new URLSearchParams(window.location.search).get('sigma') ?? 1));
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(sigma).toBeGreaterThan(1);
    for (let n = 0; n < 20; n++) await page.keyboard.press('ArrowRight');
    await expect.poll(sigma).toBeGreaterThan(1.3);
    for (let n = 0; n < 21; n++) await page.keyboard.press('ArrowLeft');
    await expect.poll(sigma).toBe(1);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(sigma).toBeLessThan(1);
    expect(problems).toEqual([]);
    await context.close();
  });
});
