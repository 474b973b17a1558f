import '../../src/kernels/bundled';
import { createJsEngine } from '../../src/training/engines/js/engine';
import { createRelaxedEngine } from '../../src/training/engines/relaxed/engine';
import { BENCH_SIZES, PAPER_SIZE, timeEngines } from '../../src/training/engines/timeEngines';
import { createWasmEngine } from '../../src/training/engines/wasm/engine';
import { openHelpers } from '../../src/workers/shard/client';

const RELAXED_SIZES = [...BENCH_SIZES, PAPER_SIZE];

/** The Chromium half of the benchmark: the native engine against the plain one, alternating, one size a call. */
export async function bench(index: number, rounds: number): Promise<number[][]> {
  const engines = [createWasmEngine(), createJsEngine()];
  const times = await timeEngines(engines, BENCH_SIZES[index]!, rounds, 2, () => performance.now());
  for (const engine of engines) engine.dispose();
  return times;
}

/** The native engine against the one with relaxed SIMD, alternating, at each size and at the paper's. */
export async function benchRelaxed(index: number, rounds: number): Promise<number[][]> {
  const engines = [createWasmEngine(), createRelaxedEngine()];
  const times = await timeEngines(engines, RELAXED_SIZES[index]!, rounds, 2, () => performance.now());
  for (const engine of engines) engine.dispose();
  return times;
}

/** One thread against two, alternating. */
export async function benchThreads(index: number, rounds: number): Promise<number[][]> {
  const engines = [createWasmEngine(), createWasmEngine(openHelpers(1).wasm())];
  return timeEngines(engines, BENCH_SIZES[index]!, rounds, 2, () => performance.now());
}

/** The same with two threads, on the engine with relaxed SIMD. */
export async function benchRelaxedThreads(index: number, rounds: number): Promise<number[][]> {
  const engines = [createRelaxedEngine(), createRelaxedEngine(openHelpers(1).relaxed())];
  return timeEngines(engines, RELAXED_SIZES[index]!, rounds, 2, () => performance.now());
}

Object.assign(window, {
  bench,
  benchRelaxed,
  benchThreads,
  benchRelaxedThreads,
  benchSizes: BENCH_SIZES,
  relaxedSizes: RELAXED_SIZES,
});
