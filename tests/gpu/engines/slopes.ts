import { createStepper } from '../../../src/rnn/step';
import { type RnnShape, unpackWeights } from '../../../src/rnn/weights';
import { evaluateBatch } from '../../../src/training/engines/js/engine';
import type { Problem } from './problem';

/** The gradient by finite differences. Runs in Node. */

/**
 * Half the step. Longer ones take units over their thresholds, and a trained network makes much of that: at 2^-14 a slope is off by 1 %.
 * So short a step needs states in float64: rounded to float32, as engines keep them, they are too rough for it.
 */
const HALF_STEP = 2 ** -22;
const PER_MATRIX = 2;

/** Entries of a packed gradient to look at: the largest of each matrix. */
function largestEntries(gradient: ArrayLike<number>, { hiddenSize: H, inputDim: d }: RnnShape): number[] {
  const bounds = [0, H * d, H * d + H * H, gradient.length];
  return [0, 1, 2].flatMap((matrix) => {
    const entries = Array.from({ length: bounds[matrix + 1]! - bounds[matrix]! }, (_, n) => bounds[matrix]! + n);
    return entries.sort((a, b) => Math.abs(gradient[b]!) - Math.abs(gradient[a]!)).slice(0, PER_MATRIX);
  });
}

/** Σ v·softmax((ℓ+g)/τ) + λ·mean(h²) in float64. @param v [B×T×K] */
function objective({ size, batch, draws, settings }: Problem, parameters: Float32Array, v: Float64Array): number {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = size;
  const stepper = createStepper(unpackWeights(parameters, size));
  const h = new Float64Array(H);
  const logits = new Float64Array(K);
  let squares = 0;
  let value = 0;
  for (let cell = 0; cell < batch.batch * batch.seqLen; cell++) {
    if (cell % batch.seqLen === 0) h.fill(0);
    stepper.step(h, draws.noise, cell * d, 1);
    for (const x of h) squares += x * x;
    stepper.logits(h, logits);
    const powers = logits.map((logit, k) => Math.exp((logit + draws.gumbels[cell * K + k]!) / settings.temperature));
    const sum = powers.reduce((a, b) => a + b, 0);
    powers.forEach((power, k) => {
      value += (v[cell * K + k]! * power) / sum;
    });
  }
  return value + (settings.activityPenalty * squares) / (batch.batch * batch.seqLen * H);
}

/**
 * Slopes of what the straight-through gradient is the derivative of. The loss itself is a step function of the weights: it is the
 * objective above, with v the gradient at the sampled outputs held fixed.
 * @returns some entries of the packed gradient with the slope of each
 */
export function finiteDifferences(problem: Problem): { entry: number; slope: number }[] {
  const { size, parameters, draws, batch, settings } = problem;
  const { outputGradient, gradient } = evaluateBatch(parameters, size, draws, batch, settings)!;
  return largestEntries(gradient, size).map((entry) => {
    const low = parameters.slice();
    const high = parameters.slice();
    low[entry]! -= HALF_STEP;
    high[entry]! += HALF_STEP;
    const rise = objective(problem, high, outputGradient) - objective(problem, low, outputGradient);
    return { entry, slope: rise / (high[entry]! - low[entry]!) };
  });
}
