import type { KickDirection, KickScore } from '../dynamics/kick/kickNeurons';
import { EXIT_BAR } from '../dynamics/kick/kickNeurons';
import { judgeKick } from '../dynamics/kick/kickVerdict';
import { exactly } from '../math/statistics';
import type { ClaimEffect, ClaimRow } from './claim';
import { effect } from './finding';
import { kick } from './shared';

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
