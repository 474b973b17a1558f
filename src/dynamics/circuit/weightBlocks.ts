import { stratifiedBootstrap } from '../../math/bootstrap';
import { type RandomSequence, randomSequence } from '../../math/random';
import { type Estimate, type Interval, quantile } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';
import { type Judgement, judge, judgeAll, judgeIfEnough, judgeValue } from '../judge';
import { allGroups } from '../kick/kickSearch';
import { allUnits, ascending } from '../units';
import { requireUnits } from './populations';

/** The parts of a network whose weights are compared, in the order of `WeightBlocks`. */
export const PART_NAMES = ['kick group 1', 'kick group 2', 'population 1', 'population 2'] as const;

const PARTS = PART_NAMES.length;
const [KICK_1, KICK_2, POPULATION_1, POPULATION_2] = [0, 1, 2, 3] as const;
const PERMUTATIONS = 1000;
const CANDIDATE_DRAWS = 200;

/** Thresholds of claims C11 and C12, in standard deviations of all recurrent weights, and of the permutation p. */
const WITHIN = 0.5;
const BETWEEN = -0.5;
const SELF_OVER_CROSS = 0.3;
const SIGNIFICANT = 0.05;

/** Recurrent weights from one part onto another. Unless said otherwise NaN when a part is empty. */
export interface WeightBlock {
  /** Number of weights: units that receive × units that send. */
  entries: number;
  /** Mean weight. In blocks of a part with itself, weights of units onto themselves (the diagonal) count too. */
  mean: number;
  /** Fraction of the weights above 0. */
  positive: number;
  /** Mean minus the mean of all recurrent weights, in sd of all recurrent weights. */
  standardised: number;
  /** The 2.5 % and 97.5 % quantiles of the mean for random parts. */
  nullRange: Interval;
  /** How often the mean of random parts is as far from its centre, and how often it is as large; at least 1/1001. */
  p: number;
  largerP: number;
}

/** W_hh by blocks (docs/science.md §3.15). */
export interface WeightBlocks {
  /** Units of kick group 1, 2 and of population 1, 2; ascending. */
  parts: number[][];
  /** [4][4]: `blocks[r][c]` holds the weights part r receives from part c. */
  blocks: WeightBlock[][];
  /** Mean and standard deviation (divided by H²) of all recurrent weights. */
  overallMean: number;
  overallSd: number;
  /**
   * For each kick group, the share of equally large groups among its direction's candidates whose mean weight within is as large.
   * This null is stricter, because all units that are active together excite one another (docs/science.md §3.15). NaN when there
   * are no more candidates than units.
   */
  candidateP: [number, number];
  /**
   * Mean of the blocks within the two populations minus mean of the blocks between them, in standard deviations of all recurrent
   * weights. The interval is by bootstrap over receiving units of each population; `n` is the number of units of the smaller one.
   */
  selfOverCross: Estimate;
}

/** No populations, for comparisons of kick groups only. */
export const NO_POPULATIONS = [[], []] as const;

/** The strongest units of the directions of two groups, with the candidates they were among. */
export type LeadingParts = Omit<WeightParts, 'populations'>;

/** Which units form the parts. `candidates` are those of the directions (source → target) the two kick groups belong to. */
export interface WeightParts {
  groups: readonly [readonly number[], readonly number[]];
  populations: readonly [readonly number[], readonly number[]];
  candidates?: readonly [readonly number[], readonly number[]];
}

/**
 * Mean recurrent weights within and between kick groups and populations. Each is compared with 1000 random draws of parts of the
 * same sizes among all units, which overlap where the parts overlap. Parts may be empty.
 * @param seed of the draws
 * @throws RangeError when a unit is not one of the network
 */
