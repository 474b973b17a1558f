import { judge, judgeBetween } from '../dynamics/judge';
import { summariseOrbit } from '../dynamics/orbit/orbit';
import { readoutAxes } from '../dynamics/orbit/readoutAxes';
import type { RnnWeights } from '../rnn/weights';
import type { ClaimEffect, ClaimRow } from './claim';
import { differenceOfMeans, effect, inParts, notApplicable, overNetworks } from './finding';

const SIZES = [2, 3, 4, 5] as const;
const MIN_SEEDS = 3;
/** Steps of the run behind the axes. */
const STEPS = 5000;
const DROP = 0.1;
/** m(4) and m(5) count as equal within this: about the paper's step from m(3) to m(4). */
const EQUAL = 0.05;

/**
 * Mean m of the first and last output: the ones a chain is read out by.
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
