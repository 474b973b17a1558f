import { argmax, softmax } from '../math/distributions';
import { type DrawAddress, fillGumbels, fillNormals } from '../math/random';
import { sampleOutput } from './sampler';
import { createStepper } from './step';
import type { RnnWeights } from './weights';

/** Which step is shown in parts: that of run 0, update 0 on the live streams, exactly as the live run makes it. */
export interface StepRequest {
  weights: RnnWeights;
  /** h before the step [H]. */
  state: ArrayLike<number>;
  seed: number;
  /** Number of the step, from 0: its draws are those of (seed, step). */
  step: number;
  noiseOn: boolean;
  /** σ */
  noiseStd: number;
}

/** All intermediate values of one step (docs/science.md §2.1, §2.3), in float64. */
export interface StepParts {
  step: number;
  noiseOn: boolean;
  /** h before the step [H]; a copy */
  previousState: Float64Array;
  /** x, scaled by σ [d]; 0 without noise. */
  noise: Float64Array;
  /** W_in x [H] */
  inputDrive: Float64Array;
  /** W_hh h [H] */
  recurrentDrive: Float64Array;
  /** z, their sum [H] */
  preActivation: Float64Array;
  /** h after the step, ReLU(z) [H] */
  hiddenState: Float64Array;
  /** Units with z > 0. */
  firing: number;
  /** ℓ = W_out h [K] */
  logits: Float64Array;
  /** softmax(ℓ) [K]: how likely each output is to be drawn. */
  probabilities: Float64Array;
  /** Gumbel draws g [K]; drawn with and without noise. */
  gumbels: Float64Array;
  /** ℓ + g [K] */
  noisyLogits: Float64Array;
  /** argmax ℓ: the label that analyses of the dynamics use. */
  outputLabel: number;
  /** argmax ℓ + g, what is emitted. */
  sampledOutput: number;
}

/**
 * Computes one step of the live run in its parts.
 * @throws RangeError when the state has not H entries
 */
export function stepParts({ weights, state, seed, step, noiseOn, noiseStd }: StepRequest): StepParts {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = weights;
  if (state.length !== H) throw new RangeError(`a state of ${state.length} units does not fit a network of ${H}`);
  const stepper = createStepper(weights);
  const at: DrawAddress = { seed, stream: 'liveNoise', update: 0, sequence: 0, step };
  const noise = new Float64Array(d);
  if (noiseOn) {
    fillNormals(noise, 0, d, at);
    for (let j = 0; j < d; j++) noise[j]! *= noiseStd;
  }
  const previousState = Float64Array.from(state);
  const inputDrive = new Float64Array(H);
  const recurrentDrive = new Float64Array(H);
  const preActivation = new Float64Array(H);
  // The step is made three times: from h = 0, without input, and as it is. That gives each drive alone.
  stepper.step(new Float64Array(H), noise, 0, 1, inputDrive);
  stepper.step(previousState.slice(), null, 0, 1, recurrentDrive);
  const hiddenState = previousState.slice();
  stepper.step(hiddenState, noise, 0, 1, preActivation);
  const logits = new Float64Array(K);
  stepper.logits(hiddenState, logits);
  const probabilities = new Float64Array(K);
  softmax(logits, probabilities);
  const gumbels = new Float64Array(K);
  fillGumbels(gumbels, 0, K, { ...at, stream: 'liveGumbel' });
  return {
    step,
    noiseOn,
    previousState,
    noise,
    inputDrive,
    recurrentDrive,
    preActivation,
    hiddenState,
    firing: hiddenState.reduce((count, value) => count + (value > 0 ? 1 : 0), 0),
    logits,
    probabilities,
    gumbels,
    noisyLogits: logits.map((logit, k) => logit + gumbels[k]!),
    outputLabel: argmax(logits),
    sampledOutput: sampleOutput(logits, gumbels),
  };
}
