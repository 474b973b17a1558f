import { normalDensity, normalDistribution } from '../../math/normal';
import type { RnnWeights } from '../../rnn/weights';

/**
 * The exact conditional mean of one step, F(m) = E[h at t + 1 | h at t = m] (docs/science.md §7.4). With u = W_hh m and
 * s_i = σ‖row i of W_in‖ the drive of unit i is normal with mean u_i and deviation s_i, so that F_i = u_i Φ(u_i/s_i) + s_i φ(u_i/s_i).
 * Where F(m) = m the expected next state is the state itself. The noise-free step has no such points but the origin: rectified noise
 * is a bias. F is a map of means, not of the noisy system. By homogeneity F at σ is σ·F at 1 of m/σ.
 */
export interface MeanMap {
  readonly size: number;
  /** F(m) into `out` [H]; `out` may be `m`. */
  apply(m: Float64Array, out: Float64Array): void;
  /** Jacobian diag(Φ(u/s))·W_hh at m into `out`, row-major [H×H]. */
  jacobian(m: Float64Array, out: Float64Array): void;
}

/** @param noiseStd σ > 0. @throws RangeError for another */
export function createMeanMap(weights: RnnWeights, noiseStd = 1): MeanMap {
  if (!(noiseStd > 0 && Number.isFinite(noiseStd)))
    throw new RangeError(`a noise of ${noiseStd} makes no landscape: it must be above 0`);
  const { hiddenSize: H, inputDim: d, inputWeights } = weights;
  const recurrent = Float64Array.from(weights.recurrentWeights);
  const deviations = Float64Array.from({ length: H }, (_, i) => {
    let squares = 0;
    for (let j = i * d; j < (i + 1) * d; j++) squares += inputWeights[j]! ** 2;
    return noiseStd * Math.sqrt(squares);
  });
  const drive = new Float64Array(H);
  const fillDrive = (m: Float64Array): void => {
    for (let i = 0; i < H; i++) {
      let sum = 0;
      for (let j = 0, at = i * H; j < H; j++, at++) sum += recurrent[at]! * m[j]!;
      drive[i] = sum;
    }
  };
  return {
    size: H,
    apply(m, out) {
      fillDrive(m);
      for (let i = 0; i < H; i++) out[i] = rectifiedMean(drive[i]!, deviations[i]!);
    },
    jacobian(m, out) {
      fillDrive(m);
      for (let i = 0; i < H; i++) {
        const slope = openShare(drive[i]!, deviations[i]!);
        for (let at = i * H; at < (i + 1) * H; at++) out[at] = slope * recurrent[at]!;
      }
    },
  };
}

/** E ReLU(u + sξ) of a standard normal ξ. @param s ≥ 0; at 0 it is ReLU(u) */
function rectifiedMean(u: number, s: number): number {
  if (s === 0) return Math.max(0, u);
  // Far below threshold the two terms cancel to rounding, which may be less than 0; a mean rate never is.
  return Math.max(0, u * normalDistribution(u / s) + s * normalDensity(u / s));
}

/** P(u + sξ > 0), the share of draws in which the unit fires; half of a threshold met exactly without noise. */
function openShare(u: number, s: number): number {
  if (s === 0) return u > 0 ? 1 : u < 0 ? 0 : 0.5;
  return normalDistribution(u / s);
}

/** ‖a − b‖₂ */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(squares);
}
