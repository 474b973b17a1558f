import { judgeKick } from '../analyses/kick/compute';
import { subspaces } from '../analyses/subspaces/compute';
import { subspaces as subspacesRequest } from '../analyses/subspaces/request';
import { type Judgement, judge, judgeAll, judgeIfEnough, judgeValue } from '../dynamics/judge';
import { EXIT_BAR, type KickDirection, type KickScore } from '../dynamics/kick/kickNeurons';
import { within } from '../math/progress';
import { exactly } from '../math/statistics';
import type { ClaimEffect, ClaimRow } from './claim';
import { effect, magnitude, undecided } from './finding';
import { blocks, kick, orbit, sourcesOf } from './shared';

/** Few kick neurons cause transitions. */
export const C10: ClaimRow = {
  id: 'C10',
  title: 'A few kick neurons throw the switch',
  statement:
    'Two or three units start each change of output: silence them and the state hardly leaves any more, while silencing as many other units does little.',
  test: 'For each change of output k*, the least number of units that leave at most 25 % of the exits on fresh starts and noise, both held at zero and unheard by other units, is at most 3, or 5 % of all units. Among 200 random groups of as many other units that fire on the way so few do as well that p ≤ .05. If all its units have the paper’s profile a group is a kick group, else a causal group.',
  paper: 'Two groups of three units per chain, found by eye, three in the fully connected model.',
  ours: 'V1–V3, groups of three chosen by their profile: exits left 4 % and 0 %, 0 % and 0 %, 24 % and 0 %.',
  needs: ['bounded'],
  *run(context) {
    const report = yield* kick(context);
    const scored = report.directions.flatMap((direction) => (direction.score ? [{ direction, score: direction.score }] : []));
    return {
      ...judgeKick(report),
      effects: scored.flatMap(({ direction, score }) => effectsOf(direction, score)),
      figure: {
        kind: 'interval',
        rows: scored.flatMap(({ direction, score }) => [
          { name: `${nameOf(direction)}: exits left, held at 0`, estimate: score.ratio, atMost: EXIT_BAR },
          { name: `${nameOf(direction)}: exits left, unheard`, estimate: score.muted, atMost: EXIT_BAR },
        ]),
      },
    };
  },
};

const nameOf = ({ from, to }: KickDirection): string => `${from} → ${to}`;

function effectsOf(direction: KickDirection, score: KickScore): ClaimEffect[] {
  const name = nameOf(direction);
  const { group, inProfile, null: random, asWell, p } = score;
  return [
    ...(direction.fewest === undefined
      ? []
      : [effect(`${name}: k*, units that are enough`, exactly(direction.fewest, score.starts))]),
    effect(`${name}: exits left with {${group.join(', ')}} at 0`, score.ratio),
    effect(`${name}: exits left with them unheard`, score.muted),
    effect(`${name}: exit probability untouched`, score.base),
    effect(`${name}: exit probability with them at 0`, score.changed),
    effect(`${name}: of them, units with the profile`, exactly(inProfile.length, group.length)),
    ...(random.length > 0
      ? [
          effect(`${name}: random groups that do as well`, exactly(asWell, random.length)),
          effect(`${name}: p`, exactly(p, random.length)),
          effect(`${name}: least exit probability of random groups at 0`, exactly(random[0]!, random.length)),
        ]
      : []),
  ];
}

/** The wiring between kick groups and populations: claims C11 and C12. */

/** Triplet block structure. */
export const C11: ClaimRow = {
  id: 'C11',
  title: 'Kick neurons excite their own and inhibit the others',
  statement:
    'Units that start one change of output excite each other and inhibit those that start the opposite one, like a switch with two ends.',
  test: 'On the three units of largest single effect in the directions of two kick groups: mean recurrent weight, in standard deviations of all weights from their mean, within each three at least +.5, between them at most −.5; a random three excites itself as much with p < .05.',
  paper: 'Excitation within the groups, inhibition between them.',
  ours: 'V1–V3: within +.7 to +1.5, between −.9 to −1.6. Against groups of units active at the same time only 2 of 6 stand out (reported, not judged).',
  needs: ['bounded'],
  *run(context) {
    const judged = yield* blocks(context);
    if (typeof judged === 'string') return undecided(judged);
    const found = judged.leaders;
    const named = (k: number) => `the leading units {${found.parts[k]!.join(', ')}}`;
    const rows = [0, 1].flatMap((r) =>
      [0, 1].map((c) => ({
        name: r === c ? `within ${named(r)}` : `from ${named(c)} onto ${named(r)}`,
        block: found.blocks[r]![c]!,
        bound: r === c ? { atLeast: 0.5 } : { atMost: -0.5 },
      })),
    );
    const [first, second] = found.candidateP;
    return {
      ...judged.verdicts.triplets,
      effects: [
        ...rows.map(({ name, block }) => effect(name, exactly(block.standardised, block.entries), 'sd')),
        effect(`p within ${named(0)}, against other candidates of the direction`, exactly(first)),
        effect(`p within ${named(1)}, against other candidates of the direction`, exactly(second)),
      ],
      figure: {
        kind: 'interval',
        rows: rows.map(({ name, block, bound }) => ({ name, estimate: exactly(block.standardised, block.entries), ...bound })),
      },
    };
  },
};

/** Two noise-integrating populations. */
export const C12: ClaimRow = {
  id: 'C12',
  title: 'Two populations compete for the switch',
  statement:
    'Many further units form two populations that gather the noise. Each excites itself more than the other, and each kick group inhibits the population that inhibits it.',
  test: 'Mean weight within the populations minus that between them at least .3 standard deviations of all weights; mean weight from each kick group onto the population that inhibits it below 0. Kick units are left out of the populations.',
  paper:
    'Two self-exciting, mutually inhibiting populations of about 70 units together, each exciting one kick group and inhibiting the other.',
  ours: 'V1–V3: self minus cross .8–.9 sd; the feedback signs hold in V2 and V3, in V1 both groups inhibit both populations.',
  needs: ['bounded'],
  *run(context) {
    const found = yield* blocks(context);
    if (typeof found === 'string') return undecided(found);
    const feedback = [found.blocks[2]![0]!, found.blocks[3]![1]!];
    return {
      ...found.verdicts.populations,
      effects: [
        effect('weight within populations minus between them', found.selfOverCross, 'sd'),
        ...feedback.map(({ mean, entries }, k) =>
          effect(`weight from kick group ${k + 1} onto the population that inhibits it`, exactly(mean, entries)),
        ),
      ],
      figure: { kind: 'interval', rows: [{ name: 'within minus between', estimate: found.selfOverCross, atLeast: 0.3 }] },
    };
  },
};

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
    const { pairs } = yield* within(subspaces(subspacesRequest.input(sourcesOf(context, { orbit: found }))), 0.1, 0.4);
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
