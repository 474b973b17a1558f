import { sensitivity } from '../analyses/sensitivity/compute';
import { sensitivity as request } from '../analyses/sensitivity/request';
import { within } from '../math/progress';
import type { ClaimRow } from './claim';
import { effect } from './finding';
import { withResidency } from './shared';

/** Clusters noise-sensitive, transitions not. */
export const C9: ClaimRow = {
  id: 'C9',
  title: 'Clusters listen to the noise, transitions do not',
  statement:
    'From one state, different noise leads to futures that spread out. From clusters they spread widely, from transitions less, as if the way were fixed there.',
  test: 'Futures of 5 steps under fresh noise from 40 states of each zone: the variance between them in transitions is at most .85 of that in clusters. Companion C9b: the futures agree least on the output when they begin in kick-zones, by at least .05.',
  paper: 'Single states: .63, .76, .66, .85 (M = 2 … 5).',
  ours: 'Averaged over 40 states .94–.97 in V1–V3: not reproduced. C9b holds: agreement .83–.88 in kick-zones, .97–.99 elsewhere.',
  needs: ['bounded'],
  *run(context) {
    const sources = yield* within(withResidency(context), 0, 0.3);
    const found = yield* within(sensitivity({ ...request.input(sources), gammas: [1] }), 0.3, 1);
    const { traceRatio, agreementGap, traceVerdict, agreementVerdict } = found;
    return {
      ...traceVerdict,
      effects: [
        effect('variance of the futures, transitions over clusters', traceRatio),
        effect('agreement elsewhere minus that in kick-zones', agreementGap),
      ],
      figure: {
        kind: 'interval',
        rows: [
          { name: 'variance ratio', estimate: traceRatio, atMost: 0.85 },
          { name: 'agreement gap (C9b)', estimate: agreementGap, atLeast: 0.05 },
        ],
      },
      companion: { id: 'C9b', ...agreementVerdict },
    };
  },
};
