import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openBuilt } from './open-built.mjs';

/**
 * Pictures of the built app (`npm run build` first).
 *   node scripts/screenshots.mjs readme             the pictures of README.md and docs/model.md
 *   node scripts/screenshots.mjs chapters [folder]  every step of every chapter at three sizes
 */

const SIZES = { desktop: [1440, 900], tablet: [820, 1180], phone: [390, 844] };
/** Long enough for the analyses that a step shows. */
const REST_MS = 7000;

/** The film of the step is over, and the marks that fade have gone. */
const filmOver = async (page) => {
  await page.waitForSelector('.film-line[data-playing=false] p:not(:empty)', { timeout: 120_000 });
  await page.waitForTimeout(1500);
};
/** A moment of the film of the training, by the update that it shows. */
const update = (wanted) => async (page) => {
  await page.waitForSelector('canvas[data-testid=birth][data-ready=yes]', { timeout: 120_000 });
  await page.waitForFunction(
    (least) => Number(document.querySelector('canvas[data-testid=birth]')?.dataset.update) >= least,
    wanted,
    { timeout: 120_000 },
  );
};

const WIDE = [1280, 800];
/** What is seen in each, and when. */
const README = [
  { file: 'docs/story.png', query: '?v=3', size: WIDE, when: (page) => page.waitForTimeout(6000) },
  { file: 'docs/silence.png', query: '?v=3&chapter=silence', size: WIDE, when: filmOver },
  { file: 'docs/kick.png', query: '?v=3&chapter=kick&step=1', size: WIDE, when: filmOver },
  { file: 'docs/birth.png', query: '?v=3&chapter=birth&step=3', size: WIDE, when: update(1500) },
  { file: 'docs/chains.png', query: '?v=3&chapter=richer', size: WIDE, when: filmOver },
  { file: 'docs/lecture.png', query: '?v=3&chapter=break&step=3&lecture=1&profile=projector', size: [1280, 720], when: filmOver },
];

/** Every step, found by turning the pages. */
async function stepsOf(browser, url) {
  const page = await browser.newPage();
  await page.goto(`${url}?v=3`);
  await page.waitForSelector('[data-ready=yes]');
  const steps = ['?v=3'];
  for (;;) {
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(250);
    const query = await page.evaluate(() => window.location.search);
    if (steps.at(-1) === query) break;
    steps.push(query);
  }
  await page.close();
  return steps;
}

async function take(browser, address, [width, height], file, when = (page) => page.waitForTimeout(REST_MS)) {
  mkdirSync(dirname(file), { recursive: true });
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(address);
  await page.waitForSelector('[data-ready=yes]');
  await when(page);
  await page.screenshot({ path: file });
  await page.close();
  console.log(file);
}

const [what = 'readme', folder = 'runs/screenshots'] = process.argv.slice(2);
const built = await openBuilt();
const browser = await built.launch();
if (what === 'readme') for (const { file, query, size, when } of README) await take(browser, built.url + query, size, file, when);
else
  for (const query of await stepsOf(browser, built.url)) {
    const wanted = new URLSearchParams(query);
    const name = `${wanted.get('chapter') ?? 'start'}-${wanted.get('step') ?? 0}`;
    for (const [size, pixels] of Object.entries(SIZES))
      await take(browser, built.url + query, pixels, `${folder}/${name}-${size}.png`);
  }
await browser.close();
await built.close();
