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

/** Pictures in place of the portrait, by chapter, step by step; '' where it is the portrait. */
const PICTURES = {
  model: ['hidden', 'rows', 'dice'],
  match: ['counted', 'levels', 'models'],
  zones: ['futures', 'zones', 'stays'],
  kick: ['silenced'],
  birth: ['', 'plateau', '', '', 'yours'],
  richer: ['chains', 'planes', 'hidden', 'reused'],
  why: ['rectified', 'skeleton', 'skeleton', 'released', 'skeleton'],
  open: ['tally', 'written', 'wall'],
} as const;
export type PictureId = Exclude<(typeof PICTURES)[keyof typeof PICTURES][number], ''>;

/** The picture of a step; undefined where it is the portrait. */
export const pictureIdOf = (chapter: string, step: number): PictureId | undefined =>
  (PICTURES as Readonly<Record<string, readonly (PictureId | '')[]>>)[chapter]?.[step] || undefined;

/** Steps without a figure beside the portrait, and the one picture that has a figure beside it, as `chapter step`. */
const ALONE: ReadonlySet<string> = new Set(['start 0', 'noise 0', 'silence 0', 'silence 2', 'break 1', 'break 3']);
const ACCOMPANIED = 'richer 3';

/** Whether a figure stands beside the live picture at a step. A picture in place of the portrait stands alone. */
export function hasFigure(chapter: string, step: number): boolean {
  const { id } = stateOfChapter(chapter);
  const place = `${id} ${step}`;
  return place === ACCOMPANIED || !(ALONE.has(place) || pictureIdOf(id, step));
}

/** The story as links and the lab know it. */
export const STORY: StoryIndex = {
  ids: CHAPTER_STATES.map(({ id }) => id),
  steps: (chapter) => stateOfChapter(chapter).sets.length,
  stateOf: (chapter, step) => stateOfChapter(chapter).sets[step] ?? {},
};
