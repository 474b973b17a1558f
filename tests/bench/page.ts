import '../../src/kernels/bundled';
import { PAPER_HMMS } from '../../src/hmm/models';
import { sampleHmm } from '../../src/hmm/sample';
import type { Engine } from '../../src/training/engine';
import { createJsEngine } from '../../src/training/engines/js/engine';
import { createRelaxedEngine } from '../../src/training/engines/relaxed/engine';
import {
  BENCH_SETTINGS,
  BENCH_SIZES,
  type BenchSize,
  PAPER_SIZE,
  startBench,
  timeEngines,
} from '../../src/training/engines/timeEngines';
import { createWasmEngine } from '../../src/training/engines/wasm/engine';
import { openHelpers } from '../../src/workers/training/threads';

const RELAXED_SIZES = [...BENCH_SIZES, PAPER_SIZE];

/** The Chromium half of the benchmark: the native engine against the plain one, alternating, one size a call. */
export async function bench(index: number, rounds: number): Promise<number[][]> {
  const engines = [createWasmEngine(), createJsEngine()];
  const times = await timeEngines(engines, BENCH_SIZES[index]!, rounds, 2, () => performance.now());
  for (const engine of engines) engine.dispose();
  return times;
}

/** The two native engines at one size, and the targets of the updates they are about to make. */
let pair: { engines: Engine[]; size: BenchSize; targets: Uint8Array[] } | undefined;

/** Opens both native engines at a size. */
export async function openPair(index: number): Promise<void> {
  const size = RELAXED_SIZES[index]!;
  const engines = [createWasmEngine(), createRelaxedEngine()];
  for (const engine of pair?.engines ?? []) engine.dispose();
  for (const engine of engines) await startBench(engine, size);
  pair = { engines, size, targets: [] };
}

/** Draws the targets of the next updates: fresh ones, for an engine may remember those it has seen. */
export function drawTargets(round: number, updates: number): void {
  const { batch, seqLen } = pair!.size;
  const draw = (_: unknown, n: number) => sampleHmm(PAPER_HMMS['chain-2'], batch, seqLen, 1, 'data', round * updates + n);
  pair!.targets = Array.from({ length: updates }, draw);
}

/** Makes those updates with one of the two. */
export async function updatePair(which: number): Promise<void> {
  const { engines, size, targets } = pair!;
  for (const batch of targets) await engines[which]!.step({ ...size, targets: batch }, 1, BENCH_SETTINGS);
}

/** One thread against two, alternating. */
export async function benchThreads(index: number, rounds: number): Promise<number[][]> {
  const engines = [createWasmEngine(), createWasmEngine(openHelpers(1).wasm())];
  return timeEngines(engines, BENCH_SIZES[index]!, rounds, 2, () => performance.now());
}

Object.assign(window, {
  bench,
  benchThreads,
  openPair,
  drawTargets,
  updatePair,
  benchSizes: BENCH_SIZES,
  relaxedSizes: RELAXED_SIZES,
});
