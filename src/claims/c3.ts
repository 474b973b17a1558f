import { collapse } from '../analyses/collapse/compute';
import { collapse as request } from '../analyses/collapse/request';
import { exactly } from '../math/statistics';
import type { ClaimRow } from './claim';
import { effect } from './finding';
import { sourcesOf } from './shared';

/** Single fixed point without input. */
export const C3: ClaimRow = {
  id: 'C3',
  title: 'Without noise everything stops',
  statement:
    'With the noise switched off, the state falls back to one and the same resting point, the origin, from wherever it was. That the origin is the only point of rest is true of every such network; that the state gets there is the test.',
  test: '100 states of a noisy run are followed for 500 steps without noise: every one ends below a thousandth of the mean noisy length.',
  paper: 'All trained networks collapse to one fixed point.',
  needs: ['bounded'],
  *run(context) {
    const found = yield* collapse(request.input(sourcesOf(context)));
    const { verdict, finalNorm, drivenNorm, released, steps, collapsedAfter, decayPerStep } = found;
    const share = finalNorm / drivenNorm;
    const outcome = {
      'single-fixed-point': `, below a thousandth from step ${collapsedAfter} on`,
      'not-collapsed-yet': ': not below a thousandth',
      grows: ': some state grows',
    }[verdict];
    return {
      verdict: verdict === 'single-fixed-point' ? 'reproduced' : 'not-reproduced',
      reason: `after ${steps} steps the largest of ${released} states is ${share.toExponential(1)} of the mean driven length${outcome}`,
      effects: [
        effect('largest final length over the driven mean', exactly(share, released)),
        ...(decayPerStep ? [effect('factor per step while it falls', decayPerStep)] : []),
        effect('driven mean length', exactly(drivenNorm, released)),
      ],
      figure: {
        kind: 'curve',
        x: Array.from(found.median, (_, step) => step),
        y: Array.from(found.median),
        low: Array.from(found.lowest),
        high: Array.from(found.highest),
        xName: 'steps without noise',
        yName: 'length of the state',
      },
    };
  },
};
