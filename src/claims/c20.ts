import { subspaces } from '../analyses/subspaces/compute';
import { subspaces as request } from '../analyses/subspaces/request';
import { type Judgement, judge, judgeAll, judgeIfEnough, judgeValue } from '../dynamics/judge';
import type { KickDirection } from '../dynamics/kick/kickNeurons';
import { judgeKick } from '../dynamics/kick/kickVerdict';
import { within } from '../math/progress';
import { exactly } from '../math/statistics';
import type { ClaimRow } from './claim';
import { effect, magnitude } from './finding';
import { kick, orbit, sourcesOf } from './shared';

const TURNS = 0.5;
const SHARED = 0.3;
const MIN_PAIRS = 2;

/** Share of the units of either group that are in both. */
function jaccard(a: readonly number[], b: readonly number[]): number {
  const common = a.filter((unit) => b.includes(unit)).length;
  return common / (a.length + b.length - common);
}

/** Mean overlap of the groups of directions with the same target, and of those with different ones; NaN where there are none. */
export function groupOverlaps(directions: readonly Pick<KickDirection, 'to' | 'verdict' | 'score'>[]) {
  const found = directions.flatMap(({ to, verdict, score }) =>
    verdict === 'found' && score ? [{ to, group: score.group }] : [],
  );
  const within: number[] = [];
  const across: number[] = [];
  found.forEach((one, n) => {
    for (const other of found.slice(n + 1)) (one.to === other.to ? within : across).push(jaccard(one.group, other.group));
  });
  const mean = (sample: number[]) => exactly(sample.reduce((sum, value) => sum + value, 0) / sample.length, sample.length);
  return { within: mean(within), across: mean(across) };
}

function judgeOverlaps({ within: same, across }: ReturnType<typeof groupOverlaps>): Judgement {
  return judgeIfEnough(
    [
      { what: 'pairs of kick groups with the same target', n: same.n },
      { what: 'pairs of kick groups with different targets', n: across.n },
    ],
    1,
    () =>
      judgeAll([
        judgeValue('the mean overlap of kick groups with the same target', same.value, 'at least', SHARED),
        judgeValue('that minus the overlap of those with different targets', same.value - across.value, 'at least', 0),
      ]),
  );
}

/** Composition in fully/cyclic. */
export const C20: ClaimRow = {
  id: 'C20',
  title: 'Complex models are made of chains',
  statement:
    'Where more than two outputs follow one another, every pair of neighbours has an orbit of its own, as in a chain, and the units that start a change belong to the output it leads to.',
  test: 'Per pair of outputs that follow one another: at least .5 turns per round trip in the pair’s own plane (100,000 steps), and kick groups that meet the bar of C10; groups with the same target share at least .3 of their units, and more than groups with different targets.',
  paper:
    'Each pair of outputs of the fully connected and the ring model shows the pattern of the chain; three kick groups for three outputs.',
  ours: 'V4: the groups of 0 → 1 and 2 → 1 share 2 of 3 units, those of 1 → 0 and 1 → 2 none.',
  needs: ['bounded', 'composed'],
  *run(context) {
    const found = yield* within(orbit(context), 0, 0.1);
    const { pairs } = yield* within(subspaces(request.input(sourcesOf(context, { orbit: found }))), 0.1, 0.4);
    const neighbours = pairs.filter(({ adjacent }) => adjacent);
    const { directions } = yield* within(kick(context), 0.4, 1);
    const own = directions.filter(({ from, to }) =>
      neighbours.some(({ outputs }) => outputs.includes(from) && outputs.includes(to)),
    );
    const overlaps = groupOverlaps(own);
    const turns = neighbours.map(({ outputs, turnsPerRoundTrip }) => ({
      name: `turns per round trip between ${outputs[0]} and ${outputs[1]}`,
      estimate: magnitude(turnsPerRoundTrip),
    }));
    return {
      ...judgeIfEnough([{ what: 'pairs of outputs that follow one another', n: neighbours.length }], MIN_PAIRS, () =>
        judgeAll([
          ...turns.map((one) => judge({ ...one, threshold: TURNS, sense: 'at least' })),
          judgeKick({ directions: own }),
          judgeOverlaps(overlaps),
        ]),
      ),
      effects: [
        ...turns.map(({ name, estimate }) => effect(name, estimate)),
        effect('overlap of kick groups with the same target', overlaps.within),
        effect('overlap of kick groups with different targets', overlaps.across),
      ],
      figure: { kind: 'interval', rows: turns.map((one) => ({ ...one, atLeast: TURNS })) },
    };
  },
};