export function weightBlocks(weights: RnnWeights, { groups, populations, candidates }: WeightParts, seed: number): WeightBlocks {
  const parts = [...groups, ...populations].map(ascending);
  for (const units of [...parts, ...(candidates ?? [])]) requireUnits(weights.hiddenSize, units);
  const all = Float64Array.from(weights.recurrentWeights);
  const overallMean = all.reduce((sum, weight) => sum + weight, 0) / all.length;
  const overallSd = Math.sqrt(all.reduce((sum, weight) => sum + (weight - overallMean) ** 2, 0) / all.length);
  const nulls = nullMeans(weights, parts, randomSequence(seed, 'bootstrap'));
  const blocks = parts.map((rows, r) =>
    parts.map((columns, c): WeightBlock => {
      const entries = rows.length * columns.length;
      const { sum, positive } = sumOf(weights, rows, columns);
      const mean = sum / entries;
      const standardised = (mean - overallMean) / overallSd;
      const against = compare(mean, nulls[r * PARTS + c]!, overallSd);
      return { entries, mean, positive: positive / entries, standardised, ...against };
    }),
  );
  const candidateP = ([KICK_1, KICK_2] as const).map((k) =>
    amongCandidates(weights, parts[k]!, ascending(candidates?.[k] ?? []), randomSequence(seed, 'bootstrap', 1, k)),
  ) as [number, number];
  const selfOverCross = contrast(weights, parts[POPULATION_1]!, parts[POPULATION_2]!, overallSd, seed);
  return { parts, blocks, overallMean, overallSd, candidateP, selfOverCross };
}

/**
 * C11: units of a kick group excite one another and inhibit those of the other group, and a random group rarely excites itself as
 * much. Weights are fixed numbers, not samples, so their values are judged without intervals. `candidateP` is reported and not
 * judged.
 */
export function tripletVerdict({ parts, blocks }: WeightBlocks): Judgement {
  return judgeIfEnough(unitsOf(parts, KICK_1, KICK_2), 1, () => {
    const relative = 'minus the mean of all, in sd of all,';
    return judgeAll([
      ...[KICK_1, KICK_2].flatMap((k) => {
        const { standardised, largerP } = blocks[k]![k]!;
        const within = `the mean weight within ${PART_NAMES[k]}`;
        return [
          judgeValue(`${within} ${relative}`, standardised, 'at least', WITHIN),
          judgeValue(`p of ${within} against random groups`, largerP, 'at most', SIGNIFICANT),
        ];
      }),
      ...[blocks[KICK_1]![KICK_2]!, blocks[KICK_2]![KICK_1]!].map(({ standardised }, k) =>
        judgeValue(`the mean weight from kick group ${2 - k} onto ${1 + k} ${relative}`, standardised, 'at most', BETWEEN),
      ),
    ]);
  });
}

/**
 * C12: each population excites itself more than the other one, and each kick group inhibits the population that inhibits it. The
 * signs of the weights from the populations onto the kick groups follow from the selection (`integratingPopulations`) and never
 * count.
 */
export function populationVerdict({ parts, blocks, selfOverCross }: WeightBlocks): Judgement {
  // An interval needs at least two units per population.
  return judgeIfEnough(unitsOf(parts, POPULATION_1, POPULATION_2), 2, () =>
    judgeAll([
      judge({
        name: 'the mean weight within populations minus that between them, in sd of all weights,',
        estimate: selfOverCross,
        threshold: SELF_OVER_CROSS,
        sense: 'at least',
      }),
      ...[blocks[POPULATION_1]![KICK_1]!, blocks[POPULATION_2]![KICK_2]!].map(({ mean }, k) =>
        judgeValue(`the mean weight from kick group ${1 + k} onto population ${1 + k}, which inhibits it,`, mean, 'at most', 0),
      ),
    ]),
  );
}

const unitsOf = (parts: number[][], ...which: number[]) =>
  which.map((k) => ({ what: `units in ${PART_NAMES[k]}`, n: parts[k]!.length }));

/** Sum, and number above 0, of the weights that `rows` receive from `columns`. */
function sumOf({ hiddenSize: H, recurrentWeights }: RnnWeights, rows: number[], columns: number[]) {
  let sum = 0;
  let positive = 0;
  for (const row of rows)
    for (const column of columns) {
      const weight = recurrentWeights[row * H + column]!;
      sum += weight;
      if (weight > 0) positive++;
    }
  return { sum, positive };
}

