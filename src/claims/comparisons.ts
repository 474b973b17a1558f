import { distanceReport } from '../analyses/emissions/compute';
import { judge, judgeBetween } from '../dynamics/judge';
import { summariseOrbit } from '../dynamics/orbit/orbit';
import { readoutAxes } from '../dynamics/orbit/readoutAxes';
import { within } from '../math/progress';
import type { RnnWeights } from '../rnn/weights';
import type { ClaimEffect, ClaimRow } from './claim';
import type { SiblingNetwork } from './context';
import { differenceOfMeans, effect, findConditions, inParts, notApplicable, overNetworks } from './finding';

const SIZES = [2, 3, 4, 5] as const;
/** With fewer networks of one size, sizes are not compared. */
const MIN_SEEDS = 3;
/** Steps of the run from which the axes are computed. */
const STEPS = 5000;
const DROP = 0.1;
/** m(4) and m(5) count as equal within this: about the paper's step from m(3) to m(4). */
const EQUAL = 0.05;

/**
 * Mean m of the first and last output, which are the ones that show the position on a chain.
 * @throws RangeError when the network grows without bound
 */
function projection(weights: RnnWeights, seed: number): number {
  const { basis, divergent } = summariseOrbit(weights, { steps: STEPS, seed });
  if (divergent) throw new RangeError(`one of the networks passes the divergence cap within ${STEPS} steps`);
  const { rows } = readoutAxes(weights, basis);
  return (rows[0]!.magnitude + rows.at(-1)!.magnitude) / 2;
}

/** Read-out tilts away from the orbit plane as M grows. */
export const C19: ClaimRow = {
  id: 'C19',
  title: 'Longer chains are read out from outside the plane',
  statement:
    'What the outputs are read from is a direction in state space. The more hidden states the chain has, the less of that direction lies in the plane of the orbit; so output probabilities can come in grades.',
  test: 'Length m of the read-out directions’ projection on the plane of the two largest movements, first and last output, over at least 3 networks of each of M = 2 … 5 and equal size: m(2) − m(3) at least .1, m(3) above m(4), m(4) and m(5) within .05 of one another.',
  paper: 'm = .506, .318, .265, .268 for M = 2 … 5 (3 networks each).',
  ours: 'V2 .42 and .51, V3 .27 and .33 (rows 0 and 2).',
  needs: ['bounded', 'chain'],
  compares: true,
  *run({ weights, hmm, seed, siblings }) {
    const family = [{ weights, hmm }, ...siblings].filter(
      (one) =>
        one.hmm.topology === 'linear-chain' &&
        one.weights.hiddenSize === weights.hiddenSize &&
        one.weights.inputDim === weights.inputDim,
    );
    const groups = SIZES.map((size) => family.filter((one) => one.hmm.nStates === size));
    const scarce = SIZES.filter((_, k) => groups[k]!.length < MIN_SEEDS);
    if (scarce.length > 0)
      return notApplicable(
        `this claim compares ${MIN_SEEDS} trained networks of each of M = 2 … 5 with H = ${weights.hiddenSize}, d = ${weights.inputDim}: ` +
          `there are ${groups.map((group, k) => `${group.length} of M = ${SIZES[k]}`).join(', ')}`,
      );
    const found: number[][] = [];
    for (const group of groups) {
      found.push(group.map((one) => projection(one.weights, seed)));
      yield found.length / groups.length;
    }
    const [m2, m3, m4, m5] = found as [number[], number[], number[], number[]];
    const first = differenceOfMeans(m2, m3);
    const second = differenceOfMeans(m3, m4);
    const third = differenceOfMeans(m4, m5);
    const differences: ClaimEffect[] = [
      effect('m(2) − m(3)', first),
      effect('m(3) − m(4)', second),
      effect('m(4) − m(5)', third),
    ];
    return {
      ...inParts([
        { name: 'from 2 to 3', ...judge({ name: 'm(2) − m(3)', estimate: first, threshold: DROP, sense: 'at least' }) },
        { name: 'from 3 to 4', ...judge({ name: 'm(3) − m(4)', estimate: second, threshold: 0, sense: 'at least' }) },
        { name: 'from 4 to 5', ...judgeBetween('m(4) − m(5)', third, -EQUAL, EQUAL) },
      ]),
      effects: [...found.map((sample, k) => effect(`m(${SIZES[k]})`, overNetworks(sample))), ...differences],
      figure: {
        kind: 'interval',
        rows: [
          { name: 'm(2) − m(3)', estimate: first, atLeast: DROP },
          { name: 'm(3) − m(4)', estimate: second, atLeast: 0 },
          { name: 'm(4) − m(5)', estimate: third, atLeast: -EQUAL, atMost: EQUAL },
        ],
      },
    };
  },
};

