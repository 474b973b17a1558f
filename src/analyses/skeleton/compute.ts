import { type BasinsOptions, basins as findBasins } from '../../dynamics/skeleton/basins';
import { committor } from '../../dynamics/skeleton/saddles';
import { skeleton as findSkeleton, type Skeleton } from '../../dynamics/skeleton/skeleton';
import { type SkeletonGraph, skeletonGraph } from '../../dynamics/skeleton/skeletonGraph';
import type { HmmSpec } from '../../hmm/spec';
import { type Work, within } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';

/** The skeleton at σ = 1, its graph beside that of the model, and what becomes of runs released at its saddles. */
export interface SkeletonReport extends Skeleton {
  graph: SkeletonGraph;
  /** Of each saddle with one unstable direction: its place in `points`, and the share of each output [K] some steps later. */
  committors: { point: number; shares: Estimate[] }[];
}

/**
 * Fixed points, saddles and limit cycle of the mean step (docs/science.md §7.4).
 * @throws RangeError when the driven run passes the divergence cap
 */
export function* skeleton({ weights, hmm, seed }: { weights: RnnWeights; hmm: HmmSpec; seed: number }): Work<SkeletonReport> {
  const found = yield* within(findSkeleton(weights, { seed }), 0, 0.95);
  const saddles = found.points.flatMap(({ unstable }, point) => (unstable === 1 ? [point] : []));
  const committors: SkeletonReport['committors'] = [];
  for (const point of saddles) {
    committors.push({ point, shares: committor(weights, found.points[point]!.state, { seed }) });
    yield 0.95 + (0.05 * committors.length) / saddles.length;
  }
  return { ...found, graph: skeletonGraph(found, hmm), committors };
}

/** From where in the plane of the portrait the mean map leads into which well. */
export const basins = ({ weights, ...options }: { weights: RnnWeights } & BasinsOptions) => findBasins(weights, options);
