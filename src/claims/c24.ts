import { hazard } from '../analyses/hazard/compute';
import { hazard as request } from '../analyses/hazard/request';
import type { Estimate } from '../math/statistics';
import type { ClaimRow } from './claim';
import { effect, undecided } from './finding';
import { sourcesOf } from './shared';

const GAP = -0.1;

/** a − b of two estimates whose errors may add up. */
const difference = (a: Estimate, b: Estimate): Estimate => ({
  value: a.value - b.value,
  low: a.low - b.high,
  high: a.high - b.low,
  n: Math.min(a.n, b.n),
});

/**
 * More regular than the HMM, as docs/science.md §5 has it. A network whose stays are short, trained or not, has a lower
 * coefficient of variation than the model merely by being memoryless: the difference to memoryless stays of its own mean length
 * is told beside it, not judged.
 */
export const C24: ClaimRow = {
  id: 'C24',
  title: 'The network keeps time better than the model',
  statement:
    'The model forgets how long it has been in a state, so its stays vary about as much as they are long. The network’s stays at its most probable output are more regular: it goes round a path, and that takes time.',
  test: 'Coefficient of variation (spread over mean) of the stays in 100,000 steps, minus that of the model’s own stays (two states) or of the best guess of the next output by someone who knows the model: at most −.1. Beside it, not judged: the same against memoryless stays as long as the network’s own.',
  paper: 'Not tested in the paper; this claim is ours.',
  ours: '.70–.81 in V1–V4, against .975 for the model with M = 2. Untrained networks can meet it too, by short memoryless stays: read it with the second number.',
  needs: ['bounded'],
  *run(context) {
    const found = yield* hazard(request.input(sourcesOf(context)));
    if (!found.bounded) return undecided(`the state grew without bound, first at step ${found.divergedAt}`);
    const { verdict, cvDifference, referenceCv, pooled } = found;
    const own = difference(pooled.cv, pooled.memorylessCv);
    return {
      ...verdict,
      effects: [
        effect('coefficient of variation minus the reference', cvDifference),
        effect('coefficient of variation minus that of memoryless stays', own),
        effect('coefficient of variation', pooled.cv),
        effect('reference', referenceCv),
      ],
      figure: {
        kind: 'interval',
        rows: [
          { name: 'minus the reference', estimate: cvDifference, atMost: GAP },
          { name: 'minus memoryless stays', estimate: own },
        ],
      },
    };
  },
};
