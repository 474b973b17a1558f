import { distance, emissions } from '../analyses/emissions/compute';
import { distance as distanceRequest, emissions as emissionsRequest } from '../analyses/emissions/request';
import { hazard } from '../analyses/hazard/compute';
import { hazard as hazardRequest } from '../analyses/hazard/request';
import type { EmissionJudgement } from '../dynamics/emissions/emissionReport';
import { type Judgement, judge, judgeBetween } from '../dynamics/judge';
import { within } from '../math/progress';
import { type Estimate, meanEstimate } from '../math/statistics';
import { pairedLosses } from '../training/evaluation';
import type { ClaimRow } from './claim';
import { effect, inParts, undecided } from './finding';
import { sourcesOf } from './shared';

/** The bounds of the emission report's verdict. Here they are only drawn. */
const DRAWN = { cell: 0.05, frequency: 0.03, changes: [0.85, 1.15] } as const;
const LOSS = 1.05;
const SEQUENCES = 2000;
/** Size of a batch for the loss, and number of pairs of batches. */
const BATCH = 512;
const DRAWS = 6;

/** Emissions match. */
export const C1: ClaimRow = {
  id: 'C1',
  title: 'Emissions match',
  statement:
    'The sequences the network draws look like those of the hidden Markov model: each output as often, each followed by the same outputs, changing equally often.',
  test: 'Of 2000 sampled sequences of training length: share of each output within .03, each entry of the matrix of successive outputs within .05 (rows of at least 500 pairs), changes within 15 %; and the training loss at most 1.05 times that between two samples of the model.',
  paper: 'All networks; squared error of the matrix entries at most .01.',
  ours: 'V2 and V3: largest squared entry error .0030 and .0028; changes within 15 % in V3, not in V2.',
  needs: ['bounded'],
  *run(context) {
    const { weights, hmm, seed, seqLen } = context;
    const input = { ...emissionsRequest.input(sourcesOf(context)), sequences: SEQUENCES };
    const report = yield* within(emissions(input), 0, 0.4);
    if (!report.bounded) return undecided(`the state grew without bound, first at step ${report.divergedAt}`);
    const ratios: number[] = [];
    for (let draw = 0; draw < DRAWS; draw++) {
      // Each batch needs a seed of its own, because the draws of a call always begin at the same address.
      const { losses, floors } = pairedLosses(weights, hmm, BATCH, seqLen, seed + draw, 1);
      ratios.push(losses[0]! / floors[0]!);
      yield 0.4 + (0.6 * (draw + 1)) / DRAWS;
    }
    const loss = { name: `the loss over its floor (N = ${BATCH})`, estimate: meanEstimate(ratios) };
    const { largestCell, largestFrequency, changeRatio } = report.judgement;
    return {
      ...inParts([
        ...emissionJudgements(report.judgement),
        { ...judge({ ...loss, threshold: LOSS, sense: 'at most' }), name: 'loss' },
      ]),
      effects: [
        ...(largestCell ? [effect('largest error of an entry of the output transition matrix', largestCell.error)] : []),
        effect('largest error of an output’s share', largestFrequency.error),
        effect('changes of output over the model’s', changeRatio),
        effect(loss.name, loss.estimate),
      ],
      figure: {
        kind: 'interval',
        rows: [
          ...(largestCell
            ? [{ name: 'matrix entry', estimate: largestCell.error, atLeast: -DRAWN.cell, atMost: DRAWN.cell }]
            : []),
          { name: 'share', estimate: largestFrequency.error, atLeast: -DRAWN.frequency, atMost: DRAWN.frequency },
          { name: 'changes', estimate: changeRatio, atLeast: DRAWN.changes[0], atMost: DRAWN.changes[1] },
          { name: 'loss', estimate: loss.estimate, atMost: LOSS },
        ],
      },
    };
  },
};

const three = (value: number): string => value.toFixed(3);
const range = ({ value, low, high }: Estimate): string => `${three(value)} (95 % interval ${three(low)} to ${three(high)})`;

/** The three verdicts of the report as sentences. */
function emissionJudgements(found: EmissionJudgement): (Judgement & { name: string })[] {
  const { largestCell: cell, largestFrequency, changeRatio } = found;
  return [
    {
      name: 'successive outputs',
      verdict: found.cells,
      reason: cell
        ? `the largest error of the output transition matrix, from output ${cell.row} to ${cell.column}, is ${range(cell.error)}`
        : 'no row of the output transition matrix holds enough pairs',
    },
    {
      name: 'shares of the outputs',
      verdict: found.frequencies,
      reason: `the largest error of a share, of output ${largestFrequency.output}, is ${range(largestFrequency.error)}`,
    },
    {
      name: 'changes of output',
      verdict: found.changes,
      reason: `outputs change ${range(changeRatio)} times as often as the model’s`,
    },
  ];
}

/** The bounds of the report's verdict on the ratio. */
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
    const report = yield* distance(distanceRequest.input(sourcesOf(context)));
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

const GAP = -0.1;

/** a − b of two estimates whose errors may add up in the same direction. */
const difference = (a: Estimate, b: Estimate): Estimate => ({
  value: a.value - b.value,
  low: a.low - b.high,
  high: a.high - b.low,
  n: Math.min(a.n, b.n),
});

/**
 * More regular than the HMM, as docs/science.md §5 defines it. A network with short stays, trained or not, has a lower
 * coefficient of variation than the model simply because short memoryless stays have one. So the difference to memoryless stays
 * of the same mean length is reported as well, but not judged.
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
    const found = yield* hazard(hazardRequest.input(sourcesOf(context)));
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
