import { openBuilt } from './open-built.mjs';

/**
 * Times between the frames of the page while the film of a step plays (`npm run build` first): each in a browser of its own, no throttling.
 * A film is measured in its second showing: what its pictures wait for has been computed then, and their scripts are there.
 *   node scripts/measure-frames.mjs [chapter:step …]
 */

const FILMS = ['noise:0', 'break:1', 'richer:0'];
/** A film that has not ended by then is reported as far as it was seen. */
const LIMIT_MS = 90_000;
/** A frame that takes longer than this is felt. */
const LONG_MS = 50;

const wanted = process.argv.slice(2);
const built = await openBuilt();

/** Waits until the film of the step plays, or has ended. */
const untilFilm = (page, playing) =>
  page.waitForFunction(
    (is) => document.querySelector('.film-line p:not(:empty)')?.closest('.film-line').dataset.playing === String(is),
    playing,
    { timeout: LIMIT_MS },
  );

/** Times between frames, ms, until the film in view ends. */
const frameTimes = (page) =>
  page.evaluate(
    (limit) =>
      new Promise((resolve) => {
        const times = [];
        const begun = performance.now();
        let last;
        const frame = (now) => {
          if (last !== undefined) times.push(now - last);
          last = now;
          const playing = document.querySelector('.film-line')?.dataset.playing === 'true';
          if (playing && performance.now() - begun < limit) requestAnimationFrame(frame);
          else resolve(times);
        };
        requestAnimationFrame(frame);
      }),
    LIMIT_MS,
  );

async function measure(film) {
  const [chapter, step = '0'] = film.split(':');
  const browser = await built.launch();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${built.url}?v=3&chapter=${chapter}&step=${step}`);
  await untilFilm(page, true);
  // Its button ends it, and then shows it again.
  await page.getByTestId('film').click();
  await untilFilm(page, false);
  await page.waitForTimeout(3000);
  await page.getByTestId('film').click();
  await untilFilm(page, true);
  const times = (await frameTimes(page)).sort((a, b) => a - b);
  await browser.close();
  const at = (share) => (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN).toFixed(1);
  const long = times.filter((time) => time > LONG_MS).length;
  return `${film}: median ${at(0.5)} ms, 95 % ${at(0.95)} ms of ${times.length} frames, ${long} over ${LONG_MS} ms`;
}

for (const film of wanted.length > 0 ? wanted : FILMS) console.log(await measure(film));
await built.close();
process.exit(0);
