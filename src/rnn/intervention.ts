import type { RnnWeights } from './weights';

/**
 * Gains on the rows of a network: z = c∘(W_hh h) + n∘(W_in x) (docs/science.md §3.18). A gain multiplies a row, which is the
 * drive that a unit receives. Scaling columns instead gives the same eigenvalues but wrong eigenvectors (quirk Q14).
 */
export interface UnitGains {
  /** c, on the recurrent drive of each unit [H]. */
  recurrent: Float32Array;
  /** n, on the noise each unit receives [H]. */
  input: Float32Array;
}

/** What a gain acts on: the recurrent drive (the paper's kick interventions), the noise, or all that a unit receives. */
export const DRIVE_PARTS = ['recurrent', 'input', 'both'] as const;
export type DrivePart = (typeof DRIVE_PARTS)[number];

/**
 * Gains of 1 for all units except `units`, which get `gain` on the given part of the drive.
 * @throws RangeError for a unit that does not exist
 */
export function unitGains(hiddenSize: number, units: readonly number[], part: DrivePart, gain: number): UnitGains {
  const gains = { recurrent: new Float32Array(hiddenSize).fill(1), input: new Float32Array(hiddenSize).fill(1) };
  for (const unit of units) {
    if (!(Number.isInteger(unit) && unit >= 0 && unit < hiddenSize))
      throw new RangeError(`unit ${unit} is not one of the ${hiddenSize} units`);
    if (part !== 'input') gains.recurrent[unit] = gain;
    if (part !== 'recurrent') gains.input[unit] = gain;
  }
  return gains;
}

/** The network under gains is an ordinary network with scaled rows. So all code that runs networks can run it. */
export function withGains(weights: RnnWeights, { recurrent, input }: UnitGains): RnnWeights {
  const { hiddenSize: H, inputDim: d } = weights;
  const scaled = (matrix: Float32Array, width: number, gains: Float32Array) =>
    matrix.map((weight, at) => weight * gains[Math.floor(at / width)]!);
  return {
    ...weights,
    recurrentWeights: scaled(weights.recurrentWeights, H, recurrent),
    inputWeights: scaled(weights.inputWeights, d, input),
  };
}

/**
 * The network with one gain on a part of the drive of some units.
 * @throws RangeError for a unit that does not exist
 */
export const underGain = (
  weights: RnnWeights,
  { units, part }: { units: readonly number[]; part: DrivePart },
  gain: number,
): RnnWeights => withGains(weights, unitGains(weights.hiddenSize, units, part, gain));

/**
 * The network with units held at h = 0 (docs/science.md §3.14). Their rows are zero, so they never fire again. The start state
 * must have them at zero too, see `clampStates`.
 */
export function clampUnits(weights: RnnWeights, units: readonly number[]): RnnWeights {
  const { hiddenSize: H, inputDim: d } = weights;
  const recurrentWeights = weights.recurrentWeights.slice();
  const inputWeights = weights.inputWeights.slice();
  for (const unit of units) {
    recurrentWeights.fill(0, unit * H, (unit + 1) * H);
    inputWeights.fill(0, unit * d, (unit + 1) * d);
  }
  return { ...weights, recurrentWeights, inputWeights };
}

/**
 * The network with muted units: their columns of W_hh are zero, so no unit receives their activity, not even themselves. They
 * still fire, and the read-out still sees them. What remains is their direct effect on the outputs.
 */
export function muteUnits(weights: RnnWeights, units: readonly number[]): RnnWeights {
  const { hiddenSize: H } = weights;
  const recurrentWeights = weights.recurrentWeights.slice();
  for (const unit of units) for (let at = unit; at < H * H; at += H) recurrentWeights[at] = 0;
  return { ...weights, recurrentWeights };
}

/** States with the clamped units at 0. @param states row-major [n×H] */
export function clampStates(states: Float32Array, hiddenSize: number, units: readonly number[]): Float32Array {
  const clamped = states.slice();
  for (let at = 0; at < clamped.length; at += hiddenSize) for (const unit of units) clamped[at + unit] = 0;
  return clamped;
}