const FEW_INPUTS = 1;
const MANY_INPUTS = 10;
const GAIN = 0.03;
const SEQUENCES = 500;

/** Networks of one hidden size with one noise input, and with ten or more. */
interface Comparison {
  hiddenSize: number;
  few: SiblingNetwork[];
  many: SiblingNetwork[];
}

function compared(family: readonly SiblingNetwork[]): Comparison[] {
  const sizes = [...new Set(family.map(({ weights }) => weights.hiddenSize))].sort((a, b) => a - b);
  return sizes.map((hiddenSize) => {
    const own = family.filter(({ weights }) => weights.hiddenSize === hiddenSize);
    return {
      hiddenSize,
      few: own.filter(({ weights }) => weights.inputDim === FEW_INPUTS),
      many: own.filter(({ weights }) => weights.inputDim >= MANY_INPUTS),
    };
  });
}

/** More input dimensions help. */
export const C22: ClaimRow = {
  id: 'C22',
  title: 'More noise inputs help',
  statement: 'A network fed by one source of noise imitates the model less well than one fed by ten or more independent sources.',
  test: 'Mean distance of matched sequences (C2, 500 each), networks with one noise input minus those with ten or more, at equal number of units: at least .03, over at least 3 networks of each kind.',
  paper: 'Distance falls with d, and d = 1 is worst, for every H: M = 3, H = 150: 7.392 at d = 1, 7.254 at 10, 7.235 at 100.',
  needs: ['bounded'],
  compares: true,
  *run({ weights, hmm, seed, seqLen, siblings }) {
    const sameModel = siblings.filter((one) => one.hmm.name === hmm.name);
    const all = compared([{ id: 'this network', weights, hmm }, ...sameModel]);
    const complete = all.filter(({ few, many }) => Math.min(few.length, many.length) >= MIN_SEEDS);
    if (complete.length === 0)
      return notApplicable(
        `this claim compares ${MIN_SEEDS} trained networks with one noise input and ${MIN_SEEDS} with ten or more, of this model and equal size: ` +
          `there are ${all.map(({ hiddenSize, few, many }) => `${few.length} and ${many.length} with H = ${hiddenSize}`).join(', ')}`,
      );
    const jobs = complete.flatMap(({ few, many }) => [...few, ...many]);
    const distances = new Map<SiblingNetwork, number>();
    for (const [n, network] of jobs.entries()) {
      const part = distanceReport(network.weights, hmm, { sequences: SEQUENCES, seqLen, seed });
      const report = yield* within(part, n / jobs.length, (n + 1) / jobs.length);
      if (report.bounded) distances.set(network, report.network.mean.value);
    }
    const measured = (group: readonly SiblingNetwork[]) => group.flatMap((one) => distances.get(one) ?? []);
    const found = findConditions(
      complete.map(({ hiddenSize, few, many }) => ({
        part: `H = ${hiddenSize}`,
        name: `the distance at d = 1 minus that at d ≥ 10, H = ${hiddenSize},`,
        estimate: differenceOfMeans(measured(few), measured(many)),
        threshold: GAIN,
        sense: 'at least',
      })),
    );
    const means = complete.flatMap(({ hiddenSize, few, many }) => [
      effect(`distance at d = 1, H = ${hiddenSize}`, overNetworks(measured(few))),
      effect(`distance at d ≥ 10, H = ${hiddenSize}`, overNetworks(measured(many))),
    ]);
    return { ...found, effects: [...found.effects, ...means] };
  },
};
