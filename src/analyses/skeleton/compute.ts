import { type BasinsOptions, basins as findBasins } from '../../dynamics/skeleton/basins';
import { committor } from '../../dynamics/skeleton/saddles';
import { skeleton as findSkeleton, type Skeleton } from '../../dynamics/skeleton/skeleton';
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

/** Two outputs that are joined, the smaller first. */
export type OutputPair = readonly [number, number];

/** Which wells the skeleton joins, beside which outputs the model joins. */
export interface SkeletonGraph {
  /** Outputs with a well, ascending. */
  wells: number[];
  /** Outputs whose wells some saddle with one unstable direction leads into, one on either side. */
  joined: OutputPair[];
  /** Outputs that the model goes between (see `modelGraph`). */
  model: OutputPair[];
  /** Share of the skeleton’s pairs that are the model’s, and of the model’s that are the skeleton’s; NaN where there is none to ask. */
  precision: number;
  recall: number;
}

const same = (a: OutputPair, b: OutputPair): boolean => a[0] === b[0] && a[1] === b[1];
const pair = (a: number, b: number): OutputPair => (a < b ? [a, b] : [b, a]);

/** Each pair once, in order. */
function differing(pairs: readonly OutputPair[]): OutputPair[] {
  const first = pairs.filter((one, at) => pairs.findIndex((other) => same(one, other)) === at);
  return first.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** Probabilities this near to the largest are as probable: half-and-half states show either output. */
const AS_PROBABLE = 1e-6;

/**
 * Outputs the model goes between: the most probable outputs of two states with a transition between them, where they differ. A state with
 * several most probable outputs shows each of them.
 */
export function modelGraph({ nStates, transitionMatrix, emissionMatrix }: HmmSpec): OutputPair[] {
  const shown = emissionMatrix.map((row) => {
    const most = Math.max(...row);
    return row.flatMap((p, k) => (p >= most - AS_PROBABLE ? [k] : []));
  });
  const pairs: OutputPair[] = [];
  for (let i = 0; i < nStates; i++)
    for (let j = 0; j < nStates; j++)
      if (i !== j && transitionMatrix[i]![j]! > 0)
        for (const a of shown[i]!) for (const b of shown[j]!) if (a !== b) pairs.push(pair(a, b));
  return differing(pairs);
}

/** The graph of the skeleton beside that of the model (docs/science.md §7.4). */
export function skeletonGraph({ points }: Pick<Skeleton, 'points'>, hmm: HmmSpec): SkeletonGraph {
  const wells = [...new Set(points.filter(({ unstable }) => unstable === 0).map(({ label }) => label))].sort((a, b) => a - b);
  const joined = points.flatMap(({ unstable, arrivals }): OutputPair[] => {
    if (unstable !== 1) return [];
    const [there, back] = arrivals;
    if (there?.kind !== 'point' || back?.kind !== 'point') return [];
    const [a, b] = [points[there.index]!.label, points[back.index]!.label];
    return a === b ? [] : [pair(a, b)];
  });
  const found = differing(joined);
  const model = modelGraph(hmm);
  const both = found.filter((one) => model.some((other) => same(one, other))).length;
  return { wells, joined: found, model, precision: both / found.length, recall: both / model.length };
}
