import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { FLAGS, findChromium } from '../tests/chromium.mjs';
import { ratioOf } from './gates/ratios.mjs';

/** Prints the benchmark as tables: Node first, then Chromium. Read ratios: the machine may be shared. */

const ROUNDS = 5;
/** Runs of each of the two native engines, and how much work (sequences × steps × (H + d)) a run is. */
const PAIR_ROUNDS = 7;
const RUN_WORK = 3e7;
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const [cpu] = cpus();
console.log(`${cpu.model}, ${cpus().length} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`);
const given = process.argv.slice(2);
const { status } = spawnSync(process.execPath, ['build/cli/bench.js', ...given], { stdio: 'inherit' });
// With --gpu, --help or a wrong option that was all.
if (status !== 0 || given.length > 0) process.exit(status ?? 1);

await build({ root: 'tests/bench', configFile: false, base: './', logLevel: 'error', worker: { format: 'es' }, build: { outDir: '../../build/bench', emptyOutDir: true } });
const server = await preview({ root: 'tests/bench', configFile: false, logLevel: 'error', build: { outDir: '../../build/bench' }, preview: { port: 0, host: '127.0.0.1' } });
const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
const page = await browser.newPage();
await page.goto(server.resolvedUrls.local[0]);
await page.waitForFunction(() => 'bench' in window);
console.log(`\n### Chromium ${browser.version()}, one core: ms per update (median of ${ROUNDS} alternating runs)\n`);
console.log('| B/H/d/T | wasm-simd | js | ratio |\n|---|---|---|---|');
const sizes = await page.evaluate(() => window.benchSizes);
for (const [index, { batch, hiddenSize, inputDim, seqLen }] of sizes.entries()) {
  const [wasm, plain] = (await page.evaluate(([i, rounds]) => window.bench(i, rounds), [index, ROUNDS])).map(median);
  console.log(`| ${batch}/${hiddenSize}/${inputDim}/${seqLen} | ${wasm.toFixed(1)} | ${plain.toFixed(0)} | ${(plain / wasm).toFixed(1)} |`);
}
await comparePair();
console.log(`\n### Chromium: one thread against two (median of ${ROUNDS} alternating runs)\n`);
console.log('| B/H/d/T | one | two | ratio |\n|---|---|---|---|');
for (const [index, { batch, hiddenSize, inputDim, seqLen }] of sizes.entries()) {
  const [one, two] = (await page.evaluate(([i, rounds]) => window.benchThreads(i, rounds), [index, ROUNDS])).map(median);
  console.log(`| ${batch}/${hiddenSize}/${inputDim}/${seqLen} | ${one.toFixed(1)} | ${two.toFixed(1)} | ${(one / two).toFixed(2)} |`);
}

/** Processor time of the page so far, ms: other work on the machine counts less in it than in the time that passes. */
async function processorTime(system) {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  return 1000 * processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** The two native engines. Each of the runs that take turns is long enough for a clock of 10 ms. */
async function comparePair() {
  const system = await browser.newBrowserCDPSession();
  console.log(`\n### Chromium, one core: ms of processor time per update (median of ${PAIR_ROUNDS} alternating runs, and the least)\n`);
  console.log('| B/H/d/T | wasm-simd | wasm-relaxed | ratio by pairs (least–most) | of the least |\n|---|---|---|---|---|');
  for (const [index, { batch, hiddenSize, inputDim, seqLen }] of (await page.evaluate(() => window.relaxedSizes)).entries()) {
    const updates = Math.max(1, Math.round(RUN_WORK / (batch * seqLen * (hiddenSize + inputDim))));
    const times = [[], []];
    await page.evaluate((i) => window.openPair(i), index);
    for (let round = -1; round < PAIR_ROUNDS; round++) {
      await page.evaluate(([r, n]) => window.drawTargets(r, n), [round + 1, updates]);
      for (const which of [0, 1]) {
        const before = await processorTime(system);
        await page.evaluate((i) => window.updatePair(i), which);
        if (round >= 0) times[which].push(((await processorTime(system)) - before) / updates);
      }
    }
    const { ratio, low, high } = ratioOf({ ours: times[1], naive: times[0] });
    const [simd, relaxed] = times.map((list) => ({ median: median(list), least: Math.min(...list) }));
    const shown = ({ median: middle, least }) => `${middle.toFixed(1)} (${least.toFixed(1)})`;
    console.log(
      `| ${batch}/${hiddenSize}/${inputDim}/${seqLen} | ${shown(simd)} | ${shown(relaxed)} | ${ratio.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}) | ${(simd.least / relaxed.least).toFixed(2)} |`,
    );
  }
}

await browser.close();
await new Promise((resolve) => server.httpServer.close(resolve));

process.exit(spawnSync(process.execPath, ['scripts/bench-gates.mjs'], { stdio: 'inherit' }).status ?? 1);
