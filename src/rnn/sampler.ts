import { createArena, KernelError, type Kernels, loadKernels } from '../kernels/module';
import { allocateNetwork, loadWeights, padShape, roundUp } from '../kernels/network';
import { argmax } from '../math/distributions';
import { type DrawAddress, fillGumbels, fillNormals, STREAMS, type Stream } from '../math/random';
import { createStepper } from './step';
import { packWeights, type RnnWeights } from './weights';

/**
 * Which draws drive a stretch of runs, and how strong the noise is. Run b of the stretch uses the draws of (seed, stream, update,
 * firstRun + b, step).
 */
export interface Drive {
  seed: number;
  noiseStream: Stream;
  gumbelStream: Stream;
  update: number;
  firstRun: number;
  /** Step number of the first step: draws depend on it. */
  firstStep: number;
  /** σ; 0 switches the noise off. */
  noiseStd: number;
}

/**
 * The result of `steps` steps of `runs` runs. The arrays are views that the next stretch overwrites. Row b·steps + t is the state
 * after step t of run b.
 */
export interface Stretch {
  /** Hidden states [runs×steps×stride]; the first H entries of a row count. */
  states: Float32Array;
  stride: number;
  /** Argmax labels [runs×steps]. */
  outputLabels: Uint8Array;
  /** Gumbel-sampled outputs [runs×steps]. */
  sampledOutputs: Uint8Array;
  /** Largest |h|. */
  maxState: number;
}

/** Several runs of one network that are stepped together: step, read-out, sample. Everything but the training uses it. */
export interface Sampler {
  /** Makes room for `runs` runs, all at h = 0. */
  open(runs: number): void;
  /** Puts run `run` at h [H]. */
  setState(run: number, h: ArrayLike<number>): void;
  /** Copies the state of run `run` to `out` [H]. */
  read(run: number, out: Float64Array | Float32Array): void;
  /** Runs `steps` further steps. Cutting a run into several stretches does not change its bits. */
  advance(steps: number, drive: Drive): Stretch;
  /** Frees the memory. The sampler must not be used afterwards. */
  dispose(): void;
}

/**
 * A sampler for `weights`: the SIMD kernels in float32 (docs/science.md §2.1), or plain typed arrays where there is no
 * WebAssembly SIMD.
 */
export function createSampler(weights: RnnWeights): Sampler {
  try {
    return createKernelSampler(weights);
  } catch (error) {
    if (error instanceof KernelError) return createPlainSampler(weights);
    throw error;
  }
}

/** Unused kernel instances. An instance can never free its memory, so it is reused. */
const idle: Kernels[] = [];

function createKernelSampler(weights: RnnWeights): Sampler {
  const kernels = idle.pop() ?? loadKernels();
  const arena = createArena(kernels.memory);
  const shape = padShape(weights);
  const { hiddenSize: H, hiddenStride, inputStride, outputStride } = shape;
  const network = allocateNetwork(kernels, arena, shape);
  loadWeights(kernels, network, shape, packWeights(weights));
  const ground = arena.top;
  let runs = 0;
  let start = 0;
  let afterStart = ground;
  const state = (run: number) => new Float32Array(kernels.memory.buffer, start + 4 * run * hiddenStride, hiddenStride);
  return {
    open(count) {
      arena.reset(ground);
      runs = count;
      start = arena.allocate(4 * runs * hiddenStride);
      afterStart = arena.top;
      new Float32Array(kernels.memory.buffer, start, runs * hiddenStride).fill(0);
    },
    setState(run, h) {
      state(run).set(h);
    },
    read(run, out) {
      out.set(state(run).subarray(0, H));
    },
    advance(steps, drive) {
      arena.reset(afterStart);
      const cells = runs * steps;
      const paddedLen = roundUp(steps, 4);
      const hidden = arena.allocate(4 * cells * hiddenStride);
      const noise = arena.allocate(4 * cells * inputStride);
      const gumbels = arena.allocate(4 * runs * paddedLen * outputStride);
      const outputs = arena.allocate(cells);
      const labels = arena.allocate(cells);
      kernels.setBuffers(hidden, noise, gumbels, 0, outputs, 0, network.scratch);
      drawInputs(kernels, drive, { runs, steps, paddedLen, inputStride, outputStride, noise, gumbels });
      const maxState = kernels.simulateRuns(runs, steps, paddedLen, start, labels);
      const { buffer } = kernels.memory;
      return {
        states: new Float32Array(buffer, hidden, cells * hiddenStride),
        stride: hiddenStride,
        outputLabels: new Uint8Array(buffer, labels, cells),
        sampledOutputs: new Uint8Array(buffer, outputs, cells),
        maxState,
      };
    },
    dispose() {
      idle.push(kernels);
    },
  };
}

