import { distanceReport } from '../dynamics/emissions/matchedDistanceReport';
import { within } from '../math/progress';
import type { ClaimRow } from './claim';
import type { SiblingNetwork } from './context';
import { differenceOfMeans, effect, findConditions, notApplicable, overNetworks } from './finding';

const MIN_SEEDS = 3;
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
