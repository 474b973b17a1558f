import { type Work, within } from '../../math/progress';
import { randomSequence } from '../../math/random';
import { noiseFreeNorms, simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { meanNorm } from '../orbit/orbit';
import { borderStates } from './edge';
import { type CycleContext, follow, type LimitCycle, labelOf, spreadOf } from './limitCycle';
import { createMeanMap, distance, type MeanMap } from './meanMap';
import { createFixedPointSearch } from './newton';
import { classifyPoint, type FixedPoint, modulus } from './points';

/** Where an unstable direction leads. */
export type Arrival = { kind: 'point'; index: number } | { kind: 'cycle' } | { kind: 'unknown' };

/** A fixed point of the skeleton. */
export interface SkeletonPoint extends FixedPoint {
  /** Most probable output there. */
  label: number;
  /** How many searches ended there. */
  found: number;
  /** Where the map leads from a small step along each of `directions` and against it, in pairs [2 × directions]. */
  arrivals: Arrival[];
}

/**
 * 'switch': two or more wells; 'cycle': a limit cycle; 'noisy-focus': one point that the mean step spirals into, which noise keeps the state
 * away from; 'resting-point': one that it goes straight into; 'undecided': none of these was found.
 */
export const SKELETON_KINDS = ['switch', 'cycle', 'noisy-focus', 'resting-point', 'undecided'] as const;
export type SkeletonKind = (typeof SKELETON_KINDS)[number];

/** The mean step of a network: what noise builds and then wanders in (docs/science.md §7.4). No attractor of the noisy system. */
export interface Skeleton {
  kind: SkeletonKind;
  /** Those that attract first, then by number of unstable directions. */
  points: SkeletonPoint[];
  cycle?: LimitCycle;
  /** Σ sign det(I − DF) over the points found. */
  indexSum: number;
  /**
   * Where the map sends a ball into itself the sum over all points is 1. 'complete': it is (which does not exclude that points of opposite sign
   * are missing); 'incomplete': it is not, so some point was not found; 'unchecked': the map sends no ball into itself that we know of.
   */
  completeness: 'complete' | 'incomplete' | 'unchecked';
  /** σ. All states scale with it. */
  noiseStd: number;
  /** Mean ‖h‖ of the driven run, and root mean squared distance from its mean state. */
  drivenNorm: number;
  drivenSpread: number;
  /** Mean state of the driven run [H]. */
  drivenCentre: Float64Array;
  /** Searches made, and how many of them ended at a fixed point. */
  searches: number;
  converged: number;
}

export interface SkeletonOptions {
  seed: number;
  /** States of a driven run that searches begin from, at least 120 but in tests. Default 120. */
  starts?: number;
  /** σ > 0. Default 1. */
  noiseStd?: number;
}

const STARTS = 120;
/** Steps between starts, and before the first. */
const SPACING = 20;
const WARM_UP = 50;
/** Points nearer than this, in driven lengths, are one. */
const MERGE = 1e-4;
/** A search this near a known point, and this near to fixed, ends there. */
const NEAR = 1e-3;
/** States the map is iterated from, to find a cycle. */
const RELEASED = 8;
/** Rounds of further searches while the index theorem says that a point is missing, and starts of each. */
const ROUNDS = 4;
const MORE_STARTS = 60;
/** Noise-free steps after which the map far from the origin counts as contracting (claim C3). */
const COLLAPSE_STEPS = 500;
const COLLAPSED = 1e-3;
const COLLAPSE_STARTS = 20;
/** Size of the step along an unstable direction, in driven lengths. */
const NUDGE = 1e-3;

/** What has been found so far. */
interface Collection {
  context: CycleContext;
  map: MeanMap;
  scale: number;
  points: SkeletonPoint[];
  cycle: LimitCycle | undefined;
  searches: number;
  converged: number;
  /** Searches from a state; what is found is added. */
  search(start: ArrayLike<number>): void;
}

/**
 * Fixed points, unstable directions and limit cycle of the exact conditional-mean map, from states of a driven run; then along the borders
 * between wells, and on until the index theorem is met. Yields progress 0 … 1.
 * @throws RangeError when the driven run passes the divergence cap or stays at the origin, or for fewer than one start
 */
export function* skeleton(weights: RnnWeights, { seed, starts = STARTS, noiseStd = 1 }: SkeletonOptions): Work<Skeleton> {
  if (!(starts >= 1)) throw new RangeError(`${starts} states are too few to search from`);
  const run = simulate(weights, { steps: starts * SPACING, seed, warmUp: WARM_UP, noiseStd });
  if (run.divergent)
    throw new RangeError(`the driven run passes the divergence cap after ${run.steps} steps: it has no skeleton`);
  const H = weights.hiddenSize;
  const drivenNorm = meanNorm(run.states, H);
  if (!(drivenNorm > 0)) throw new RangeError('noise does not move this network: there is no landscape for it to build');
  const { centre: drivenCentre, radius: drivenSpread } = spreadOf(run.states, H);
  const stateAt = (k: number) => Float64Array.from(run.states.subarray(k * SPACING * H, (k * SPACING + 1) * H));
  const found = collect(weights, noiseStd, drivenNorm, drivenSpread);
  for (let k = 0; k < starts; k++) {
    found.search(stateAt(k));
    yield (0.6 * (k + 1)) / starts;
  }
  yield* within(
    release(
      found,
      Array.from({ length: RELEASED }, (_, k) => stateAt(Math.floor((k * starts) / RELEASED))),
    ),
    0.6,
    0.7,
  );
  yield* within(searchBorders(found), 0.7, 0.85);
  const contracts = contractsFarOut(weights, stateAt, starts, drivenNorm);
  if (contracts) yield* within(searchOn(found, weights, seed, noiseStd), 0.85, 0.95);
  return yield* within(describe(found, { contracts, noiseStd, drivenNorm, drivenSpread, drivenCentre }), 0.95, 1);
}

function collect(weights: RnnWeights, noiseStd: number, scale: number, drivenSpread: number): Collection {
  const map = createMeanMap(weights, noiseStd);
  const search = createFixedPointSearch(map);
  const points: SkeletonPoint[] = [];
  const nearest = (state: Float64Array, within: number) =>
    points.findIndex((point) => distance(point.state, state) < within * scale);
  return {
    context: { map, readout: weights.readoutWeights, drivenSpread },
    map,
    scale,
    points,
    cycle: undefined,
    searches: 0,
    converged: 0,
    search(start) {
      this.searches++;
      const nearKnown = (state: Float64Array, residual: number) => residual < NEAR * scale && nearest(state, NEAR) >= 0;
      const state = search.from(start, scale, nearKnown);
      if (!state) return;
      this.converged++;
      const known = Math.max(nearest(state, MERGE), nearest(state, NEAR));
      if (known >= 0 && (distance(points[known]!.state, state) < MERGE * scale || !isFixed(map, state, scale)))
        points[known]!.found++;
      else points.push({ ...classifyPoint(map, state), label: labelOf(weights.readoutWeights, state), found: 1, arrivals: [] });
    },
  };
}

/** Whether a search ended at a fixed point, and not merely near one that is known. */
function isFixed(map: MeanMap, state: Float64Array, scale: number): boolean {
  const image = new Float64Array(map.size);
  map.apply(state, image);
  return distance(image, state) < 1e-9 * scale;
}

const wellsOf = ({ points }: Collection): SkeletonPoint[] => points.filter(({ unstable }) => unstable === 0);

/** Where the map leads from states; a point of rest not known before is added, a cycle too. */
function* release(found: Collection, states: readonly Float64Array[]): Work<void> {
  for (const [n, state] of states.entries()) {
    arriveAt(found, state);
    yield (n + 1) / states.length;
  }
}

function arriveAt(found: Collection, start: Float64Array): Arrival {
  const wells = wellsOf(found);
  const end = follow(
    found.context,
    start,
    wells.map(({ state }) => state),
    NEAR * found.scale,
  );
  if (end.kind === 'point') return { kind: 'point', index: found.points.indexOf(wells[end.index]!) };
  if (end.kind === 'cycle') {
    found.cycle ??= end.cycle;
    return { kind: 'cycle' };
  }
  const before = found.points.length;
  found.search(end.state);
  const index = found.points.length - 1;
  return index >= before && found.points[index]!.unstable === 0 ? { kind: 'point', index } : { kind: 'unknown' };
}

/** Searches from the border between every two wells. */
function* searchBorders(found: Collection): Work<void> {
  const wells = wellsOf(found).map(({ state }) => state);
  const pairs = wells.flatMap((_, a) => wells.slice(a + 1).map((__, k) => [a, a + 1 + k] as const));
  for (const [n, [a, b]] of pairs.entries()) {
    for (const state of borderStates(found.context, wells, a, b, found.scale)) found.search(state);
    yield (n + 1) / pairs.length;
  }
}

const indexSum = ({ points }: Collection): number => points.reduce((sum, { index }) => sum + index, 0);

/** Further searches while a point is missing: from a fresh run, and from means of points known with random weights. */
function* searchOn(found: Collection, weights: RnnWeights, seed: number, noiseStd: number): Work<void> {
  const H = weights.hiddenSize;
  for (let round = 0; round < ROUNDS && indexSum(found) !== 1; round++) {
    const run = simulate(weights, { steps: MORE_STARTS * SPACING, seed, run: 1 + round, warmUp: WARM_UP, noiseStd });
    const random = randomSequence(seed, 'groups', 1 + round);
    for (let k = 0; k < MORE_STARTS && indexSum(found) !== 1; k++) {
      const driven = run.states.subarray(k * SPACING * H, (k * SPACING + 1) * H);
      const known = [driven, ...found.points.map(({ state }) => state)];
      const shares = known.map((_, n) => (n === 0 && k % 2 === 1 ? 0 : -Math.log(random.uniform())));
      const total = shares.reduce((sum, share) => sum + share, 0);
      const mean = Float64Array.from({ length: H }, (_, i) =>
        known.reduce((sum, state, n) => sum + (shares[n]! / total) * state[i]!, 0),
      );
      found.search(k % 2 === 0 && found.points.length > 0 ? driven : mean);
      yield (round + (k + 1) / MORE_STARTS) / ROUNDS;
    }
  }
}

/** Far out the map is the noise-free step; where that collapses from the directions a driven run takes, a large ball goes into itself. */
function contractsFarOut(weights: RnnWeights, stateAt: (k: number) => Float64Array, starts: number, drivenNorm: number): boolean {
  const count = Math.min(COLLAPSE_STARTS, starts);
  for (let k = 0; k < count; k++) {
    const norms = noiseFreeNorms(weights, stateAt(Math.floor((k * starts) / count)), COLLAPSE_STEPS);
    if (!(norms[COLLAPSE_STEPS]! < COLLAPSED * drivenNorm)) return false;
  }
  return true;
}

/** The points in their order with what their directions lead to, and the kind. */
function* describe(
  found: Collection,
  run: { contracts: boolean } & Pick<Skeleton, 'noiseStd' | 'drivenNorm' | 'drivenSpread' | 'drivenCentre'>,
): Work<Skeleton> {
  for (const point of [...found.points]) {
    if (point.unstable === 0) continue;
    point.arrivals = point.directions.flatMap((direction) =>
      [1, -1].map((sign) =>
        arriveAt(
          found,
          point.state.map((value, i) => Math.max(0, value + sign * NUDGE * found.scale * direction[i]!)),
        ),
      ),
    );
    yield 0.5;
  }
  const { searches, converged, cycle } = found;
  const points = inOrder(found.points);
  const sum = indexSum(found);
  const { contracts, ...driven } = run;
  return {
    kind: kindOf(points, cycle),
    points,
    ...(cycle ? { cycle } : {}),
    indexSum: sum,
    completeness: contracts ? (sum === 1 ? 'complete' : 'incomplete') : 'unchecked',
    ...driven,
    searches,
    converged,
  };
}

/** By number of unstable directions, then by label, then by |μ|, the largest first: no matter where searches began. Arrivals follow. */
function inOrder(points: readonly SkeletonPoint[]): SkeletonPoint[] {
  const sorted = [...points].sort(
    (a, b) => a.unstable - b.unstable || a.label - b.label || modulus(b.multipliers[0]!) - modulus(a.multipliers[0]!),
  );
  return sorted.map((point) => ({
    ...point,
    arrivals: point.arrivals.map((arrival) =>
      arrival.kind === 'point' ? { kind: 'point', index: sorted.indexOf(points[arrival.index]!) } : arrival,
    ),
  }));
}

function kindOf(points: readonly SkeletonPoint[], cycle: LimitCycle | undefined): SkeletonKind {
  const wells = points.filter(({ unstable }) => unstable === 0);
  if (wells.length > 1) return 'switch';
  if (cycle) return 'cycle';
  if (wells.length === 0) return 'undecided';
  return wells[0]!.kind === 'focus' ? 'noisy-focus' : 'resting-point';
}
