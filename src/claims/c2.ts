import { distance } from '../analyses/emissions/compute';
import { distance as request } from '../analyses/emissions/request';
import { judgeBetween } from '../dynamics/judge';
import type { ClaimRow } from './claim';
import { effect, undecided } from './finding';
import { sourcesOf } from './shared';

/** Bounds that the verdict of the report holds the ratio against. */
const RATIO = [0.95, 1.05] as const;

/** Matched distance equals the HMM–HMM baseline. */
export const C2: ClaimRow = {
  id: 'C2',
  title: 'Distance to the model’s sequences',
  statement:
    'Network sequences lie as close to model sequences as the model’s own do: paired off one by one, they differ in as many places as two sets of the model differ from one another.',
  test: '1000 network sequences are matched to 1000 of the model, and 1000 further ones of the model to the same; the ratio of the mean distances is within 5 % of 1.',
  paper: 'Ratio .943 (M = 2), .993, 1.002, 1.006 (M = 3, 4, 5; H = 150, d = 100), 1.06 (fully connected), .964 (ring).',
  needs: ['bounded'],
  *run(context) {
    const report = yield* distance(request.input(sourcesOf(context)));
    if (!report.bounded) return undecided(`the state grew without bound, first at step ${report.divergedAt}`);
    const { ratio, verdict, underDispersed, network, baseline } = report;
    const { reason } = judgeBetween('the matched distance over its baseline', ratio, ...RATIO);
    return {
      verdict,
      reason: underDispersed ? `${reason}; below .97: the network’s sequences are less varied than the model’s` : reason,
      effects: [
        effect('matched distance over baseline', ratio),
        effect('distance network–model', network.mean),
        effect('distance model–model', baseline.mean),
      ],
      figure: { kind: 'interval', rows: [{ name: 'ratio', estimate: ratio, atLeast: RATIO[0], atMost: RATIO[1] }] },
    };
  },
};