/** Where the draws of a stretch go, as addresses in the memory of the kernels, and how many there are. */
interface DrawnInputs {
  runs: number;
  steps: number;
  paddedLen: number;
  inputStride: number;
  outputStride: number;
  noise: number;
  gumbels: number;
}

/** Draws the noise and the Gumbel variables of a stretch. */
function drawInputs(
  kernels: Kernels,
  { seed, noiseStream, gumbelStream, update, firstRun, firstStep, noiseStd }: Drive,
  { runs, steps, paddedLen, inputStride, outputStride, noise, gumbels }: DrawnInputs,
): void {
  const [noiseId, gumbelId] = [STREAMS[noiseStream], STREAMS[gumbelStream]];
  const lastRun = firstRun + runs;
  if (noiseStd > 0) kernels.drawNormals(noise, seed, noiseId, update, firstRun, lastRun, firstStep, steps, inputStride, noiseStd);
  else new Float32Array(kernels.memory.buffer, noise, runs * steps * inputStride).fill(0);
  kernels.drawGumbels(gumbels, seed, gumbelId, update, firstRun, lastRun, firstStep, paddedLen, outputStride);
}

/** Gumbel sample: argmax_k(ℓ_k + g_k), an exact draw from softmax(ℓ). */
export function sampleOutput(logits: Float64Array, gumbels: Float64Array): number {
  let best = 0;
  for (let k = 1; k < logits.length; k++) if (logits[k]! + gumbels[k]! > logits[best]! + gumbels[best]!) best = k;
  return best;
}

/** The sampler in plain float64 arrays. It runs where WebAssembly SIMD is missing, and the kernels are tested against it. */
export function createPlainSampler(weights: RnnWeights): Sampler {
  const stepper = createStepper(weights);
  const { hiddenSize: H, inputDim: d, nOutputs: K } = weights;
  const noise = new Float64Array(d);
  const logits = new Float64Array(K);
  const gumbels = new Float64Array(K);
  let now: Float64Array[] = [];
  return {
    open(runs) {
      now = Array.from({ length: runs }, () => new Float64Array(H));
    },
    setState(run, h) {
      now[run]!.set(h);
    },
    read(run, out) {
      out.set(now[run]!);
    },
    advance(steps, { seed, noiseStream, gumbelStream, update, firstRun, firstStep, noiseStd }) {
      const states = new Float32Array(now.length * steps * H);
      const outputLabels = new Uint8Array(now.length * steps);
      const sampledOutputs = new Uint8Array(now.length * steps);
      const at: DrawAddress = { seed, stream: noiseStream, update, sequence: 0, step: 0 };
      let maxState = 0;
      now.forEach((h, run) => {
        at.sequence = firstRun + run;
        for (let t = 0; t < steps; t++) {
          at.step = firstStep + t;
          at.stream = noiseStream;
          if (noiseStd > 0) fillNormals(noise, 0, d, at);
          stepper.step(h, noiseStd > 0 ? noise : null, 0, noiseStd);
          for (let i = 0; i < H; i++) if (h[i]! > maxState) maxState = h[i]!;
          const row = run * steps + t;
          states.set(h, row * H);
          stepper.logits(h, logits);
          outputLabels[row] = argmax(logits);
          at.stream = gumbelStream;
          fillGumbels(gumbels, 0, K, at);
          sampledOutputs[row] = sampleOutput(logits, gumbels);
        }
      });
      return { states, stride: H, outputLabels, sampledOutputs, maxState };
    },
    dispose() {
      now = [];
    },
  };
}
