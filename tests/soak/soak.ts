import type { Page } from 'playwright-core';
import { type App, ready } from '../e2e/browser';
import { measure, type Sample } from './measure';
import { type Thirds, thirdsOfKinds } from './trend';

/** A long sitting in a few minutes: training, the whole story, every panel, again and again in one page that is never loaded anew. */

const SMALL = 'recipe=custom&hidden=16&inputs=4&batch=64&length=20&readout=1&penalty=0.03&rate=0.003&updates=20000&threads=1';
/** In turn: the native engine, and one of TensorFlow.js, whose tensors are counted. */
const ENGINES = ['wasm-simd', 'tensorflow-cpu'] as const;
/** The first, which is not counted, and two of each engine: on a slow machine they take longer than was asked for. */
export const LEAST_ROUNDS = 1 + 2 * ENGINES.length;
/** Milliseconds at a step of the story, and at a panel. */
const LOOK_MS = 120;

export interface Soak {
  /** One for each round, taken at the same place of it. */
  samples: Sample[];
  minutes: number;
  problems: string[];
}

/** Runs rounds until the time is up, and at least as many as are needed to compare. */
export async function soak(app: App, minutes: number, tell: (line: string) => void): Promise<Soak> {
  const { page, context, problems } = await app.open(`?v=3&view=lab&${SMALL}&engine=${ENGINES[0]}`);
  await ready(page);
  const begun = Date.now();
  const sample = await measure(page);
  const samples: Sample[] = [];
  while (Date.now() - begun < minutes * 60_000 || samples.length < LEAST_ROUNDS) {
    await round(page, ENGINES[samples.length % ENGINES.length]!);
    const taken = await sample();
    samples.push(taken);
    tell(`${((Date.now() - begun) / 60_000).toFixed(1)} min, round ${samples.length}: ${sampleText(taken)}`);
  }
  await context.close();
  return { samples, minutes: (Date.now() - begun) / 60_000, problems };
}

const sampleText = (sample: Sample): string =>
  [
    `heap ${(sample.heap / 1e6).toFixed(1)} MB`,
    `workers ${sample.workers} with ${(sample.workerHeap / 1e6).toFixed(1)} MB`,
    `nodes ${sample.nodes}`,
    `listeners ${sample.listeners}`,
    `tensors ${sample.tensors ?? '–'}`,
    `frames ${sample.frames}, median ${sample.frameMedian.toFixed(1)} ms, p95 ${sample.frameP95.toFixed(1)} ms, ${sample.cpuPerFrame.toFixed(2)} ms of processor each`,
  ].join(', ');

/** Goes to a place as the browser's way back does: without loading anything anew. */
const visit = (page: Page, query: string) =>
  page.evaluate((search) => {
    window.history.replaceState(null, '', search);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, query);

/** Waits without a handle on the element: that would keep all of its page alive. */
const there = (page: Page, selector: string) => page.locator(selector).first().waitFor({ timeout: 60_000 });

async function begin(page: Page): Promise<void> {
  await page.getByTestId('train').click();
  await there(page, '[data-status=running]');
}

async function stop(page: Page): Promise<void> {
  await page.getByTestId('stop').click();
  await there(page, '[data-status=stopped]');
}

/** One round: training begins, the story is read from end to end, every panel is looked at, training ends. */
async function round(page: Page, engine: string): Promise<void> {
  const lab = `?v=3&view=lab&${SMALL}&engine=${engine}`;
  await visit(page, lab);
  await begin(page);
  await visit(page, '?v=3');
  await there(page, '.opening');
  for (;;) {
    const location = await page.evaluate(() => window.location.search);
    await page.keyboard.press('PageDown');
    await page.waitForTimeout(LOOK_MS);
    if ((await page.evaluate(() => window.location.search)) === location) break;
  }
  await visit(page, lab);
  await page.locator('.deck > .slot').nth(20).waitFor({ state: 'attached', timeout: 30_000 });
  const panels = await page
    .locator('.deck > .slot')
    .evaluateAll((slots) => ['live', ...slots.map((slot) => (slot as HTMLElement).dataset.slot!)]);
  for (const id of [...panels, 'live']) {
    await page.evaluate((name) => {
      window.location.hash = name;
    }, id);
    await page.waitForTimeout(LOOK_MS);
  }
  await page.evaluate(() => window.scrollTo(0, 0));
  await stop(page);
  // What is held then is that of a training that has just begun: how far it came depends on how busy the machine is.
  await begin(page);
  await stop(page);
  // Measured where the page shows the same whatever was ready by then: which panels stand when the time at them is up is chance.
  await visit(page, '?v=3');
  await there(page, '.opening');
  // What has to be put away is.
  await page.waitForTimeout(500);
}

/** A quantity in the first and in the last third of the rounds of each engine. */
export const thirdsOf = (samples: readonly Sample[], of: (sample: Sample) => number): Thirds =>
  thirdsOfKinds(samples, of, ENGINES.length);

/** What is recorded of a sitting. */
export const summaryOf = ({ samples, minutes, problems }: Soak) => ({
  minutes: Math.round(minutes),
  rounds: samples.length,
  problems: problems.length,
  heap: thirdsOf(samples, ({ heap }) => heap),
  nodes: thirdsOf(samples, ({ nodes }) => nodes),
  listeners: thirdsOf(samples, ({ listeners }) => listeners),
  workers: thirdsOf(samples, ({ workers }) => workers),
  tensors: Math.max(0, ...samples.flatMap(({ tensors }) => tensors ?? [])),
  cpuPerFrame: thirdsOf(samples, ({ cpuPerFrame }) => cpuPerFrame),
  frameP95: thirdsOf(samples, ({ frameP95 }) => frameP95),
});
