import { argmax } from '../../math/distributions';
import { type DrawAddress, fillNormals, type Stream } from '../../math/random';
import { type Estimate, meanEstimate, wilson } from '../../math/statistics';
import { createStepper } from '../../rnn/step';
import type { RnnWeights } from '../../rnn/weights';

/**
 * How recorded noise n and fresh noise m are mixed. √(1−γ²)·n + γ·m keeps the variance at 1 for every γ. The reference code uses
 * (1−γ)·n + γ·m, whose variance is (1−γ)² + γ², that is ½ at γ = ½ (quirk Q10).
 */
export type NoiseMixing = 'variance-preserving' | 'reference';

/** Factors of the recorded and of the fresh noise. @throws RangeError when γ is outside 0 … 1 */
export function mixingFactors(gamma: number, mixing: NoiseMixing): { recorded: number; fresh: number } {
  if (!(gamma >= 0 && gamma <= 1)) throw new RangeError(`γ = ${gamma} is not between 0 and 1`);
  return { recorded: mixing === 'reference' ? 1 - gamma : Math.sqrt(1 - gamma * gamma), fresh: gamma };
}

/** Which draws drove a run: those of `simulate` with the same seed, stream and run number. */
export interface RecordedNoise {
  seed: number;
  /** Default 0. */
  run?: number;
  /** Default 'noise'. */
  noiseStream?: Stream;
}

/**
 * Draws again the noise of steps firstStep … firstStep + steps − 1 of a run, row-major [steps×d]. Step s of a run (from 0,
 * warm-up included) produces its state s. So what follows that state begins with step s + 1 (quirk Q9).
 */
export function recordedNoise(source: RecordedNoise, firstStep: number, steps: number, inputDim: number): Float64Array {
  const { seed, run = 0, noiseStream = 'noise' } = source;
  const noise = new Float64Array(steps * inputDim);
  const at: DrawAddress = { seed, stream: noiseStream, update: 0, sequence: run, step: 0 };
  for (let t = 0; t < steps; t++) {
    at.step = firstStep + t;
    fillNormals(noise, t * inputDim, inputDim, at);
  }
  return noise;
}

/** A state of a run, and the noise that followed it there. */
export interface SensitivityAnchor {
  /** h [H]. */
  state: ArrayLike<number>;
  /** Recorded noise from the step after the anchor on, row-major [≥ steps×d]. */
  nextNoise: Float64Array;
}

/** Trajectories from one anchor at one γ. Entry (r·steps + t) is trajectory r after t + 1 steps. */
export interface Fan {
  /** Hidden states [trajectories×steps×H]. */
  states: Float64Array;
  /** Argmax labels [trajectories×steps]. */
  labels: Uint8Array;
}

/** Computes fans of futures. Its arrays are overwritten by the next call. */
export interface FanDrawer {
  /** Draws fresh noise for the trajectories of an anchor; `anchor` numbers the draws. */
  refresh(anchor: number): void;
  /**
   * Trajectories from the anchor with the noise of the last `refresh`, so all γ use the same.
   * @param from first trajectory computed, `to` the one after the last; all by default
   */
  draw(anchor: SensitivityAnchor, gamma: number, mixing: NoiseMixing, from?: number, to?: number): Fan;
}

/**
 * The rollouts that define the zones use stream 'rollout' with update 0. Anchors must not be tested on the draws that chose them.
 */
const FRESH_UPDATE = 1;

/** Fans of `trajectories` futures of `steps` steps, stepped in float64. */
export function createFanDrawer(weights: RnnWeights, trajectories: number, steps: number, seed: number): FanDrawer {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = weights;
  const stepper = createStepper(weights);
  const fresh = new Float64Array(trajectories * steps * d);
  const mixed = new Float64Array(d);
  const h = new Float64Array(H);
  const logits = new Float64Array(K);
  const fan: Fan = { states: new Float64Array(trajectories * steps * H), labels: new Uint8Array(trajectories * steps) };
  return {
    refresh(anchor) {
      const at: DrawAddress = { seed, stream: 'rollout', update: FRESH_UPDATE, sequence: 0, step: 0 };
      for (let r = 0; r < trajectories; r++) {
        at.sequence = anchor * trajectories + r;
        for (let t = 0; t < steps; t++) {
          at.step = t;
          fillNormals(fresh, (r * steps + t) * d, d, at);
        }
      }
    },
    draw({ state, nextNoise }, gamma, mixing, from = 0, to = trajectories) {
      const factors = mixingFactors(gamma, mixing);
      for (let r = from; r < to; r++) {
        h.set(state);
        for (let t = 0; t < steps; t++) {
          const row = r * steps + t;
          for (let j = 0; j < d; j++) mixed[j] = factors.recorded * nextNoise[t * d + j]! + factors.fresh * fresh[row * d + j]!;
          stepper.step(h, mixed, 0, 1);
          fan.states.set(h, row * H);
          stepper.logits(h, logits);
          fan.labels[row] = argmax(logits);
        }
      }
      return fan;
    },
  };
}

/** How far the trajectories of a fan have separated after a number of steps. Intervals are over trajectories. */
export interface FanSpread {
  /** Trace of the covariance of h over trajectories. */
  covarianceTrace: Estimate;
  /** Mean ‖h − mean‖. */
  meanDistance: Estimate;
  /** Share of the trajectories whose argmax label is the most common one (Wilson); at least 1/K. */
  labelAgreement: Estimate;
  /** The most common label. */
  label: number;
}

/** Spread of a fan after t + 1 steps. @throws RangeError for fewer than two trajectories */
export function fanSpread({ states, labels }: Fan, steps: number, t: number): FanSpread {
  const count = labels.length / steps;
  if (count < 2) throw new RangeError(`${count} trajectories have no covariance`);
  const H = states.length / labels.length;
  // Deviations are taken from the first trajectory, so that equal trajectories have a spread of exactly 0.
  const mean = new Float64Array(H);
  for (let r = 1; r < count; r++)
    for (let i = 0; i < H; i++) mean[i] = mean[i]! + states[(r * steps + t) * H + i]! - states[t * H + i]!;
  for (let i = 0; i < H; i++) mean[i] = mean[i]! / count;
  const squares = new Float64Array(count);
  for (let r = 0; r < count; r++) {
    let sum = 0;
    for (let i = 0; i < H; i++) sum += (states[(r * steps + t) * H + i]! - states[t * H + i]! - mean[i]!) ** 2;
    squares[r] = sum;
  }
  const counts = new Int32Array(256);
  for (let r = 0; r < count; r++) counts[labels[r * steps + t]!]!++;
  const label = argmax(counts);
  return {
    // The trace is the mean of the squared distances, with the unbiased divisor.
    covarianceTrace: meanEstimate(squares.map((square) => (square * count) / (count - 1))),
    meanDistance: meanEstimate(squares.map(Math.sqrt)),
    labelAgreement: wilson(counts[label]!, count),
    label,
  };
}
