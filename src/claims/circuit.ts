import { exactly } from '../math/statistics';
import type { ClaimRow } from './claim';
import { effect, undecided } from './finding';
import { blocks } from './shared';

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
