import type { StoryIndex } from '../state/settings/link';
import type { Settings } from '../state/settings/settings';
import { FIRST_FACTS } from './firstFacts';

/** A chapter as links know it: its steps, by how the lab stands at each of them. The words are in `chapters/`, loaded when they are read. */
export interface ChapterState {
  id: string;
  title: string;
  /** What each step sets beside the defaults. */
  sets: readonly Partial<Settings>[];
}

/** The story: an opening and eleven chapters, in the order of the paper but for `why`, which is not in it. */
export const CHAPTER_STATES: readonly ChapterState[] = [
  {
    id: 'start',
    title: 'A network that needs noise',
    sets: [{}],
  },
  {
    id: 'model',
    title: 'What is a hidden Markov model?',
    sets: [{}, { preset: 'chain-3' }, {}],
  },
  {
    id: 'noise',
    title: 'A network fed nothing but noise',
    sets: [{}, { slow: 'step', speed: 12 }, { sigma: 2 }],
  },
  {
    id: 'match',
    title: 'Does it match?',
    sets: [{}, { sigma: 0.25 }, { preset: 'chain-3' }],
  },
  {
    id: 'silence',
    title: 'Take the noise away',
    sets: [
      { noise: false, speed: 24 },
      { noise: false, crowd: 101, speed: 24 },
      { noise: false, flow: true },
    ],
  },
  {
    id: 'zones',
    title: 'Slow and fast: three zones',
    sets: [{ speed: 30 }, { speed: 12 }, {}],
  },
  {
    id: 'kick',
    title: 'The few neurons that flip the switch',
    sets: [{}, { actOn: 'group-B', mu: 0 }, { actOn: 'random', mu: 0, draw: 3 }],
  },
  {
    id: 'break',
    title: 'Break it yourself',
    sets: [
      { actOn: 'group-B', mu: 0.5 },
      { actOn: 'group-A', mu: 1.9 },
      { actOn: 'integrators', mu: 0 },
      { crowd: 40, speed: 24 },
    ],
  },
  {
    id: 'birth',
    title: 'How it was born',
    sets: [{ moment: 0 }, { moment: FIRST_FACTS['birth.plateau'] }, { moment: FIRST_FACTS['birth.ring'] }, {}, {}],
  },
  {
    id: 'richer',
    title: 'The same trick for richer models',
    sets: [{ preset: 'chain-3' }, { preset: 'fully' }, { preset: 'cyclic' }, { preset: 'chain-2' }],
  },
  {
    id: 'why',
    title: 'Why noise makes an orbit',
    sets: [{}, {}, { sigma: 0.25 }, {}, { preset: 'chain-3' }],
  },
  {
    id: 'open',
    title: 'What is still open',
    sets: [{}, { preset: 'chain-5' }, {}],
  },
];

export const stateOfChapter = (id: string): ChapterState =>
  CHAPTER_STATES.find((chapter) => chapter.id === id) ?? CHAPTER_STATES[0]!;

/** Steps that show one picture alone, as `chapter step`. */
const ALONE: ReadonlySet<string> = new Set([
  ...['start 0', 'model 0', 'model 1', 'model 2', 'noise 0', 'match 0', 'match 1', 'match 2', 'silence 0', 'silence 2'],
  ...['zones 0', 'zones 1', 'zones 2', 'kick 0', 'break 1', 'break 3', 'birth 1', 'birth 4'],
  ...['richer 0', 'richer 1', 'richer 2', 'open 0', 'open 1', 'open 2'],
  ...['why 0', 'why 1', 'why 2', 'why 3', 'why 4'],
]);

/** Whether a figure stands beside the live picture at a step. */
export const hasFigure = (chapter: string, step: number): boolean => !ALONE.has(`${stateOfChapter(chapter).id} ${step}`);

/** Steps about the noise level, as `chapter step`: the view is locked at so many views of the orbit at σ = 1, and the outputs are paired. */
const LEVELS: Readonly<Record<string, number>> = { 'noise 2': 2.2 };

/** The least reach of the portrait at a step, in views of the orbit at σ = 1; undefined where the view follows the noise level. */
export const reachOf = (chapter: string, step: number): number | undefined => LEVELS[`${chapter} ${step}`];

/** Steps whose outputs are the favoured ones of model and network. */
export const withFavoured = (chapter: string, step: number): boolean => `${chapter} ${step}` === 'zones 2';

/** Steps without a film, as `chapter step`; at all others there is room for its line at once. */
const STILL: ReadonlySet<string> = new Set(['start 0', 'noise 1', 'birth 0']);

/** Whether a step begins with a film. */
export const withFilm = (chapter: string, step: number): boolean => !STILL.has(`${chapter} ${step}`);

/** Pictures of steps in place of the portrait, as `chapter step`. */
const PICTURES = {
  'model 0': 'hidden',
  'model 1': 'rows',
  'model 2': 'dice',
  'match 0': 'counted',
  'match 1': 'levels',
  'match 2': 'models',
  'zones 0': 'futures',
  'zones 1': 'zones',
  'zones 2': 'stays',
  'kick 0': 'silenced',
  'birth 1': 'plateau',
  'birth 4': 'yours',
  'richer 0': 'chains',
  'richer 1': 'planes',
  'richer 2': 'hidden',
  'richer 3': 'reused',
  'why 0': 'rectified',
  'why 1': 'skeleton',
  'why 2': 'skeleton',
  'why 3': 'released',
  'why 4': 'skeleton',
  'open 0': 'tally',
  'open 1': 'written',
  'open 2': 'wall',
} as const;
export type PictureId = (typeof PICTURES)[keyof typeof PICTURES];

/** The picture of a step; undefined where it is the portrait. */
export const pictureIdOf = (chapter: string, step: number): PictureId | undefined =>
  (PICTURES as Readonly<Record<string, PictureId>>)[`${chapter} ${step}`];

/** The story as links and the lab know it. */
export const STORY: StoryIndex = {
  ids: CHAPTER_STATES.map(({ id }) => id),
  steps: (chapter) => stateOfChapter(chapter).sets.length,
  stateOf: (chapter, step) => stateOfChapter(chapter).sets[step] ?? {},
};
