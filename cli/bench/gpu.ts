import { spawnSync } from 'node:child_process';
import { PAPER_HMMS } from '../../src/hmm/models';
import { sampleHmm } from '../../src/hmm/sample';
import { quantile } from '../../src/math/statistics';
import { type Engine, EngineError } from '../../src/training/engine';
import { selfCheck } from '../../src/training/engines/selfCheck';
import {
  BENCH_SETTINGS,
  BENCH_SIZES,
  type BenchSize,
  PAPER_SIZE,
  startBench,
  timeEngines,
} from '../../src/training/engines/timeEngines';
import { createWasmEngine } from '../../src/training/engines/wasm/engine';
import { openWebgpuEngine, webgpuAdapter } from '../../src/training/engines/webgpu/device';
import { fail } from '../arguments';
import { provideWebgpu } from '../gpu';

/** Long sequences at the paper's batch: those of the two-state model. */
const LONG_SIZE: BenchSize = { ...PAPER_SIZE, seqLen: 100 };
export const GPU_SIZES: readonly BenchSize[] = [...BENCH_SIZES, PAPER_SIZE, LONG_SIZE];

const TORCH = 'scripts/torch_step.py';
const sizeText = ({ batch, hiddenSize, inputDim, seqLen }: BenchSize) => [batch, hiddenSize, inputDim, seqLen].join('/');

/** Sizes written as 256/64/16/30,512/150/100/30. Ends the program with a sentence where they are something else. */
export function readSizes(text: string): BenchSize[] {
  return text.split(',').map((part) => {
    const numbers = part.split('/').map(Number);
    if (numbers.length !== 4 || !numbers.every((n) => Number.isInteger(n) && n > 0))
      return fail(`--sizes takes B/H/d/T with commas between, such as 256/64/16/30, got "${part}".`);
    const [batch, hiddenSize, inputDim, seqLen] = numbers as [number, number, number, number];
    return { batch, hiddenSize, inputDim, seqLen };
  });
}

/** Updates whose calls are counted: as many as a training makes before it looks at their losses. */
const COUNTED = 10;

/** What one update asks of the graphics device. */
interface Traffic {
  dispatches: number;
  /** Bytes from the processor to the device, and back. */
  sent: number;
  received: number;
}

/** Counts what an update sends, by the calls that send it. The state is not read in between, as in a training. */
async function trafficOf(engine: Engine, size: BenchSize): Promise<Traffic> {
  const { batch, seqLen } = size;
  const targets = sampleHmm(PAPER_HMMS['chain-2'], batch, seqLen, 1, 'data', 0);
  await startBench(engine, size);
  await engine.step({ batch, seqLen, targets }, 1, BENCH_SETTINGS);
  await engine.settle();
  const total: Traffic = { dispatches: 0, sent: 0, received: 0 };
  const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
  const { writeBuffer } = GPUQueue.prototype;
  const { getMappedRange } = GPUBuffer.prototype;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...given) {
    total.dispatches++;
    return dispatchWorkgroups.apply(this, given);
  };
  GPUQueue.prototype.writeBuffer = function (...given) {
    total.sent += given[2].byteLength;
    return writeBuffer.apply(this, given as Parameters<typeof writeBuffer>);
  };
  GPUBuffer.prototype.getMappedRange = function (...given) {
    const range = getMappedRange.apply(this, given);
    total.received += range.byteLength;
    return range;
  };
  try {
    for (let n = 0; n < COUNTED; n++) await engine.step({ batch, seqLen, targets }, 1, BENCH_SETTINGS);
    await engine.settle();
    return { dispatches: total.dispatches / COUNTED, sent: total.sent / COUNTED, received: total.received / COUNTED };
  } finally {
    GPUComputePassEncoder.prototype.dispatchWorkgroups = dispatchWorkgroups;
    GPUQueue.prototype.writeBuffer = writeBuffer;
    GPUBuffer.prototype.getMappedRange = getMappedRange;
  }
}

/** Median milliseconds of PyTorch at a size, on a device of its own choice of names; undefined where it is not there. */
function torchTime(size: BenchSize, device: 'cpu' | 'cuda', rounds: number): number | undefined {
  const given = [TORCH, '--device', device, '--rounds', String(rounds), '--size', sizeText(size)];
  for (const python of ['python3', '/usr/bin/python3']) {
    const { status, stdout } = spawnSync(python, given, {
      encoding: 'utf8',
      env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    });
    if (status === 0) return (JSON.parse(stdout) as { ms_median: number }).ms_median;
  }
  return undefined;
}

const shown = (ms: number | undefined) => (ms === undefined ? '–' : ms.toFixed(ms < 100 ? 1 : 0));
const bytesText = (bytes: number) => (bytes < 1000 ? `${bytes.toFixed(0)} B` : `${(bytes / 1000).toFixed(1)} kB`);

/** One row: our shaders, the native engine, PyTorch, and what an update sends; or why there is none. */
async function rowOf(size: BenchSize, rounds: number): Promise<string[]> {
  const { hiddenSize, inputDim, batch, seqLen } = size;
  const gpu = await openWebgpuEngine(true);
  try {
    await selfCheck(gpu, { shape: { hiddenSize, inputDim, nOutputs: 3 }, batch, seqLen });
    const times = await timeEngines([gpu, createWasmEngine()], size, rounds, 1, () => performance.now());
    const { dispatches, sent, received } = await trafficOf(gpu, size);
    const torch = (['cpu', 'cuda'] as const).map((device) => torchTime(size, device, rounds));
    const medians = [...times.map((list) => quantile(list, 0.5)), ...torch];
    return [...medians.map(shown), dispatches.toFixed(0), bytesText(sent), bytesText(received)];
  } finally {
    gpu.dispose();
  }
}

const HEADS = ['B/H/d/T', 'webgpu', 'wasm-simd', 'PyTorch CPU', 'PyTorch CUDA', 'dispatches', 'sent', 'read back'];
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/**
 * Prints a table of one update at each size: our shaders in Node, the native engine on one core, and PyTorch on one core and on CUDA,
 * where it is installed. The device is checked against the plain engine at each size before it is timed.
 */
export async function benchGpu(sizes: readonly BenchSize[], rounds: number): Promise<void> {
  await provideWebgpu();
  console.log(`\n### WebGPU in Node (${(await webgpuAdapter()).name})\n`);
  console.log(
    `Milliseconds per update, medians of ${rounds}; wasm-simd and PyTorch CPU on one core. A dash: PyTorch is not there.\n`,
  );
  console.log(`${line(HEADS)}\n${line(HEADS.map(() => '---'))}`);
  for (const size of sizes) {
    const cells = await rowOf(size, rounds).catch((error: unknown) => {
      if (error instanceof EngineError) return [error.message];
      throw error;
    });
    console.log(line([sizeText(size), ...cells, ...Array.from({ length: HEADS.length - 1 - cells.length }, () => '')]));
  }
}
