import { exactly } from '../math/statistics';
import { DIVERGENCE_CAP } from '../rnn/simulate';
import { LONG_RUN } from '../training/checkpoint';
import type { ClaimRow } from './claim';
import { longRun } from './context';
import { effect } from './finding';

/** Bounded beyond the training horizon. */
export const C23: ClaimRow = {
  id: 'C23',
  title: 'Still bounded long after training’s horizon',
  statement:
    'The network was trained on short sequences. Left to run on, its state stays within bounds; nothing in its construction makes sure of that. All claims about orbits need it.',
  test: '32 runs of 2000 steps from rest: no unit exceeds 10,000.',
  paper:
    'Not tested in the paper; this claim is ours. Some published curves of the fully connected and the ring model look like runs that grew without bound.',
  ours: 'Chains hold after the bifurcation; fully connected and ring often fail.',
  needs: [],
  *run(context) {
    const { bounded, maxState, divergedAt } = yield* longRun(context);
    const largest = exactly(maxState, LONG_RUN.runs);
    return {
      verdict: bounded ? 'reproduced' : 'not-reproduced',
      reason: bounded
        ? `in ${LONG_RUN.runs} runs of ${LONG_RUN.steps} steps no unit exceeds ${maxState.toFixed(1)}, far below ${DIVERGENCE_CAP}`
        : `a unit passes ${DIVERGENCE_CAP} by step ${divergedAt} of the long runs, at ${maxState.toExponential(1)}`,
      effects: [effect('largest unit', largest)],
      figure: { kind: 'interval', rows: [{ name: 'largest unit', estimate: largest, atMost: DIVERGENCE_CAP }] },
    };
  },
};
