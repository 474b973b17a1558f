import type { RnnWeights } from './weights';

/**
 * Gains on the rows of a network: z = c∘(W_hh h) + n∘(W_in x) (docs/science.md §3.18). A gain multiplies rows, the drive a unit
 * receives; scaling columns instead leaves the eigenvalues alone and gets the eigenvectors wrong (quirk Q14).
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

/** Gains that are 1 everywhere but at `units`, there `gain`, on a part of the drive. @throws RangeError for a unit that is not there */
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

/** The network under gains: an ordinary network with scaled rows, so that everything that runs on networks runs on it. */
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

/** The network with one gain on a part of the drive of some units. @throws RangeError for a unit that is not there */
export const underGain = (
  weights: RnnWeights,
  { units, part }: { units: readonly number[]; part: DrivePart },
  gain: number,
): RnnWeights => withGains(weights, unitGains(weights.hiddenSize, units, part, gain));

/**
 * The network with units held at h = 0 (docs/science.md §3.14): their rows are zero, so that they never fire again. They are to
 * be zeroed in the start state too, see `clampStates`.
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
 * The network with units that no unit hears any more, themselves included: their columns of W_hh are zero. They fire as what drives them
 * makes them fire, and the read-out still hears them: what remains is what they do by being read out alone.
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
