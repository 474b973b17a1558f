import { bootstrapEstimates, type Stratum, stratifiedBootstrap } from '../../math/bootstrap';
import { randomSequence } from '../../math/random';
import type { Estimate } from '../../math/statistics';
import { simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { type Judgement, judge, judgeIfEnough } from '../judge';
import { GAMMAS } from './sensitivity';
import {
  createFanDrawer,
  type FanDrawer,
  fanSpread,
  type NoiseMixing,
  type RecordedNoise,
  recordedNoise,
  type SensitivityAnchor,
} from './sensitivityFan';
import { CLUSTER, KICK_ZONE, TRANSITION, ZONE_NAMES, zoneVisits } from './zones';

/** Spread averaged over the anchors of a zone at one γ, after 1 … steps steps [steps]. Intervals by bootstrap over anchors. */
export interface ZoneSensitivityCurve {
  gamma: number;
  covarianceTrace: Estimate[];
  meanDistance: Estimate[];
  labelAgreement: Estimate[];
}

export interface ZoneSensitivity {
  /** Number of visits of the zone that could be chosen. */
  visits: number;
  /** Indices of the anchors among the states of the run, ascending, one per visit. */
  anchors: Int32Array;
  curves: ZoneSensitivityCurve[];
}

/** Noise sensitivity by zone, and the verdicts of claims C9 and C9b. */
export interface SensitivityByZone {
  /** Indexed by zone: transition, kick-zone, cluster. */
  zones: ZoneSensitivity[];
  trajectories: number;
  steps: number;
  mixing: NoiseMixing;
  /** Mean covariance trace in transitions over that in clusters, at γ = 1 after 5 steps. */
  traceRatio: Estimate;
  /** Label agreement there: the lower of transitions and clusters minus that of kick-zones. */
  agreementGap: Estimate;
  /** C9: traceRatio ≤ .85. */
  traceVerdict: Judgement;
  /** C9b: agreementGap ≥ .05: the decision falls in the kick-zones. */
  agreementVerdict: Judgement;
}

/** A run of `simulate` from h = 0. */
export interface SensitivityRun extends RecordedNoise {
  /** Steps before the first state. Default 0. */
  warmUp?: number;
  /** S, number of recorded states, one for each entry of `zones`. */
  states: number;
}

export interface SensitivityByZoneOptions {
  /** Seed of the fresh noise, the choice of anchors and the bootstrap. */
  seed: number;
  /** Default 40, the fewest the claims are judged on. */
  anchorsPerZone?: number;
  /** Default 100. */
  trajectories?: number;
  /** At least 5, where the claims are judged. Default 5. */
  steps?: number;
  /** Must hold 1. Default GAMMAS. */
  gammas?: readonly number[];
  /** Default 'variance-preserving'. At γ = 1 there is no difference. */
  mixing?: NoiseMixing;
}

/** Thresholds of claims C9 and C9b, the number of steps at which they apply, and the number of anchors per zone they require. */
const MAX_TRACE_RATIO = 0.85;
const LEAST_AGREEMENT_GAP = 0.05;
const JUDGED_STEPS = 5;
const MIN_ANCHORS = 40;

const ZONES = [TRANSITION, KICK_ZONE, CLUSTER] as const;
/** Share of the progress before the bootstrap. */
const MEASURING = 0.95;
/** Anchors are chosen with draws of their own, not those of the bootstrap. */
const CHOICE_UPDATE = 2;

/**
 * `noiseSensitivity` averaged over anchors of each zone (docs/science.md §3.12). The anchors are random states in random distinct
 * visits, so every visit weighs the same, long or short. Yields progress 0 … 1.
 * @param zones zone of each state [S]: 0 transition, 1 kick-zone, 2 cluster, 3 unassigned
 * @throws RangeError when the run passes the divergence cap, `zones` does not fit it, or steps or γ do not allow the claims to be
 * judged
 */
export function* sensitivityByZone(
  weights: RnnWeights,
  run: SensitivityRun,
  zones: Uint8Array,
  options: SensitivityByZoneOptions,
): Generator<number, SensitivityByZone, void> {
  const { seed, anchorsPerZone = MIN_ANCHORS, trajectories = 100, steps = JUDGED_STEPS } = options;
  const { gammas = GAMMAS, mixing = 'variance-preserving' } = options;
  if (zones.length !== run.states) throw new RangeError(`${zones.length} zones do not fit ${run.states} states`);
  if (!(steps >= JUDGED_STEPS)) throw new RangeError(`the claims are about ${JUDGED_STEPS} steps, not ${steps}`);
  if (!gammas.includes(1)) throw new RangeError('the claims are about γ = 1, which is not among those asked for');
  const states = replay(weights, run);
  yield 0;
  const visits = zoneVisits(zones);
  const chosen = ZONES.map((zone) => chooseAnchors(visits, zone, anchorsPerZone, seed));
  const total = chosen.reduce((sum, { anchors }) => sum + anchors.length, 0);
  const drawer = createFanDrawer(weights, trajectories, steps, seed);
  const layout: Layout = { gammas, steps, stride: 1 + gammas.length * steps * QUANTITIES };
  const strata: Stratum[] = [];
  let done = 0;
  for (const { anchors } of chosen) {
    const sums = new Float64Array(anchors.length * layout.stride);
    for (let a = 0; a < anchors.length; a++) {
      drawer.refresh(done);
      const row = sums.subarray(a * layout.stride, (a + 1) * layout.stride);
      measure(drawer, anchorAt(weights, run, states, anchors[a]!, steps), mixing, layout, row);
      yield (MEASURING * ++done) / total;
    }
    strata.push({ sums, stride: layout.stride });
  }
  const found: ZoneSensitivity[] = [];
  for (const choice of chosen) {
    found.push({ ...choice, curves: curvesOf(strata[found.length]!, layout, seed) });
    yield MEASURING + ((1 - MEASURING) * found.length) / (chosen.length + 1);
  }
  return { zones: found, trajectories, steps, mixing, ...judgeSensitivity(found, strata, layout, seed) };
}

/** Covariance trace, mean distance and label agreement. */
const QUANTITIES = 3;

/** The row of sums of an anchor: 1, then the quantities of each step of each γ. */
interface Layout {
  gammas: readonly number[];
  steps: number;
  stride: number;
}

/** Entry of a quantity in a row of sums. */
const placeOf = ({ steps }: Layout, gamma: number, step: number, quantity: number): number =>
  1 + (gamma * steps + step) * QUANTITIES + quantity;

function replay(weights: RnnWeights, { states, warmUp = 0, ...source }: SensitivityRun): Float32Array {
  const record = simulate(weights, { ...source, steps: states, warmUp });
  if (record.divergent) throw new RangeError(`the run passes the divergence cap after ${warmUp + record.steps} steps`);
  return record.states;
}

function anchorAt(
  { hiddenSize: H, inputDim: d }: RnnWeights,
  run: SensitivityRun,
  states: Float32Array,
  t: number,
  steps: number,
): SensitivityAnchor {
  const nextNoise = recordedNoise(run, (run.warmUp ?? 0) + t + 1, steps, d);
  return { state: states.subarray(t * H, (t + 1) * H), nextNoise };
}

function measure(drawer: FanDrawer, anchor: SensitivityAnchor, mixing: NoiseMixing, layout: Layout, row: Float64Array): void {
  row[0] = 1;
  layout.gammas.forEach((gamma, g) => {
    const fan = drawer.draw(anchor, gamma, mixing);
    for (let step = 0; step < layout.steps; step++) {
      const { covarianceTrace, meanDistance, labelAgreement } = fanSpread(fan, layout.steps, step);
      row.set([covarianceTrace.value, meanDistance.value, labelAgreement.value], placeOf(layout, g, step, 0));
    }
  });
}

/** Up to `count` states of one zone from distinct visits, ascending. */
function chooseAnchors(visits: ReturnType<typeof zoneVisits>, zone: number, count: number, seed: number) {
  const own = visits.filter((visit) => visit.zone === zone);
  const random = randomSequence(seed, 'bootstrap', CHOICE_UPDATE, zone);
  // The first part of a shuffle: every visit is equally likely.
  const order = own.slice();
  const anchors = new Int32Array(Math.min(count, own.length));
  for (let a = 0; a < anchors.length; a++) {
    const other = a + random.integer(order.length - a);
    [order[a], order[other]] = [order[other]!, order[a]!];
    const { from, to } = order[a]!;
    anchors[a] = from + random.integer(to - from);
  }
  return { visits: own.length, anchors: anchors.sort() };
}

function curvesOf({ sums, stride }: Stratum, layout: Layout, seed: number): ZoneSensitivityCurve[] {
  const means = bootstrapEstimates(sums, stride, (totals) => Array.from(totals, (total) => total / totals[0]!), seed);
  return layout.gammas.map((gamma, g) => {
    const along = (quantity: number) =>
      Array.from({ length: layout.steps }, (_, step) => means[placeOf(layout, g, step, quantity)]!);
    return { gamma, covarianceTrace: along(0), meanDistance: along(1), labelAgreement: along(2) };
  });
}

function judgeSensitivity(zones: readonly ZoneSensitivity[], strata: readonly Stratum[], layout: Layout, seed: number) {
  const place = (quantity: number) => placeOf(layout, layout.gammas.indexOf(1), JUDGED_STEPS - 1, quantity);
  const [traceRatio, agreementGap] = stratifiedBootstrap(
    strata,
    (totals) => {
      const mean = (zone: number, quantity: number) => totals[zone]![place(quantity)]! / totals[zone]![0]!;
      return [mean(TRANSITION, 0) / mean(CLUSTER, 0), Math.min(mean(TRANSITION, 2), mean(CLUSTER, 2)) - mean(KICK_ZONE, 2)];
    },
    seed,
  ) as [Estimate, Estimate];
  const anchorsOf = (...which: number[]) =>
    which.map((zone) => ({ what: `anchors in ${ZONE_NAMES[zone]}`, n: zones[zone]!.anchors.length }));
  return {
    traceRatio,
    agreementGap,
    traceVerdict: judgeIfEnough(anchorsOf(TRANSITION, CLUSTER), MIN_ANCHORS, () =>
      judge({
        name: 'the covariance trace in transitions over that in clusters',
        estimate: traceRatio,
        threshold: MAX_TRACE_RATIO,
        sense: 'at most',
      }),
    ),
    agreementVerdict: judgeIfEnough(anchorsOf(...ZONES), MIN_ANCHORS, () =>
      judge({
        name: 'the label agreement of transitions or clusters, the lower, minus that of kick-zones',
        estimate: agreementGap,
        threshold: LEAST_AGREEMENT_GAP,
        sense: 'at least',
      }),
    ),
  };
}
