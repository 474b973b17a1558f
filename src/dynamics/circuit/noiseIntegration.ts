import { bootstrapEstimates } from '../../math/bootstrap';
import type { Work } from '../../math/progress';
import { fillNormals, randomSequence } from '../../math/random';
import { type Estimate, quantile } from '../../math/statistics';
import { simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { BEFORE, type FlipExample, flipExample, type IntegrationTarget } from './flipExample';
import { requireUnits } from './populations';

/**
 * The noise that precedes a change of label (docs/science.md §7.3). A direction w in the space of the units turns the noise of a
 * step into one number, q = wᵀW_in x / ‖W_inᵀw‖. It is normal with deviation 1 and independent from step to step. So its mean
 * before changes of label is 0 unless these changes depend on it.
 */

/** The label follows within this many steps. The noise of the last few may come too late for the change. */
const LATE = 8;
/** A change with a shorter stay before or after it is flicker at the border. */
const LEAST_STAY = 5;
/** With fewer changes nothing is averaged. */
const LEAST_CHANGES = 30;
const WARM_UP = 50;
const SHUFFLES = 200;

/** A kick group with the changes it starts. */
interface SwitchingGroup {
  units: readonly number[];
  directions: readonly { from: number; to: number }[];
}

/**
 * The changes that two kick groups start, each with the populations for and against it. Population 1 inhibits the first group and
 * excites the second; population 2 does the reverse (docs/science.md §3.15).
 */
export const integrationTargets = (
  groups: readonly [SwitchingGroup, SwitchingGroup],
  populations: readonly [readonly number[], readonly number[]],
): IntegrationTarget[] =>
  groups.flatMap(({ units, directions }, k) =>
    directions.map(({ from, to }) => ({
      from,
      to,
      group: units,
      exciting: populations[k === 0 ? 1 : 0],
      inhibiting: populations[k === 0 ? 0 : 1],
    })),
  );

/** Noise before the changes of one direction, along one direction of the units. */
export interface GatheredNoise {
  /** Mean of q at 0 … 60 steps before the first step with the new label [61]. */
  average: Estimate[];
  /** 2.5 % and 97.5 % quantiles of the same average when the changes are shifted along the record, 200 times [61]. */
  shuffled: { low: Float64Array; high: Float64Array };
  /**
   * Number of steps before the change during which the average stays above the shuffled band: the noise that is integrated for
   * this change. Earlier noise led to the change before.
   */
  window: number;
  /**
   * Sum of the averages in the window, in standard deviations of one step; and the same for shifted changes (97.5 % quantile).
   */
  total: Estimate;
  shuffledTotal: number;
  /** How many steps before the change half of the total, and nine tenths of it, had not yet been collected. */
  halfTime: Estimate;
  integrationTime: Estimate;
}

/** The noise before one kind of change. */
export interface NoiseIntegration {
  from: number;
  to: number;
  changes: number;
  /** Along the difference of the populations, exciting minus inhibiting, and along the mean row of W_hh onto the kick group. */
  populations: GatheredNoise;
  drive: GatheredNoise;
  /** Mean recurrent drive of the kick group, (W_hh h), at 60 … 0 steps before the change, by steps before [61]. */
  groupDrive: Estimate[];
  /** One change of the run as it was. */
  example: FlipExample;
}

export interface NoiseIntegrationReport {
  steps: number;
  directions: NoiseIntegration[];
  /** Directions with too few changes between sufficiently long stays. */
  scarce: { from: number; to: number; changes: number }[];
}

/**
 * Runs the network once at σ = 1 and averages the noise before its changes of argmax label. Yields progress 0 … 1.
 * @throws RangeError for a unit that does not exist, an empty part, or a run that passes the divergence cap
 */
export function* noiseIntegration(
  weights: RnnWeights,
  targets: readonly IntegrationTarget[],
  { seed, steps = 40_000 }: { seed: number; steps?: number },
): Work<NoiseIntegrationReport> {
  const { hiddenSize: H, recurrentWeights } = weights;
  for (const { group, exciting, inhibiting } of targets)
    for (const units of [group, exciting, inhibiting]) {
      requireUnits(H, units);
      if (units.length === 0) throw new RangeError('a kick group or a population without units gathers no noise');
    }
  const run = simulate(weights, { steps, seed, warmUp: WARM_UP });
  if (run.divergent) throw new RangeError(`the run passes the divergence cap after ${run.steps} steps`);
  yield 0.2;
  const directions: NoiseIntegration[] = [];
  const scarce: NoiseIntegrationReport['scarce'] = [];
  for (const [n, target] of targets.entries()) {
    const { from, to, group, exciting, inhibiting } = target;
    const changes = changesOf(run.outputLabels, from, to);
    if (changes.length < LEAST_CHANGES) scarce.push({ from, to, changes: changes.length });
    else {
      const onto = new Float64Array(H);
      for (const unit of group) for (let j = 0; j < H; j++) onto[j]! += recurrentWeights[unit * H + j]! / group.length;
      const difference = new Float64Array(H);
      for (const unit of exciting) difference[unit]! += 1 / exciting.length;
      for (const unit of inhibiting) difference[unit]! -= 1 / inhibiting.length;
      const noise = projectedNoise(weights, difference, seed, steps);
      const populations = gathered(noise, changes, seed);
      yield 0.2 + (0.8 * (n + 0.5)) / targets.length;
      const drive = gathered(projectedNoise(weights, onto, seed, steps), changes, seed);
      const driven = along(run.states, onto);
      const groupDrive = averageBefore(driven, changes, seed);
      const example = flipExample({ run, target, noise, drive: driven, hiddenSize: H }, changes, populations.window);
      directions.push({ from, to, changes: changes.length, populations, drive, groupDrive, example });
    }
    yield 0.2 + (0.8 * (n + 1)) / targets.length;
  }
  return { steps, directions, scarce };
}

/** First steps after the changes from one label to another, between stays of at least LEAST_STAY steps; BEFORE steps come before them. */
function changesOf(labels: Uint8Array, from: number, to: number): number[] {
  const changes: number[] = [];
  let began = 0;
  for (let t = 1; t <= labels.length; t++) {
    if (t < labels.length && labels[t] === labels[t - 1]) continue;
    if (t < labels.length && began > 0 && labels[t - 1] === from && labels[t] === to && t - began >= LEAST_STAY) {
      let after = t;
      while (after < labels.length && labels[after] === to) after++;
      if (after - t >= LEAST_STAY && t >= BEFORE) changes.push(t);
    }
    began = t;
  }
  return changes;
}

/** q of every recorded step, from the same draws as the run [steps]. */
function projectedNoise(
  { inputDim: d, inputWeights }: RnnWeights,
  direction: Float64Array,
  seed: number,
  steps: number,
): Float64Array {
  const onto = new Float64Array(d);
  direction.forEach((share, unit) => {
    if (share !== 0) for (let j = 0; j < d; j++) onto[j]! += share * inputWeights[unit * d + j]!;
  });
  const length = Math.sqrt(onto.reduce((sum, value) => sum + value * value, 0));
  const x = new Float64Array(d);
  return Float64Array.from({ length: steps }, (_, t) => {
    fillNormals(x, 0, d, { seed, stream: 'noise', update: 0, sequence: 0, step: WARM_UP + t });
    let sum = 0;
    for (let j = 0; j < d; j++) sum += onto[j]! * x[j]!;
    return length > 0 ? sum / length : 0;
  });
}

/** direction·h of every step. @param states row-major [steps×H] */
function along(states: Float32Array, direction: Float64Array): Float64Array {
  const H = direction.length;
  return Float64Array.from({ length: states.length / H }, (_, t) => {
    let sum = 0;
    for (let j = 0; j < H; j++) sum += direction[j]! * states[t * H + j]!;
    return sum;
  });
}

const LAGS = BEFORE + 1;

/**
 * One row per change: the values 0 … BEFORE steps before it, shifted by `moved` steps along the record, which is treated as a
 * circle.
 */
function rowsBefore(values: Float64Array, changes: readonly number[], moved = 0): Float64Array {
  const rows = new Float64Array(changes.length * LAGS);
  changes.forEach((at, n) => {
    for (let lag = 0; lag < LAGS; lag++) rows[n * LAGS + lag] = values[(at - lag + moved) % values.length]!;
  });
  return rows;
}

/** Mean of each column of rows that were added up. */
const meansOf = (totals: ArrayLike<number>, n: number): number[] => Array.from({ length: LAGS }, (_, lag) => totals[lag]! / n);

const averageBefore = (values: Float64Array, changes: readonly number[], seed: number): Estimate[] =>
  bootstrapEstimates(rowsBefore(values, changes), LAGS, (totals) => meansOf(totals, changes.length), seed);

/** Total over a window, and the steps before the change at which half and nine tenths of it were still missing. */
function summary(means: readonly number[], window: number): [number, number, number] {
  const parts = means.slice(0, window);
  const total = parts.reduce((sum, value) => sum + value, 0);
  return [total, stepsTo(parts, total / 2), stepsTo(parts, 0.9 * total)];
}

/**
 * Steps before the change from which on the sum reaches `goal`, interpolated between whole steps; NaN when there is nothing to
 * sum.
 */
function stepsTo(parts: readonly number[], goal: number): number {
  if (!(goal > 0)) return Number.NaN;
  let sum = 0;
  for (const [lag, part] of parts.entries()) {
    if (sum + part >= goal) return lag + (goal - sum) / part;
    sum += part;
  }
  return parts.length;
}

/** The end of the window is decided by the mean of this many lags, because single averages cross the band by chance. */
const TOGETHER = 3;

/**
 * The number of lags up to the one at which the average over three lags is no longer above the band. The first lags need not be
 * above it: their noise may come too late for the change.
 */
function windowOf(means: readonly number[], high: Float64Array): number {
  const above = (lag: number): boolean => {
    const [from, to] = [Math.max(0, lag - 1), Math.min(LAGS, lag + TOGETHER - 1)];
    let [mean, bound] = [0, 0];
    for (let k = from; k < to; k++) {
      mean += means[k]!;
      bound += high[k]!;
    }
    return mean > bound;
  };
  let first = 0;
  while (first < LATE && !above(first)) first++;
  let lag = first;
  while (lag < LAGS && above(lag)) lag++;
  return lag === first ? 0 : lag;
}

function gathered(noise: Float64Array, changes: readonly number[], seed: number): GatheredNoise {
  const n = changes.length;
  const rows = rowsBefore(noise, changes);
  const random = randomSequence(seed, 'groups', 26);
  const moved = Array.from({ length: SHUFFLES }, () => {
    const shifted = rowsBefore(noise, changes, LAGS + random.integer(noise.length - 2 * LAGS));
    return meansOf(sumRows(shifted), n);
  });
  const band = (q: number) =>
    Float64Array.from({ length: LAGS }, (_, lag) =>
      quantile(
        moved.map((means) => means[lag]!),
        q,
      ),
    );
  const shuffled = { low: band(0.025), high: band(0.975) };
  const window = windowOf(meansOf(sumRows(rows), n), shuffled.high);
  const estimates = bootstrapEstimates(
    rows,
    LAGS,
    (totals) => {
      const means = meansOf(totals, n);
      return [...means, ...summary(means, window)];
    },
    seed,
  );
  const [total, halfTime, integrationTime] = estimates.slice(LAGS) as [Estimate, Estimate, Estimate];
  return {
    average: estimates.slice(0, LAGS),
    shuffled,
    window,
    total,
    shuffledTotal: quantile(
      moved.map((means) => summary(means, window)[0]),
      0.975,
    ),
    halfTime,
    integrationTime,
  };
}

function sumRows(rows: Float64Array): Float64Array {
  const totals = new Float64Array(LAGS);
  rows.forEach((value, at) => {
    totals[at % LAGS]! += value;
  });
  return totals;
}
