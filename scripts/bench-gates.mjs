import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { FLAGS, findChromium } from '../tests/chromium.mjs';
import { judgeRatio, LEAST_SHARE, ratioOf } from './gates/ratios.mjs';

/**
 * Performance gates: how many times faster the app's own code is than code that does the same without its ideas, against the recorded
 * ratios. Times depend on the machine, ratios hardly.
 *   node scripts/bench-gates.mjs            fails when a ratio is below 0.7 of the recorded one, after three retries
 *   node scripts/bench-gates.mjs --record   writes tests/bench/recorded.json
 */

const RECORDED = 'tests/bench/recorded.json';
const ROUNDS = 7;
/** Sizes of BENCH_SIZES at which engines are compared; the larger ones say the same in minutes. */
const ENGINE_SIZES = [0, 1];

async function buildBoth() {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: { ssr: 'tests/bench/ratios.ts', outDir: 'build/ratios', target: 'node20', emptyOutDir: true },
  });
  await build({
    root: 'tests/bench',
    configFile: false,
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: '../../build/bench', emptyOutDir: true },
  });
}

/** Times of a comparison in Node. */
function inNode(name) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['build/ratios/ratios.js', String(ROUNDS), ...(name ? [name] : [])],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`The comparison in Node failed: ${stderr}`);
  return JSON.parse(stdout);
}

async function openBench() {
  const server = await preview({
    root: 'tests/bench',
    configFile: false,
    logLevel: 'error',
    build: { outDir: '../../build/bench' },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls.local[0]);
  await page.waitForFunction(() => 'bench' in window);
  return {
    page,
    version: browser.version(),
    async close() {
      await browser.close();
      await new Promise((resolve) => server.httpServer.close(resolve));
    },
  };
}

/** Every comparison by its name: a function that measures it anew. */
async function comparisons(page) {
  const sizes = await page.evaluate(() => window.benchSizes);
  const engines = ENGINE_SIZES.map((index) => {
    const { batch, hiddenSize, inputDim, seqLen } = sizes[index];
    const measure = async () => {
      const [ours, naive] = await page.evaluate(([i, rounds]) => window.bench(i, rounds), [index, ROUNDS]);
      return { ours, naive };
    };
    return [
      `a training update in Chromium, wasm-simd / js, B/H/d/T ${batch}/${hiddenSize}/${inputDim}/${seqLen}`,
      measure,
    ];
  });
  const first = inNode();
  const node = Object.keys(first).map((name) => {
    let times = first[name];
    return [
      name,
      () => {
        const now = times ?? inNode(name)[name];
        times = undefined;
        return now;
      },
    ];
  });
  return Object.fromEntries([...engines, ...node]);
}

const shown = ({ ratio, low, high, n }) => `${ratio.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}, n = ${n})`;

async function record(all, chromiumVersion) {
  const ratios = {};
  for (const [name, measure] of Object.entries(all)) {
    ratios[name] = Object.fromEntries(
      Object.entries(ratioOf(await measure())).map(([key, value]) => [key, Number(value.toFixed(2))]),
    );
    console.log(`${name}: ${shown(ratios[name])}`);
  }
  const machine = `${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}, Chromium ${chromiumVersion}`;
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(RECORDED, `${JSON.stringify({ date, machine, ratios }, null, 2)}\n`);
  console.log(`Recorded in ${RECORDED}.`);
}

async function check(all) {
  if (!existsSync(RECORDED)) throw new Error(`There is no ${RECORDED}: run npm run bench:record once.`);
  const { date, machine, ratios } = JSON.parse(readFileSync(RECORDED, 'utf8'));
  console.log(`\n### Performance gates: ratios against those recorded ${date} on ${machine}\n`);
  console.log('| how many times faster | recorded | now (least–most, n) | measured | |\n|---|---|---|---|---|');
  let failed = 0;
  for (const [name, measure] of Object.entries(all)) {
    const recorded = ratios[name]?.ratio;
    if (recorded === undefined) throw new Error(`“${name}” was never recorded: run npm run bench:record.`);
    const now = await judgeRatio(recorded, measure);
    if (!now.passed) failed++;
    console.log(
      `| ${name} | ${recorded.toFixed(2)} | ${shown(now)} | ${now.attempts}× | ${now.passed ? 'ok' : `below ${LEAST_SHARE}`} |`,
    );
  }
  if (failed > 0) {
    console.error(`\n${failed} of ${Object.keys(all).length} ratios fell below ${LEAST_SHARE} of the recorded ones.`);
    process.exitCode = 1;
  }
}

await buildBoth();
const bench = await openBench();
try {
  const all = await comparisons(bench.page);
  if (process.argv.includes('--record')) await record(all, bench.version);
  else await check(all);
} finally {
  await bench.close();
}
