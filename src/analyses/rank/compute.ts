import { type RankReport, rankCurve } from '../../dynamics/emergence/rank';
import { participationRatio, type Richness, richnessOf } from '../../dynamics/emergence/richness';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import type { HmmSpec } from '../../hmm/spec';
import type { Work } from '../../math/progress';
import { type PcaBasis, projectStates } from '../../math/projection';
import type { RnnWeights } from '../../rnn/weights';

/** Steps of each run that are drawn. */
const SHOWN = 1500;

/** The beginning of a run of one rank, on the principal axes of the whole network. */
export interface RankRun {
  rank: number;
  /** Row-major [steps×ORBIT_STRIDE]. */
  points: Float32Array;
  labels: Uint8Array;
}

/** The curve, a run of each rank under the same noise, and how rich the training was. */
export interface RankView extends RankReport {
  hiddenSize: number;
  /** Of each point of the curve, in its order. */
  runs: RankRun[];
  /** Participation ratio of W_hh; with a start also of the change, ‖ΔW‖/‖W₀‖ and the cosine of both. */
  richness: Pick<Richness, 'weights'> & Partial<Richness>;
}

interface RankInput {
  weights: RnnWeights;
  hmm: HmmSpec;
  basis: PcaBasis;
  /** W_hh before training, where it is known. */
  start?: Float32Array;
  seed: number;
}

/** How much of W_hh the switch needs (docs/science.md §7.5). */
export function* rank({ weights, hmm, basis, start, seed }: RankInput): Work<RankView> {
  const { hiddenSize: H, recurrentWeights } = weights;
  const runs: RankRun[] = [];
  const report = yield* rankCurve(weights, hmm, {
    seed,
    ...(start ? { start } : {}),
    watch({ states, outputLabels, steps }, of) {
      const shown = Math.min(SHOWN, steps);
      const points = projectStates(states.subarray(0, shown * H), basis, ORBIT_STRIDE);
      runs.push({ rank: of, points, labels: outputLabels.slice(0, shown) });
    },
  });
  // The whole network was looked at first, and stands last in the curve.
  const [whole, ...cut] = runs;
  return {
    ...report,
    hiddenSize: H,
    runs: [...cut, whole!],
    richness: start ? richnessOf(recurrentWeights, start, H) : { weights: participationRatio(recurrentWeights, H) },
  };
}
