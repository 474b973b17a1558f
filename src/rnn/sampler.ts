import { createArena, KernelError, type Kernels, loadKernels } from '../kernels/module';
import { allocateNetwork, loadWeights, padShape, roundUp } from '../kernels/network';
import { STREAMS } from '../math/random';
import { createPlainSampler } from './plainSampler';
import type { Sampler } from './sampling';
import { packWeights, type RnnWeights } from './weights';

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

/** Instances at rest. Every instance holds memory for good, so that they are lent again rather than made anew. */
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
    advance(steps, { seed, noiseStream, gumbelStream, update, firstRun, firstStep, noiseStd }) {
      arena.reset(afterStart);
      const cells = runs * steps;
      const paddedLen = roundUp(steps, 4);
      const hidden = arena.allocate(4 * cells * hiddenStride);
      const noise = arena.allocate(4 * cells * inputStride);
      const gumbels = arena.allocate(4 * runs * paddedLen * outputStride);
      const outputs = arena.allocate(cells);
      const labels = arena.allocate(cells);
      kernels.setBuffers(hidden, noise, gumbels, 0, outputs, 0, network.scratch);
      const lastRun = firstRun + runs;
      if (noiseStd > 0)
        kernels.drawNormals(
          noise,
          seed,
          STREAMS[noiseStream],
          update,
          firstRun,
          lastRun,
          firstStep,
          steps,
          inputStride,
          noiseStd,
        );
      else new Float32Array(kernels.memory.buffer, noise, cells * inputStride).fill(0);
      kernels.drawGumbels(gumbels, seed, STREAMS[gumbelStream], update, firstRun, lastRun, firstStep, paddedLen, outputStride);
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
