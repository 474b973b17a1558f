import { type KickReport, type KickScore, kickNeurons, scoreKickGroup } from '../../dynamics/kick/kickNeurons';
import { within } from '../../math/progress';
import type { RnnWeights } from '../../rnn/weights';

interface KickInput {
  weights: RnnWeights;
  /** Up to how many units all groups are tried. */
  size: number;
  seed: number;
}

/** The units that start a change of output (docs/science.md §3.14). */
export const kick = ({ weights, seed, size }: KickInput) => kickNeurons(weights, { seed, size });

/** A group changed by hand, scored in each of its directions. */
export interface EditedScore {
  from: number;
  to: number;
  score: KickScore;
}

interface KickScoreInput {
  weights: RnnWeights;
  report: KickReport;
  edits: { from: number; to: number; units: number[] }[];
}

/** Scores of groups changed by hand, under the draws of the report. */
export function* kickScore({ weights, report, edits }: KickScoreInput): Generator<number, EditedScore[], void> {
  const scores: EditedScore[] = [];
  for (const [n, { from, to, units }] of edits.entries()) {
    const score = yield* within(scoreKickGroup(weights, report, { from, to }, units), n / edits.length, (n + 1) / edits.length);
    scores.push({ from, to, score });
  }
  return scores;
}
