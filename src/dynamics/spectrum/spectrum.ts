import { createEigenSolver } from '../../math/eigenvalues';
import type { RnnWeights } from '../../rnn/weights';
import { activeBlock, activeUnits } from '../units';

/** Added to the denominator of the Möbius map (docs/science.md §3.10). */
const MOBIUS_GUARD = 1e-8;

/** A complex pair is critical with |Re μ̂| below the first and Im μ̂ above the second (docs/science.md §3.10). */
export const CRITICAL_BAND: CriticalBand = { re: 0.1, im: 0.05 };
/** The band used to compare interventions (docs/science.md §3.18). */
export const INTERVENTION_BAND: CriticalBand = { re: 0.1, im: 0.06 };

export interface CriticalBand {
  re: number;
  im: number;
}

/**
 * Linearisation of the noise-free step at one state h: the Jacobian D·W_hh with D = diag(1[W_hh h > 0]) (docs/science.md §3.10).
 * Only the eigenvalues of its active block are listed; the other H − activeCount are 0 (docs/science.md §0.6). They do not depend
 * on the noise level.
 */
export interface Spectrum {
  /** Units active after a noise-free step from h. */
  activeCount: number;
  /** Eigenvalues λ [activeCount], real and imaginary parts; complex ones come as neighbouring conjugate pairs. */
  re: Float64Array;
  im: Float64Array;
  /** Their Möbius images μ̂ = (λ − 1)/(λ + 1) [activeCount]: Re μ̂ > 0 where |λ| > 1. */
  mobiusRe: Float64Array;
  mobiusIm: Float64Array;
  /** Eigenvalues with |λ| > 1; a complex pair counts 2. */
  unstable: number;
  /** Complex pairs in the band: close to the unit circle but not to 1, i.e. slowly decaying or growing rotations. */
  criticalPairs: number;
  /** Largest |λ|; 0 without active units. */
  radius: number;
}

/** Spectra of one network, state after state. */
export interface Spectrometer {
  /**
   * Finds the active set of the noise-free step from the state at `states[offset…offset + H)`, for `solve`.
   * @returns the number of active units
   */
  activate(states: ArrayLike<number>, offset?: number): number;
  /** Indices of the active units found last, ascending. Only the first ones count, as many as `activate()` returned. */
  readonly active: Int32Array;
  /**
   * Spectrum of the active set found last. Its arrays are views that the next call overwrites.
   * @throws RangeError when a weight is not finite or the eigenvalues do not converge
   */
  solve(): Spectrum;
}

/** Working memory for the spectra of `weights`: per state only the active block is allocated. */
export function createSpectrometer(weights: RnnWeights, band: CriticalBand = CRITICAL_BAND): Spectrometer {
  const { hiddenSize: H } = weights;
  const solver = createEigenSolver(H);
  const mobiusRe = new Float64Array(H);
  const mobiusIm = new Float64Array(H);
  const preActivation = new Float64Array(H);
  const active = new Int32Array(H);
  let count = 0;
  return {
    active,
    activate(states, offset = 0) {
      noiseFreePreActivation(weights, states, offset, active, preActivation);
      count = activeUnits(preActivation, H, active);
      return count;
    },
    solve() {
      solver.matrix.set(activeBlock(weights, active, count));
      solver.solve(count);
      const first = (array: Float64Array) => array.subarray(0, count);
      return describe(first(solver.re), first(solver.im), first(mobiusRe), first(mobiusIm), band);
    },
  };
}

/** Spectrum at one state h [H], in arrays of its own. For many states of one network use `createSpectrometer`. */
export function spectrumAt(weights: RnnWeights, h: ArrayLike<number>): Spectrum {
  const spectrometer = createSpectrometer(weights);
  spectrometer.activate(h);
  const views = spectrometer.solve();
  return {
    ...views,
    re: views.re.slice(),
    im: views.im.slice(),
    mobiusRe: views.mobiusRe.slice(),
    mobiusIm: views.mobiusIm.slice(),
  };
}

/** z = W_hh h into `out` [H]; `scratch` [H] receives the units active in h, as only their columns count. */
function noiseFreePreActivation(
  { hiddenSize: H, recurrentWeights }: RnnWeights,
  states: ArrayLike<number>,
  offset: number,
  scratch: Int32Array,
  out: Float64Array,
): void {
  const count = activeUnits(states, H, scratch, offset);
  for (let i = 0; i < H; i++) {
    let sum = 0;
    for (let a = 0; a < count; a++) sum += recurrentWeights[i * H + scratch[a]!]! * states[offset + scratch[a]!]!;
    out[i] = sum;
  }
}

/** Counts unstable eigenvalues and critical pairs and fills in the Möbius images. All arrays are of one length. */
function describe(
  re: Float64Array,
  im: Float64Array,
  mobiusRe: Float64Array,
  mobiusIm: Float64Array,
  band: CriticalBand,
): Spectrum {
  let unstable = 0;
  let criticalPairs = 0;
  let squaredRadius = 0;
  for (let k = 0; k < re.length; k++) {
    const x = re[k]!;
    const y = im[k]!;
    const squared = x * x + y * y;
    squaredRadius = Math.max(squaredRadius, squared);
    if (squared > 1) unstable++;
    const bottom = x + 1 + MOBIUS_GUARD;
    const size = bottom * bottom + y * y;
    mobiusRe[k] = ((x - 1) * bottom + y * y) / size;
    mobiusIm[k] = (y * (2 + MOBIUS_GUARD)) / size;
    // Im μ̂ has the sign of Im λ, so one eigenvalue of each pair is counted.
    if (Math.abs(mobiusRe[k]!) < band.re && mobiusIm[k]! > band.im) criticalPairs++;
  }
  return {
    activeCount: re.length,
    re,
    im,
    mobiusRe,
    mobiusIm,
    unstable,
    criticalPairs,
    radius: Math.sqrt(squaredRadius),
  };
}

export type SpectrumCounts = Pick<Spectrum, 'activeCount' | 'unstable' | 'criticalPairs' | 'radius'>;

export interface SpectrumCache {
  /** Counts of the spectrum of the noise-free step from the state at `offset` of `states`. */
  at(states: ArrayLike<number>, offset: number): SpectrumCounts;
  /** Different active sets met. */
  readonly size: number;
}

/** Spectra by active set: states with the same one have the same Jacobian, which is solved once. @throws RangeError as `Spectrometer.solve` */
export function createSpectrumCache(weights: RnnWeights, band?: CriticalBand): SpectrumCache {
  const spectrometer = createSpectrometer(weights, band);
  const known = new Map<string, SpectrumCounts>();
  return {
    at(states, offset) {
      const count = spectrometer.activate(states, offset);
      const key = keyOf(spectrometer.active, count, weights.hiddenSize);
      const earlier = known.get(key);
      if (earlier) return earlier;
      const { activeCount, unstable, criticalPairs, radius } = spectrometer.solve();
      const counts = { activeCount, unstable, criticalPairs, radius };
      known.set(key, counts);
      return counts;
    },
    get size() {
      return known.size;
    },
  };
}

/** Bits of a set of units, sixteen to a character: equal strings for equal sets only. */
function keyOf(active: Int32Array, count: number, hiddenSize: number): string {
  let key = '';
  let a = 0;
  for (let end = 16; end < hiddenSize + 16; end += 16) {
    let bits = 0;
    for (; a < count && active[a]! < end; a++) bits |= 1 << (active[a]! & 15);
    key += String.fromCharCode(bits);
  }
  return key;
}
