import { resonance } from '../analyses/resonance/compute';
import { resonance as request } from '../analyses/resonance/request';
import { within } from '../math/progress';
import type { ClaimRow } from './claim';
import { effect, undecided } from './finding';
import { circuit } from './shared';

/** SISR. */
export const C21: ClaimRow = {
  id: 'C21',
  title: 'Resonance with the noise',
  statement:
    'The right amount of noise makes the switching most regular: with less noise into the integrating populations, and with more, the stays at an output vary more. The model itself has no such optimum.',
  test: 'Coefficient of variation (spread over mean) of the stays against the gain on the noise into both populations, 48 runs of 3000 steps at each of 9 gains: least between .5 and 1.5, and both ends at least .1, and 3 standard errors, above it.',
  paper: 'Described as self-induced stochastic resonance; not measured in the published code.',
  ours: 'Holds for V1 and V2; V3 has its minimum, only .05 deep: fails.',
  needs: ['bounded'],
  *run(context) {
    const found = yield* within(circuit(context), 0, 0.3);
    if (typeof found === 'string') return undecided(found);
    const report = yield* within(resonance(request.input(found)), 0.3, 1);
    const { gains, cv, minimum, ends } = report;
    return {
      ...report.verdict,
      effects: [
        effect('gain at which the stays are most regular', minimum.gain),
        effect('coefficient of variation there', minimum.cv),
        effect('without that noise, above the least', ends.first),
        effect('with three times that noise, above the least', ends.last),
      ].map(({ name, estimate: { value, low, high, n } }) => effect(name, { value, low, high, n })),
      figure: {
        kind: 'curve',
        x: gains,
        y: cv.map(({ value }) => value),
        low: cv.map(({ low }) => low),
        high: cv.map(({ high }) => high),
        xName: 'gain on the noise into the populations',
        yName: 'coefficient of variation of the stays',
      },
    };
  },
};
