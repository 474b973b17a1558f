import '../../src/kernels/bundled';
import { createJsEngine } from '../../src/training/engines/js/engine';
import { BENCH_SIZES, timeEngines } from '../../src/training/engines/timeEngines';
import { createWasmEngine } from '../../src/training/engines/wasm/engine';
import { openHelpers } from '../../src/workers/training/threads';

/** The Chromium half of the benchmark: the native engine against the plain one, alternating, one size a call. */
export async function bench(index: number, rounds: number): Promise<number[][]> {
  const engines = [createWasmEngine(), createJsEngine()];
  const times = await timeEngines(engines, BENCH_SIZES[index]!, rounds, 2, () => performance.now());
  for (const engine of engines) engine.dispose();
  return times;
}

/** One thread against two, alternating. */
export async function benchThreads(index: number, rounds: number): Promise<number[][]> {
  const engines = [createWasmEngine(), createWasmEngine(openHelpers(1))];
  return timeEngines(engines, BENCH_SIZES[index]!, rounds, 2, () => performance.now());
}

Object.assign(window, { bench, benchThreads, benchSizes: BENCH_SIZES });
