import type { Stream } from '../math/random';
import { createSampler, type Sampler, type Stretch } from './sampler';
import { createStepper, norm } from './step';
import type { RnnWeights } from './weights';

/** Above this the run counts as divergent (docs/science.md §0.5). */
export const DIVERGENCE_CAP = 1e4;

export interface SimulationOptions {
  steps: number;
  seed: number;
  /** Number of the run: draws depend on (seed, streams, run, step). */
  run?: number;
  noiseStream?: Stream;
  gumbelStream?: Stream;
  /** σ, the noise standard deviation; 0 switches the noise off. Default 1. */
  noiseStd?: number;
  /** Start state [H]; the origin by default (docs/science.md §2.1). */
  start?: ArrayLike<number>;
  /** Steps run before recording. Default 0. */
  warmUp?: number;
}

/** A recorded run. Entry t is the state after step t+1, so emission 0 comes from h_1 (docs/science.md §2.1, quirk Q4). */
export interface Simulation {
  steps: number;
  /** Hidden states [T×H]. */
  states: Float32Array;
  /** Argmax label of each step [T] (dynamics, zones, dwell). */
  outputLabels: Uint8Array;
  /** Gumbel-sampled output of each step [T] (emission statistics, loss). Never mix the two. */
  sampledOutputs: Uint8Array;
  /** Largest |h| met, warm-up included. */
  maxState: number;
  /** True when the cap was passed; the record then ends early at `steps`. */
  divergent: boolean;
}

/** Steps computed at a time: few enough that states and noise stay in the processor's cache. */
const STRETCH = 128;

const capAt = (noiseStd: number): number => DIVERGENCE_CAP * Math.max(1, noiseStd);

/** Step within a stretch of `steps` at which run `run` first passed the cap; undefined when it did not. */
export function divergedStep({ states, stride }: Stretch, steps: number, run: number, cap: number): number | undefined {
  for (let t = 0; t < steps; t++) for (let i = 0; i < stride; i++) if (!(states[(run * steps + t) * stride + i]! < cap)) return t;
  return undefined;
}

/** Records one long run. Stops when the state passes the divergence cap; `divergent` is true then. */
export function simulate(weights: RnnWeights, options: SimulationOptions): Simulation {
  return withSampler(weights, (sampler) => record(weights.hiddenSize, sampler, options));
}

/** Provides a sampler while `work` runs, and frees it afterwards. */
export function withSampler<T>(weights: RnnWeights, work: (sampler: Sampler) => T): T {
  const sampler = createSampler(weights);
  try {
    return work(sampler);
  } finally {
    sampler.dispose();
  }
}

function record(H: number, sampler: Sampler, options: SimulationOptions): Simulation {
  const { steps, seed, run = 0, noiseStream = 'noise', gumbelStream = 'gumbel', noiseStd = 1, start, warmUp = 0 } = options;
  sampler.open(1);
  if (start) sampler.setState(0, start);
  const states = new Float32Array(steps * H);
  const outputLabels = new Uint8Array(steps);
  const sampledOutputs = new Uint8Array(steps);
  const cap = capAt(noiseStd);
  let maxState = 0;
  for (let from = 0; from < warmUp + steps; ) {
    const count = Math.min(STRETCH, (from < warmUp ? warmUp : warmUp + steps) - from);
    const stretch = sampler.advance(count, {
      seed,
      noiseStream,
      gumbelStream,
      update: 0,
      firstRun: run,
      firstStep: from,
      noiseStd,
    });
    maxState = Math.max(maxState, stretch.maxState);
    const end = maxState < cap ? count : divergedStep(stretch, count, 0, cap)!;
    const row = from - warmUp;
    if (row >= 0) {
      for (let t = 0; t < end; t++)
        states.set(stretch.states.subarray(t * stretch.stride, t * stretch.stride + H), (row + t) * H);
      outputLabels.set(stretch.outputLabels.subarray(0, end), row);
      sampledOutputs.set(stretch.sampledOutputs.subarray(0, end), row);
    }
    if (!(maxState < cap))
      return cut({ steps, states, outputLabels, sampledOutputs, maxState, divergent: true }, Math.max(0, row + end), H);
    from += count;
  }
  return { steps, states, outputLabels, sampledOutputs, maxState, divergent: false };
}

function cut(full: Simulation, steps: number, hiddenSize: number): Simulation {
  return {
    ...full,
    steps,
    states: full.states.slice(0, steps * hiddenSize),
    outputLabels: full.outputLabels.slice(0, steps),
    sampledOutputs: full.sampledOutputs.slice(0, steps),
  };
}

/** Result of a long-run test: every checkpoint needs one (docs/science.md §0.5). */
export interface BoundednessReport {
  bounded: boolean;
  maxState: number;
  /** Step at which the first run passed the cap; undefined when bounded. */
  divergedAt?: number;
  runs: number;
  steps: number;
}

/** Sampled sequences of many independent runs from h = 0, with the result of the long-run test on them. */
export interface SampledRuns extends BoundednessReport {
  /** Sampled outputs [runs×steps]; only the runs finished before a divergence are filled. */
  outputs: Uint8Array;
}

export interface SampleRunsOptions {
  runs: number;
  steps: number;
  seed: number;
  /** Offsets the draws: two calls with different `update` are independent. */
  update?: number;
  noiseStd?: number;
}

/** Number of runs stepped together: one tile of the kernels. */
const TOGETHER = 8;

/** Emissions of `runs` free runs of `steps` steps from h = 0 at σ (default 1). Stops at the first run that passes the cap. */
export function sampleRuns(weights: RnnWeights, options: SampleRunsOptions): SampledRuns {
  return withSampler(weights, (sampler) => sample(sampler, options));
}

function sample(sampler: Sampler, options: SampleRunsOptions): SampledRuns {
  const { runs, steps, seed, update = 0, noiseStd = 1 } = options;
  const outputs = new Uint8Array(runs * steps);
  const cap = capAt(noiseStd);
  let maxState = 0;
  for (let firstRun = 0; firstRun < runs; firstRun += TOGETHER) {
    const count = Math.min(TOGETHER, runs - firstRun);
    sampler.open(count);
    for (let from = 0; from < steps; from += STRETCH) {
      const length = Math.min(STRETCH, steps - from);
      const stretch = sampler.advance(length, {
        seed,
        noiseStream: 'evaluation',
        gumbelStream: 'evaluationGumbel',
        update,
        firstRun,
        firstStep: from,
        noiseStd,
      });
      maxState = Math.max(maxState, stretch.maxState);
      if (!(maxState < cap)) {
        const at = Array.from({ length: count }, (_, b) => divergedStep(stretch, length, b, cap) ?? length);
        return { bounded: false, maxState, divergedAt: from + Math.min(...at) + 1, runs: firstRun, steps, outputs };
      }
      for (let b = 0; b < count; b++)
        outputs.set(stretch.sampledOutputs.subarray(b * length, (b + 1) * length), (firstRun + b) * steps + from);
    }
  }
  return { bounded: true, maxState, runs, steps, outputs };
}

/** ‖h‖ along `steps` noise-free steps from `start` [H]; entry 0 is the start itself. */
export function noiseFreeNorms(weights: RnnWeights, start: ArrayLike<number>, steps: number): Float64Array {
  const stepper = createStepper(weights);
  const h = Float64Array.from(start);
  const norms = new Float64Array(steps + 1);
  norms[0] = norm(h);
  for (let t = 1; t <= steps; t++) {
    stepper.step(h, null, 0, 0);
    norms[t] = norm(h);
  }
  return norms;
}
