import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openBuilt } from './open-built.mjs';

/**
 * Pictures of the built app (`npm run build` first).
 *   node scripts/screenshots.mjs readme             docs/story.png, docs/lecture.png for the README
 *   node scripts/screenshots.mjs chapters [folder]  every step of every chapter at three sizes
 */

const SIZES = { desktop: [1440, 900], tablet: [820, 1180], phone: [390, 844] };
/** Long enough for the analyses that a step shows. */
const REST_MS = 7000;

const README = [
  { file: 'docs/story.png', query: '?v=3&chapter=kick&step=1&seed=3', size: [1440, 900] },
  { file: 'docs/lecture.png', query: '?v=3&chapter=silence&step=1&lecture=1&profile=projector', size: [1440, 810] },
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

async function take(browser, address, [width, height], file) {
  mkdirSync(dirname(file), { recursive: true });
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(address);
  await page.waitForSelector('[data-ready=yes]');
  await page.waitForTimeout(REST_MS);
  await page.screenshot({ path: file });
  await page.close();
  console.log(file);
}

const [what = 'readme', folder = 'runs/screenshots'] = process.argv.slice(2);
const built = await openBuilt();
const browser = await built.launch();
if (what === 'readme') for (const { file, query, size } of README) await take(browser, built.url + query, size, file);
else
  for (const query of await stepsOf(browser, built.url)) {
    const wanted = new URLSearchParams(query);
    const name = `${wanted.get('chapter') ?? 'start'}-${wanted.get('step') ?? 0}`;
    for (const [size, pixels] of Object.entries(SIZES))
      await take(browser, built.url + query, pixels, `${folder}/${name}-${size}.png`);
  }
await browser.close();
await built.close();
