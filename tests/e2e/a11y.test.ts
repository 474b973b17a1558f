import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PALETTES, PROFILES, type Profile } from '../../src/charts/palette';
import { CHAPTERS } from '../../src/story/chapters';
import { TABS } from '../../src/views/share/text';
import { canvasWords, smallTargets, violations, watchCanvasWords } from './axe';
import { type App, COMPUTED, openDetails, passQuestion, ready, scrollTo, startApp } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Opens the app with an eye on its canvases. */
async function open(query: string, viewport = DESKTOP) {
  const context = await app.browser.newContext({ viewport, serviceWorkers: 'block' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await watchCanvasWords(page);
  await page.goto(app.url + query);
  return { page, context, problems };
}

const choose = (page: Page, profile: Profile) => page.getByLabel('Colours', { exact: true }).selectOption(profile);

/** What is wrong with the page as it stands. */
const faults = async (page: Page, where: string): Promise<string[]> => [
  ...(await violations(page, where)),
  ...(await smallTargets(page, where)),
];

/** What is wrong with it in each profile. */
async function faultsInAll(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const profile of PROFILES) {
    await choose(page, profile);
    found.push(...(await faults(page, `${where} (${profile})`)));
  }
  return found;
}

/** What canvases wrote in another colour than those whose contrast is held to that of words, or half transparent. */
async function strangeWords(page: Page): Promise<string[]> {
  const allowed = PROFILES.flatMap((profile) => {
    const { ink, muted, accent, warning, error, panel, outputs } = PALETTES[profile];
    return [ink, muted, accent, warning, error, panel, ...outputs].map((colour) => `${profile} ${colour} 1`);
  });
  return (await canvasWords(page)).filter((word) => !allowed.includes(word));
}

/** A step for each figure of each chapter, and one without a figure. */
const STOPS = CHAPTERS.flatMap(({ id, steps }) =>
  steps
    .map(({ figure }, step) => ({ id, step, figure }))
    .filter(({ figure }, step) => steps.findIndex((other) => other.figure === figure) === step),
);

const analysed = (page: Page, within: string) =>
  page.waitForFunction(
    (selector) =>
      [...document.querySelectorAll<HTMLElement>(`${selector} .analysis-body`)].every(
        ({ dataset }) => dataset.status === 'ready',
      ),
    within,
    COMPUTED,
  );

/** Goes to a step and waits until its figure stands. */
async function goTo(page: Page, { id, step, figure }: (typeof STOPS)[number]): Promise<void> {
  await page.locator(`.chapter-nav [data-to="${id}"]`).click();
  if (id === 'start') return void (await page.waitForSelector('.opening'));
  await page.waitForSelector(`.chapter[data-chapter="${id}"]`);
  if (step > 0) await page.locator('.step-title').nth(step).click();
  await page.waitForSelector(`.chapter[data-step="${step}"] .step.here .prose`);
  if (!figure) return;
  await page.waitForSelector('.story-figure .panel');
  // On a phone it is below the prose, and is computed when it is seen.
  await page.locator('.story-figure').evaluate((figure) => figure.scrollIntoView());
  await analysed(page, '.story-figure');
}

/** Opens every panel of the lab until its analyses stand, with its details. @param look what is done at each */
async function walkDeck(page: Page, look: (id: string) => Promise<void>): Promise<string[]> {
  await page.waitForSelector('.deck > .slot:not([hidden])');
  const ids = await page
    .locator('.deck > .slot')
    .evaluateAll((slots) => slots.map((slot) => (slot as HTMLElement).dataset.slot!));
  for (const id of ids) {
    await scrollTo(page, id);
    await page.waitForTimeout(150);
    await analysed(page, `[data-slot="${id}"]`);
    if ((await page.getByTestId(`details-${id}`).count()) > 0) await openDetails(page, id);
    await look(id);
  }
  return ids;
}

/** Names and descriptions of all pictures. */
const pictures = (page: Page) =>
  page.locator('.figure > canvas, .stage > canvas, .strip-stage > canvas').evaluateAll((canvases) =>
    canvases.map((canvas) => ({
      name: canvas.getAttribute('aria-label'),
      text: document.getElementById(canvas.getAttribute('aria-describedby') ?? '')?.textContent ?? '',
    })),
  );

/** The dialogs of the page, how each is opened, and on which view. */
const DIALOGS = [
  { name: 'help', open: (page: Page) => page.getByLabel('Keys and help').click() },
  { name: 'recent networks', open: (page: Page) => page.getByTestId('recent').click() },
  ...(Object.keys(TABS) as (keyof typeof TABS)[]).map((tab) => ({
    name: `share, ${tab}`,
    open: async (page: Page) => {
      await page.getByTestId('share').click();
      await page.getByTestId(`share-tab-${tab}`).click();
    },
  })),
] as const;

/** Shows the keys of the lecture for as long as one of them has the focus: half faded away, their words have no contrast to judge. */
async function holdKeyHints(page: Page): Promise<void> {
  await page.locator('.key-hints button').first().focus();
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.key-hints')!).opacity === '1');
}

async function dialogFaults(page: Page, profile: Profile): Promise<string[]> {
  const found: string[] = [];
  for (const dialog of DIALOGS) {
    await dialog.open(page);
    await page.waitForSelector('dialog[open]');
    await page.waitForTimeout(250);
    found.push(...(await faults(page, `${dialog.name} (${profile})`)));
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
  }
  return found;
}

describe('axe finds nothing, and no control is too small to hit', () => {
  it('in the story: the opening, and every chapter with each of its figures', async () => {
    const { page, context, problems } = await open('?v=3');
    await ready(page);
    await page.waitForFunction(() => performance.getEntriesByName('first-moving-frame').length > 0);
    const found: string[] = [];
    for (const stop of STOPS) {
      await goTo(page, stop);
      found.push(...(await faultsInAll(page, `${stop.id}, step ${stop.step}`)));
    }
    expect(found).toEqual([]);
    expect(await strangeWords(page)).toEqual([]);
    expect(STOPS.length).toBeGreaterThan(CHAPTERS.length);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('in the lab with all its panels, and every picture there is described from its data', { timeout: 900_000 }, async () => {
    const { page, context, problems } = await open('?v=3&view=lab');
    await ready(page);
    const found: string[] = await faultsInAll(page, 'overview of the lab');
    const ids = await walkDeck(page, async (id) => void found.push(...(await faultsInAll(page, `lab, ${id}`))));
    expect(ids.length).toBeGreaterThan(25);
    expect(found).toEqual([]);
    // A picture that came last may be a moment without its words.
    await expect.poll(async () => (await pictures(page)).filter(({ name, text }) => !name || text.length < 20)).toEqual([]);
    const described = await pictures(page);
    expect(described.length).toBeGreaterThan(30);
    expect(described.filter(({ text }) => /NaN|undefined|Infinity|\[object/.test(text))).toEqual([]);
    expect(await strangeWords(page)).toEqual([]);
    await page.getByTestId('gallery').click();
    await page.waitForSelector('.gallery li canvas');
    expect(await faults(page, 'gallery')).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });

  it.each(PROFILES)('in the dialogs and in lecture mode (%s)', async (profile) => {
    const { page, context, problems } = await open(`?v=3&profile=${profile}`);
    await ready(page);
    await page.waitForSelector('[data-testid=recent]:not(:disabled)');
    const found = await dialogFaults(page, profile);
    await page.goto(`${app.url}?v=3&chapter=kick&step=1&lecture=1&profile=${profile}`);
    await page.getByTestId('prediction').waitFor();
    found.push(...(await faults(page, `question in a lecture (${profile})`)));
    await page.goto(`${app.url}?v=3&chapter=silence&step=1&lecture=1&profile=${profile}`);
    await passQuestion(page);
    await page.waitForSelector('main.lecture .story-figure .panel');
    await analysed(page, '.story-figure');
    await holdKeyHints(page);
    found.push(...(await faults(page, `lecture (${profile})`)));
    await page.keyboard.press('c');
    await page.keyboard.press('h');
    await page.waitForSelector('main.lecture.bare');
    found.push(...(await faults(page, `lecture, all hidden (${profile})`)));
    expect(found).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('in the report', async () => {
    const { page, context, problems } = await open('?v=3&view=report');
    await page.waitForFunction(() => document.querySelectorAll('.report-claim[data-verdict]').length >= 6, undefined, COMPUTED);
    expect(await faultsInAll(page, 'report')).toEqual([]);
    expect(await strangeWords(page)).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('embedded in another page, with little chrome and with none', async () => {
    const found: string[] = [];
    for (const profile of PROFILES)
      for (const ui of ['basic', 'none']) {
        const { page, context } = await open(`?v=3&ui=${ui}&profile=${profile}`, { width: 640, height: 420 });
        await ready(page);
        found.push(...(await faults(page, `ui=${ui} (${profile})`)));
        await context.close();
      }
    expect(found).toEqual([]);
  });

  it('on a phone', async () => {
    const { page, context, problems } = await open('?v=3', PHONE);
    await ready(page);
    await page.waitForSelector('[data-testid=recent]:not(:disabled)');
    const found = await faults(page, 'opening on a phone');
    for (const id of ['model', 'kick', 'birth']) {
      // With a figure where the chapter has one.
      await goTo(page, (STOPS.find((stop) => stop.id === id && stop.figure) ?? STOPS.find((stop) => stop.id === id))!);
      found.push(...(await faultsInAll(page, `${id} on a phone`)));
    }
    found.push(...(await dialogFaults(page, 'projector')));
    await page.getByTestId('view-lab').click();
    await page.waitForSelector('.deck > .slot:not([hidden])');
    found.push(...(await faultsInAll(page, 'lab on a phone')));
    await scrollTo(page, 'kick');
    found.push(...(await faultsInAll(page, 'kick neurons on a phone')));
    expect(found).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('descriptions', () => {
  it('of the live pictures follow the run, and do not speak by themselves', async () => {
    const { page, context } = await open('?v=3');
    await ready(page);
    const words = page.locator('.stage [data-testid=summary]');
    const step = async () =>
      Number((await words.textContent())?.match(/^Step ([\d,]+)\./)?.[1]?.replaceAll(',', '') ?? Number.NaN);
    await expect.poll(step, { timeout: 30_000 }).toBeGreaterThan(0);
    const before = await step();
    await expect.poll(step, { timeout: 30_000 }).toBeGreaterThan(before);
    expect(await words.textContent()).toMatch(/Noise on\. Label now \d\. Length of the state [\d.]+, \d+ % of its driven mean\./);
    await page.keyboard.press('n');
    await expect.poll(() => words.textContent(), { timeout: 30_000 }).toContain('Noise off.');
    await expect
      .poll(() => page.locator('.strip-stage [data-testid=summary]').textContent())
      .toMatch(/^Last \d+ steps\. Network: output 0 in \d+ %/);
    const live = await page
      .locator('[data-testid=summary]')
      .evaluateAll((texts) => texts.filter((text) => text.closest('[aria-live],[role=status]')));
    expect(live).toEqual([]);
    await context.close();
  });
});

describe('reduced motion', () => {
  const still = async (page: Page) => {
    await page.waitForTimeout(400);
    const first = await page.screenshot();
    await page.waitForTimeout(900);
    return first.equals(await page.screenshot());
  };

  it('nothing moves until space is pressed', async () => {
    const context = await app.browser.newContext({ viewport: DESKTOP, serviceWorkers: 'block', reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const query of [
      '?v=3',
      '?v=3&chapter=kick&step=1',
      '?v=3&chapter=noise&step=1',
      '?v=3&chapter=silence&step=1&lecture=1',
    ]) {
      await page.goto(app.url + query);
      await ready(page);
      await page.waitForTimeout(1500);
      await analysed(page, '.story-figure');
      // What is still computed for the picture comes in once, and moves nothing after that.
      await expect.poll(() => still(page), { message: `${query} is still` }).toBe(true);
      expect(await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length)).toBe(
        0,
      );
    }
    await page.goto(app.url);
    await ready(page);
    await page.waitForTimeout(1500);
    await page.keyboard.press(' ');
    await expect.poll(() => still(page), { message: 'space starts it' }).toBe(false);
    // The token of the model's graph hops with the run, and rests with it.
    await page.goto(`${app.url}?v=3&view=lab`);
    await ready(page);
    await scrollTo(page, 'editor');
    const token = () => page.locator('#editor .token').getAttribute('cx');
    await expect.poll(token).not.toBeNull();
    const place = await token();
    await page.waitForTimeout(800);
    expect(await token()).toBe(place);
    await context.close();
  });
});
