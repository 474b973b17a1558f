import type { Factor, LevelDifference, StudyShare } from '../../claims/study';
import type { Estimate } from '../../math/statistics';
import type { Definition } from '../../ui/glossary';

export const STUDY = {
  title: 'What makes the mechanism',
  lead: 'Which way of training makes the paper’s mechanism? Every combination of four choices was trained from three seeds, and each network was judged like any other. Choose a combination to see its three networks.',
  term: {
    title: 'The study',
    text: 'Four choices with two levels each: the gain on the recurrent start weights, the gain on the read-out, a penalty on activity, and a pair term that pulls the change rate to the model’s. All else is equal within a model. A run that is still on its plateau at the end counts as such, and is left out of the shares of claims. The study is ours, not the paper’s.',
  } satisfies Definition,
};

export const FACTOR_NAMES: Record<Factor, string> = {
  initialGain: 'gain on W_hh',
  readoutGain: 'gain on W_out',
  activityPenalty: 'activity penalty',
  pairWeight: 'pair term',
};

export const SHARE_NAMES: Record<StudyShare, string> = {
  left: 'left the plateau',
  C1: 'right outputs (C1)',
  C5: 'an orbit (C5)',
  C10: 'few kick neurons (C10)',
  C12: 'two populations (C12)',
};

/** Where there is no room for the names. */
export const SHORT_NAMES: Record<StudyShare, string> = { left: 'left', C1: 'C1', C5: 'C5', C10: 'C10', C12: 'C12' };

const outOf = ({ value, n }: Estimate): string => `${Math.round(value * n)} of ${n}`;

/** One difference in words: “few kick neurons (C10): 20 of 23 with pair term 0, 4 of 24 with 300”. */
const differenceText = ({ factor, what, levels, shares }: LevelDifference): string =>
  `${SHARE_NAMES[what]}: ${outOf(shares[0])} with ${FACTOR_NAMES[factor]} ${levels[0]}, ${outOf(shares[1])} with ${levels[1]}`;

/** What the study found, in a sentence; the intervals are in the figure. */
export const findingsText = (differences: readonly LevelDifference[]): string =>
  differences.length === 0
    ? 'No choice makes a difference beyond its intervals.'
    : `Beyond the intervals of both levels: ${differences.map(differenceText).join('; ')}.`;

export const WORDS = {
  loading: 'Loading the study…',
  failed: (message: string) => `The study could not be loaded: ${message}.`,
  again: 'Try again',
  model: 'Model',
  models: { 'chain-3': 'three states', 'chain-2': 'two states' },
  figure: 'Share of the runs for each level of each choice, with 95 % Wilson intervals',
  note: (made: number, all: number) =>
    made < all
      ? `${made} of ${all} runs are made so far; the others are left out.`
      : `All ${all} runs: at each level the other three choices stand equally often at both of theirs.`,
  plateau: 'still on its plateau',
  unbounded: 'every late checkpoint grows without bound',
  missing: 'not trained yet',
  open: 'Open',
  inView: 'In view',
  seed: (seed: number) => `seed ${seed}`,
  source: 'Made by npm run study; tables in docs/recipes.md. Not in the paper.',
};