/** Means [16][1000] of the blocks when the units of the parts are replaced by random ones, one for one, drawn among all units. */
function nullMeans(weights: RnnWeights, parts: readonly number[][], random: RandomSequence): Float64Array[] {
  const units = ascending(parts.flat());
  const positions = parts.map((part) => part.map((unit) => units.indexOf(unit)));
  const pool = allUnits(weights.hiddenSize);
  const means = Array.from({ length: PARTS * PARTS }, () => new Float64Array(PERMUTATIONS));
  for (let permutation = 0; permutation < PERMUTATIONS; permutation++) {
    shuffleStart(pool, units.length, random);
    const drawn = positions.map((part) => part.map((at) => pool[at]!));
    drawn.forEach((rows, r) => {
      drawn.forEach((columns, c) => {
        means[r * PARTS + c]![permutation] = sumOf(weights, rows, columns).sum / (rows.length * columns.length);
      });
    });
  }
  return means;
}

/** Partial Fisher–Yates shuffle: the first `count` entries become a random ordered draw from the whole pool. */
function shuffleStart(pool: number[], count: number, random: RandomSequence): void {
  for (let k = 0; k < count; k++) {
    const other = k + random.integer(pool.length - k);
    [pool[k], pool[other]] = [pool[other]!, pool[k]!];
  }
}

function compare(mean: number, nulls: Float64Array, overallSd: number): Pick<WeightBlock, 'nullRange' | 'p' | 'largerP'> {
  if (Number.isNaN(mean)) return { nullRange: { low: Number.NaN, high: Number.NaN }, p: Number.NaN, largerP: Number.NaN };
  const centre = nulls.reduce((sum, value) => sum + value, 0) / nulls.length;
  // Equal sums may differ by rounding when they are added in another order. They count as ties.
  const slack = 1e-9 * overallSd;
  const share = (isAsExtreme: (value: number) => boolean) => (1 + nulls.filter(isAsExtreme).length) / (1 + nulls.length);
  return {
    nullRange: { low: quantile(nulls, 0.025), high: quantile(nulls, 0.975) },
    p: share((value) => Math.abs(value - centre) >= Math.abs(mean - centre) - slack),
    largerP: share((value) => value >= mean - slack),
  };
}

/**
 * Share of the groups of candidates whose mean weight within is as large as that of `group`: all groups if there are at most 200,
 * else 200 draws.
 */
function amongCandidates(weights: RnnWeights, group: number[], candidates: number[], random: RandomSequence): number {
  const size = group.length;
  if (size === 0 || candidates.length <= size) return Number.NaN;
  const draw = () => {
    shuffleStart(candidates, size, random);
    return ascending(candidates.slice(0, size));
  };
  const few = numberOfGroups(candidates.length, size) <= CANDIDATE_DRAWS;
  const others = few ? allGroups(candidates, size) : Array.from({ length: CANDIDATE_DRAWS }, draw);
  // Groups are ascending, so equal groups are added in the same order and have equal sums.
  const { sum } = sumOf(weights, group, group);
  return others.filter((other) => sumOf(weights, other, other).sum >= sum).length / others.length;
}

/** Binomial coefficient. */
function numberOfGroups(n: number, size: number): number {
  let groups = 1;
  for (let k = 1; k <= size; k++) groups = (groups * (n - size + k)) / k;
  return groups;
}

function contrast(weights: RnnWeights, first: number[], second: number[], overallSd: number, seed: number): Estimate {
  // For each receiving unit: the sums of its weights from population 1 and 2. Their numbers are fixed by the strata.
  const stratum = (rows: number[]) => ({
    sums: Float64Array.from(rows.flatMap((row) => [first, second].map((columns) => sumOf(weights, [row], columns).sum))),
    stride: 2,
  });
  const [estimate] = stratifiedBootstrap(
    [stratum(first), stratum(second)],
    ([onto1, onto2]) => {
      const self = onto1![0]! / first.length ** 2 + onto2![1]! / second.length ** 2;
      const cross = (onto1![1]! + onto2![0]!) / (first.length * second.length);
      return [(self - cross) / 2 / overallSd];
    },
    seed,
  );
  return estimate!;
}
