import type { Stream } from '../math/random';

/** Which draws drive a stretch of runs, and how hard. Run b of the stretch has the draws of (seed, stream, update, firstRun + b, step). */
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
 * What a stretch of `steps` steps of `runs` runs left behind. The arrays are views that the next stretch overwrites; row b·steps + t
 * is the state after step t of run b.
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

/** Runs of one network, driven together: the step–read-out–sample loop of everything that is not training. */
export interface Sampler {
  /** Room for `runs` runs, all at h = 0. */
  open(runs: number): void;
  /** Puts run `run` at h [H]. */
  setState(run: number, h: ArrayLike<number>): void;
  /** Where run `run` is now, copied to `out` [H]. */
  read(run: number, out: Float64Array | Float32Array): void;
  /** `steps` steps from where the runs are. How a run is cut into stretches does not change its bits. */
  advance(steps: number, drive: Drive): Stretch;
  /** Gives the memory back. The sampler must not be used any more. */
  dispose(): void;
}
