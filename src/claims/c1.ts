import { emissions } from '../analyses/emissions/compute';
import { emissions as request } from '../analyses/emissions/request';
import type { EmissionJudgement } from '../dynamics/emissions/emissionReportVerdict';
import { type Judgement, judge } from '../dynamics/judge';
import { within } from '../math/progress';
import { type Estimate, meanEstimate } from '../math/statistics';
import { pairedLosses } from '../training/evaluation';
import type { ClaimRow } from './claim';
import { effect, inParts, undecided } from './finding';
import { sourcesOf } from './shared';

/** Bounds that the verdict of the emission report holds the numbers against; here they are only drawn. */
const DRAWN = { cell: 0.05, frequency: 0.03, changes: [0.85, 1.15] } as const;
const LOSS = 1.05;
const SEQUENCES = 2000;
/** Pairs of batches behind the loss. */
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
    const input = { ...request.input(sourcesOf(context)), sequences: SEQUENCES };
    const report = yield* within(emissions(input), 0, 0.4);
    if (!report.bounded) return undecided(`the state grew without bound, first at step ${report.divergedAt}`);
    const ratios: number[] = [];
    for (let draw = 0; draw < DRAWS; draw++) {
      // A seed for each batch: the draws of one call always begin at the same place.
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
