import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { FLAGS, findChromium } from '../tests/chromium.mjs';

/** Prints the benchmark as tables: Node first, then Chromium. Read ratios: the machine may be shared. */

const ROUNDS = 5;
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const [cpu] = cpus();
console.log(`${cpu.model}, ${cpus().length} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`);
spawnSync(process.execPath, ['build/cli/bench.js'], { stdio: 'inherit' });

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
console.log(`\n### Chromium: one thread against two (median of ${ROUNDS} alternating runs)\n`);
console.log('| B/H/d/T | one | two | ratio |\n|---|---|---|---|');
for (const [index, { batch, hiddenSize, inputDim, seqLen }] of sizes.entries()) {
  const [one, two] = (await page.evaluate(([i, rounds]) => window.benchThreads(i, rounds), [index, ROUNDS])).map(median);
  console.log(`| ${batch}/${hiddenSize}/${inputDim}/${seqLen} | ${one.toFixed(1)} | ${two.toFixed(1)} | ${(one / two).toFixed(2)} |`);
}
await browser.close();
await new Promise((resolve) => server.httpServer.close(resolve));
