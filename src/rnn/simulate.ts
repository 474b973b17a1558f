import { type DrawAddress, fillGumbels, fillNormals, type Stream } from '../math/random';
import { argmax } from '../math/softmin';
import { createStepper, norm } from './step';
import type { RnnWeights } from './weights';

/** Above this the run counts as divergent (science §0.5). */
export const DIVERGENCE_CAP = 1e4;

export interface SimulationOptions {
  steps: number;
  seed: number;
  /** Which run: draws depend on (seed, streams, run, step). */
  run?: number;
  noiseStream?: Stream;
  gumbelStream?: Stream;
  /** σ, the noise standard deviation; 0 switches the noise off. Default 1. */
  noiseStd?: number;
  /** Start state [H]; the origin by default (science §2.1). */
  start?: ArrayLike<number>;
  /** Steps run before recording. Default 0. */
  warmUp?: number;
}

/** A recorded run. Entry t is the state after step t+1, so emission 0 comes from h_1 (science §2.1, quirk Q4). */
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

/** Gumbel sample: argmax_k(ℓ_k + g_k), an exact draw from softmax(ℓ). */
export function sampleOutput(logits: Float64Array, gumbels: Float64Array): number {
  let best = 0;
  for (let k = 1; k < logits.length; k++) if (logits[k]! + gumbels[k]! > logits[best]! + gumbels[best]!) best = k;
  return best;
}

/** One long run, recorded. Stops at the divergence cap and says so. */
export function simulate(weights: RnnWeights, options: SimulationOptions): Simulation {
  const { steps, seed, run = 0, noiseStream = 'noise', gumbelStream = 'gumbel', noiseStd = 1, start, warmUp = 0 } = options;
  const stepper = createStepper(weights);
  const { hiddenSize: H, inputDim: d, nOutputs: K } = weights;
  const h = new Float64Array(H);
  if (start) h.set(start);
  const noise = new Float64Array(d);
  const logits = new Float64Array(K);
  const gumbels = new Float64Array(K);
  const noiseAt: DrawAddress = { seed, stream: noiseStream, update: 0, sequence: run, step: 0 };
  const gumbelAt: DrawAddress = { ...noiseAt, stream: gumbelStream };
  const states = new Float32Array(steps * H);
  const outputLabels = new Uint8Array(steps);
  const sampledOutputs = new Uint8Array(steps);
  let maxState = 0;
  for (let t = 0; t < warmUp + steps; t++) {
    noiseAt.step = t;
    if (noiseStd > 0) fillNormals(noise, 0, d, noiseAt);
    stepper.step(h, noiseStd > 0 ? noise : null, 0, noiseStd);
    for (let i = 0; i < H; i++) if (h[i]! > maxState) maxState = h[i]!;
    if (!(maxState < DIVERGENCE_CAP * Math.max(1, noiseStd)))
      return cut({ steps, states, outputLabels, sampledOutputs, maxState, divergent: true }, Math.max(0, t - warmUp), H);
    if (t < warmUp) continue;
    const row = t - warmUp;
    states.set(h, row * H);
    stepper.logits(h, logits);
    outputLabels[row] = argmax(logits);
    gumbelAt.step = t;
    fillGumbels(gumbels, 0, K, gumbelAt);
    sampledOutputs[row] = sampleOutput(logits, gumbels);
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

/** Result of a long-run test: every checkpoint needs one (science §0.5). */
export interface BoundednessReport {
  bounded: boolean;
  maxState: number;
  /** Step at which the first run passed the cap; undefined when bounded. */
  divergedAt?: number;
  runs: number;
  steps: number;
}

/** Sampled sequences of many independent runs from h = 0, with the long-run test made on the way. */
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

/** Emissions of `runs` free runs of `steps` steps from h = 0 at σ (default 1). */
export function sampleRuns(weights: RnnWeights, options: SampleRunsOptions): SampledRuns {
  const { runs, steps, seed, update = 0, noiseStd = 1 } = options;
  const stepper = createStepper(weights);
  const { hiddenSize: H, inputDim: d, nOutputs: K } = weights;
  const h = new Float64Array(H);
  const noise = new Float64Array(d);
  const logits = new Float64Array(K);
  const gumbels = new Float64Array(K);
  const outputs = new Uint8Array(runs * steps);
  const at: DrawAddress = { seed, stream: 'evaluation', update, sequence: 0, step: 0 };
  let maxState = 0;
  for (let run = 0; run < runs; run++) {
    h.fill(0);
    for (let t = 0; t < steps; t++) {
      at.step = t;
      // Even sequence numbers drive the state, odd ones the read-out: two disjoint families of draws in one stream.
      at.sequence = 2 * run;
      if (noiseStd > 0) fillNormals(noise, 0, d, at);
      stepper.step(h, noiseStd > 0 ? noise : null, 0, noiseStd);
      for (let i = 0; i < H; i++) if (h[i]! > maxState) maxState = h[i]!;
      if (!(maxState < DIVERGENCE_CAP * Math.max(1, noiseStd)))
        return { bounded: false, maxState, divergedAt: t + 1, runs: run, steps, outputs };
      stepper.logits(h, logits);
      at.sequence = 2 * run + 1;
      fillGumbels(gumbels, 0, K, at);
      outputs[run * steps + t] = sampleOutput(logits, gumbels);
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
