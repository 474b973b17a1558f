import { EXIT_BAR } from '../dynamics/kickNeurons';
import { judgeKick } from '../dynamics/kickVerdict';
import { exactly } from '../math/statistics';
import type { ClaimRow } from './claim';
import { effect } from './finding';
import { kick } from './shared';

/** Few kick neurons cause transitions. */
export const C10: ClaimRow = {
  id: 'C10',
  title: 'A few kick neurons throw the switch',
  statement:
    'Two or three units start each change of output: hold them at zero and the state hardly leaves any more, while holding as many other units at zero does little.',
  test: 'For each change of output the best group of at most three units is looked for; on fresh starts and fresh noise, holding it at zero leaves at most 25 % of the exits, and fewer than any of 40 random groups does.',
  paper: 'Two groups of three units per chain, found by eye, three in the fully connected model.',
  ours: 'Exits left: V1 4 % and 0 %, V2 0 % and 0 %, V3 24 % and 0 %.',
  needs: ['bounded'],
  *run(context) {
    const report = yield* kick(context);
    const scored = report.directions.flatMap(({ from, to, score }) => (score ? [{ name: `${from} → ${to}`, score }] : []));
    return {
      ...judgeKick(report),
      effects: scored.flatMap(({ name, score }) => [
        effect(`${name}: exits left with {${score.group.join(', ')}} at 0`, score.ratio),
        effect(`${name}: exit probability untouched`, score.base),
        effect(`${name}: exit probability with the group at 0`, score.changed),
        ...(score.null.length > 0
          ? [effect(`${name}: least exit probability of random groups`, exactly(score.null[0]!, score.null.length))]
          : []),
      ]),
      figure: {
        kind: 'interval',
        rows: scored.map(({ name, score }) => ({ name: `${name}: exits left`, estimate: score.ratio, atMost: EXIT_BAR })),
      },
    };
  },
};
