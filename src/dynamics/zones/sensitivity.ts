import { type PcaBasis, project } from '../../math/projection';
import type { RnnWeights } from '../../rnn/weights';
import { createFanDrawer, type Fan, type FanSpread, fanSpread, type NoiseMixing, type SensitivityAnchor } from './sensitivityFan';

/** The γ of the reference code: only recorded noise, half fresh, only fresh noise. */
export const GAMMAS: readonly number[] = [0, 0.5, 1];

/** Futures of one anchor at one γ. */
export interface SensitivityCurve {
  gamma: number;
  /** Spread after 1 … steps steps [steps]. */
  spread: FanSpread[];
  /** Projected trajectories [drawn×(steps + 1)×axes], each beginning at the anchor; empty without a basis. */
  paths: Float32Array;
  /** Argmax labels of the drawn trajectories [drawn×steps]. */
  labels: Uint8Array;
}

/** A fan of futures per γ. */
export interface NoiseSensitivity {
  steps: number;
  trajectories: number;
  mixing: NoiseMixing;
  /** Number of trajectories that are projected, and of coordinates per point. */
  drawn: number;
  axes: number;
  curves: SensitivityCurve[];
}

export interface NoiseSensitivityOptions {
  /** Seed of the fresh noise. */
  seed: number;
  anchor: SensitivityAnchor;
  /** Default 100. */
  trajectories?: number;
  /** 1 … 30; the reference uses 5, the default. */
  steps?: number;
  /** Default GAMMAS. */
  gammas?: readonly number[];
  /** Default 'variance-preserving'. */
  mixing?: NoiseMixing;
  /** The basis on which the drawn trajectories are projected; without it there are none. */
  basis?: PcaBasis;
  /** Default 30. */
  drawn?: number;
}

/** Steps between two reports of progress: about 20 ms at H = 150. */
const STEPS_PER_YIELD = 1000;

/**
 * Futures of one state under the noise that followed it, mixed with fresh noise (docs/science.md §3.12). At γ = 0 all are the
 * recorded path: bit for bit if it was stepped in float64, and to float32 precision if it comes from `simulate`. All γ use the
 * same fresh noise. Yields progress 0 … 1.
 * @throws RangeError when the recorded noise does not reach `steps` steps, for fewer than two trajectories, or γ outside 0 … 1
 */
export function* noiseSensitivity(
  weights: RnnWeights,
  options: NoiseSensitivityOptions,
): Generator<number, NoiseSensitivity, void> {
  const { seed, anchor, trajectories = 100, steps = 5, gammas = GAMMAS, mixing = 'variance-preserving', basis } = options;
  requireSizes(weights, anchor, trajectories, steps);
  const drawn = Math.min(options.drawn ?? 30, trajectories);
  const axes = basis ? basis.components.length / basis.mean.length : 0;
  const drawer = createFanDrawer(weights, trajectories, steps, seed);
  drawer.refresh(0);
  const curves: SensitivityCurve[] = [];
  const portion = Math.max(1, Math.floor(STEPS_PER_YIELD / steps));
  for (const gamma of gammas) {
    // The first portion allocates the arrays that the others fill.
    let fan = drawer.draw(anchor, gamma, mixing, 0, Math.min(portion, trajectories));
    for (let from = portion; from < trajectories; from += portion) {
      yield (curves.length + from / trajectories) / gammas.length;
      fan = drawer.draw(anchor, gamma, mixing, from, Math.min(from + portion, trajectories));
    }
    curves.push({
      gamma,
      spread: Array.from({ length: steps }, (_, t) => fanSpread(fan, steps, t)),
      paths: basis ? projectFan(fan, anchor, basis, drawn, steps) : new Float32Array(0),
      labels: fan.labels.slice(0, drawn * steps),
    });
    yield curves.length / gammas.length;
  }
  return { steps, trajectories, mixing, drawn, axes, curves };
}

function requireSizes(
  { hiddenSize: H, inputDim: d }: RnnWeights,
  anchor: SensitivityAnchor,
  trajectories: number,
  steps: number,
) {
  if (anchor.state.length !== H) throw new RangeError(`a state of ${anchor.state.length} numbers does not fit ${H} units`);
  if (!(steps >= 1 && steps <= 30)) throw new RangeError(`${steps} steps: 1 to 30 are possible`);
  if (anchor.nextNoise.length < steps * d)
    throw new RangeError(`${anchor.nextNoise.length} noise values do not drive ${steps} steps of ${d} inputs`);
  if (trajectories < 2) throw new RangeError(`${trajectories} trajectories have no covariance`);
}

function projectFan(fan: Fan, anchor: SensitivityAnchor, basis: PcaBasis, drawn: number, steps: number): Float32Array {
  const H = basis.mean.length;
  const axes = basis.components.length / H;
  const paths = new Float32Array(drawn * (steps + 1) * axes);
  for (let r = 0; r < drawn; r++) {
    const from = r * (steps + 1) * axes;
    project(basis, anchor.state, paths, from, axes);
    for (let t = 0; t < steps; t++) project(basis, fan.states, paths, from + (t + 1) * axes, axes, (r * steps + t) * H);
  }
  return paths;
}
