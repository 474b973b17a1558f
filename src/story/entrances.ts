import type { Film } from '../state/page/slice';
import type { Settings } from '../state/settings/settings';

/** What happens at one moment of an entrance. */
export interface Cue {
  /** Steps of the live run since the entrance began. */
  at: number;
  /** Settings from here on; undefined are those of before. */
  set?: Partial<Settings>;
  /** What is seen, in one line, from here on. */
  caption?: string;
  reach?: Film['reach'];
  /** The place where the state stays is marked from here on. */
  marked?: boolean;
  /** The entrance goes on only once the untouched twin of the run is there. */
  needsTwin?: boolean;
}

/**
 * A small film with which a step of the story begins. It is told in steps of the live run, which is reset to h = 0 and its seed first, so
 * it is the same each time. At its end the lab stands as the step says.
 */
export interface Entrance {
  /** Steps made before the picture opens: it then has a path to show. */
  before: number;
  cues: readonly Cue[];
  /** Step at which it is over. */
  end: number;
  /** The last line stays. */
  last: string;
}

/** Steps in which the noise level grows. */
const GROWING = 12;

/** Every intervention is seen against what was there before it. */
const UNTOUCHED: Cue = { at: 0, set: { actOn: 'none', mu: 1, speed: 40 }, caption: 'Nothing is touched yet.' };

/** Entrances by chapter and step. */
export const ENTRANCES: Readonly<Record<string, Entrance>> = {
  'noise 2': {
    before: 300,
    cues: [
      { at: 0, set: { sigma: 1, speed: 40 }, caption: 'Noise of standard deviation 1.' },
      ...Array.from({ length: GROWING }, (_, k) => ({
        at: 80 + 6 * k,
        set: { sigma: Number((2 ** ((k + 1) / GROWING)).toFixed(3)) },
        caption: 'The same random numbers, made larger and larger: the picture grows with them.',
      })),
    ],
    end: 260,
    last: 'Twice the noise, twice the picture: every change of output at the very same step.',
  },
  'silence 0': {
    before: 60,
    cues: [
      { at: 0, set: { noise: true, speed: 40 }, caption: 'With noise the state circles.' },
      { at: 120, set: { noise: false, speed: 7 }, caption: 'The noise is cut: the state falls.' },
      { at: 150, set: { speed: 40 }, caption: 'It rests on the cross. The outputs are drawn at random: confetti.' },
      { at: 330, set: { noise: true, speed: 40 }, caption: 'The noise comes back: it circles again.' },
      { at: 450, set: { noise: false, speed: 24 }, caption: 'Cut once more.' },
    ],
    end: 500,
    last: 'Without noise: one point. Give the noise back with N.',
  },
  'silence 1': {
    before: 60,
    cues: [
      { at: 0, set: { noise: true, crowd: 1, speed: 40 }, caption: 'One state, driven by noise.' },
      { at: 80, set: { noise: false, crowd: 101, speed: 5 }, caption: 'A hundred states of the orbit, let go without noise.' },
      { at: 92, set: { speed: 12 }, caption: 'All of them fall to the same point.' },
    ],
    end: 150,
    last: 'All of them fall to the same point.',
  },
  'kick 1': {
    before: 60,
    cues: [
      UNTOUCHED,
      {
        at: 100,
        set: { actOn: 'group-B', mu: 0, speed: 30 },
        caption: 'The group is silenced. The pale twin gets the same noise from the same start.',
        needsTwin: true,
      },
      { at: 260, set: { speed: 60 }, marked: true, caption: 'The twin goes on circling; the silenced state stays here.' },
    ],
    end: 420,
    last: 'The twin goes on circling; the silenced state stays in the marked place.',
  },
  'kick 2': {
    before: 60,
    cues: [
      UNTOUCHED,
      {
        at: 100,
        set: { actOn: 'random', mu: 0, speed: 40 },
        caption: 'As many random units are silenced. The pale twin gets the same noise from the same start.',
        needsTwin: true,
      },
    ],
    end: 420,
    last: 'Silenced at random: it goes on circling, as its twin does.',
  },
  'break 1': {
    before: 60,
    cues: [
      UNTOUCHED,
      {
        at: 80,
        set: { actOn: 'group-A', mu: 1.9, speed: 20 },
        caption: 'The drive of the group is nearly doubled.',
        reach: 'state',
        needsTwin: true,
      },
    ],
    end: 260,
    last: 'The picture has zoomed out as far as the state went.',
  },
};

/** The fall in slow motion that follows when a reader of the opening takes the noise away. It begins wherever the run stands. */
export const FALL: Entrance = {
  before: 0,
  cues: [{ at: 0, set: { speed: 12 } }],
  end: 26,
  last: '',
};
