import { noise } from '../analyses/noise/compute';
import { noise as request } from '../analyses/noise/request';
import { within } from '../math/progress';
import { exactly } from '../math/statistics';
import type { ClaimRow } from './claim';
import { effect } from './finding';
import { orbit, sourcesOf } from './shared';

/** Largest relative difference, root mean square, that counts as rounding. */
const ROUNDING = 1e-4;
/** The sweep also measures emissions; the claim does not ask for them. */
const NO_EMISSIONS = { batches: 1, runs: 1, steps: 2 };

/** Orbit size linear in noise. */
export const C4: ClaimRow = {
  id: 'C4',
  title: 'The orbit grows in proportion to the noise',
  statement:
    'Twice the noise gives the same path at twice the size. This is true of every network of this kind, trained or not: scaling the noise scales everything. So the size grows with the standard deviation σ of the noise, and with the square root of its variance.',
  test: 'Runs at σ = .1, 1, 2, 3, 4 under the same draws are compared, state by state, with the rescaled run at σ = 1 (root mean square difference below 1e-4), and the slope of the radius holding 95 % of the states is measured on logarithmic axes.',
  paper: 'Size linear in the variance of the noise; the levels it calls variance were passed on as standard deviations.',
  ours: 'V1: radius .87, 8.62, 17.1, 25.5, 34.5 at σ = .1, 1, 2, 3, 4.',
  needs: ['bounded'],
  *run(context) {
    const found = yield* within(orbit(context), 0, 0.2);
    const input = { ...request.input(sourcesOf(context, { orbit: found })), emission: NO_EMISSIONS };
    const sweep = yield* within(noise(input), 0.2, 1);
    const { sizes, sizeExponent, steps } = sweep;
    const difference = Math.max(...sizes.map(({ stateDifference }) => stateDifference.rootMeanSquare));
    const holds = difference < ROUNDING;
    return {
      verdict: holds ? 'identity' : 'not-reproduced',
      reason:
        `over ${steps} steps at ${sizes.length} noise levels the states differ from the rescaled ones by at most ${difference.toExponential(1)} ` +
        `(root mean square, relative; ${holds ? 'below' : 'not below'} 1e-4); log–log slope of the radius ${sizeExponent.toFixed(3)} on σ, ` +
        `${(sizeExponent / 2).toFixed(3)} on its square: “linear in the variance” would be 1 there`,
      effects: [
        effect('largest relative difference of the states', exactly(difference, steps)),
        effect('slope of log radius on log σ', exactly(sizeExponent, sizes.length)),
        effect('slope of log radius on log variance', exactly(sizeExponent / 2, sizes.length)),
      ],
      figure: {
        kind: 'curve',
        x: sizes.map(({ noiseStd }) => noiseStd),
        y: sizes.map(({ afresh }) => afresh.value),
        low: sizes.map(({ afresh }) => afresh.low),
        high: sizes.map(({ afresh }) => afresh.high),
        xName: 'noise standard deviation σ',
        yName: 'radius holding 95 % of the states',
      },
    };
  },
};
