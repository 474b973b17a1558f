import { openBuilt } from './open-built.mjs';

/**
 * Cold loads of the built app: each in a browser of its own, no throttling, no cache. Prints the first moving frame, what was fetched
 * before it, and the layout shift.
 *   node scripts/measure-load.mjs [loads] [query]
 */

const [loads = '5', query = ''] = process.argv.slice(2);
const built = await openBuilt();

async function coldLoad() {
  const browser = await built.launch();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.layoutShift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.layoutShift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(built.url + query);
  await page.waitForFunction(() => performance.getEntriesByName('first-moving-frame').length > 0, undefined, { timeout: 60_000 });
  await page.waitForTimeout(4000);
  const seen = await page.evaluate(() => {
    const { startTime } = performance.getEntriesByName('first-moving-frame')[0];
    const before = performance.getEntriesByType('resource').filter((entry) => entry.responseEnd < startTime);
    return {
      frame: startTime,
      requests: before.length,
      scripts: before.filter(({ name }) => name.endsWith('.js')).length,
      shift: window.layoutShift,
    };
  });
  await browser.close();
  return seen;
}

const seen = [];
for (let n = 0; n < Number(loads); n++) seen.push(await coldLoad());
const frames = seen.map(({ frame }) => Math.round(frame)).sort((a, b) => a - b);
console.log(`first moving frame: median ${frames[Math.floor(frames.length / 2)]} ms of ${frames.length} cold loads (${frames.join(', ')})`);
console.log(`fetched before it: ${seen[0].requests} files, ${seen[0].scripts} of them scripts of the page itself`);
console.log(`layout shift in 4 s more: ${seen.map(({ shift }) => shift.toFixed(4)).join(', ')}`);
await built.close();
