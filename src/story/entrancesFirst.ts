import type { Cue, Entrance } from './entrance';

/** Steps in which the noise level grows. */
const GROWING = 12;

/** A state in the middle of its stay, and at the edge of a crossing: each sends out copies of itself, under noise of their own. */
const COPIES: Partial<Cue> = { set: { crowd: 21, speed: 5 }, fork: true };
/** The copies are gone; one state goes on. */
const ALONE = { crowd: 1, speed: 30 } as const;

/** Entrances of chapters 1 to 5, by chapter and step. */
export const FIRST_ENTRANCES: Readonly<Record<string, Entrance>> = {
  'noise 0': {
    before: 0,
    cues: [
      { at: 0, set: { speed: 5 }, caption: 'It starts at rest, on the cross. Fresh noise comes in at every step.' },
      { at: 14, set: { speed: 20 }, caption: 'The noise drives it out.' },
      { at: 70, set: { speed: 60 }, caption: 'And nothing but noise keeps it going round.' },
    ],
    end: 300,
    last: 'From rest, and fed nothing but noise, it goes round and round.',
  },
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
  'match 1': {
    before: 300,
    cues: [
      { at: 0, set: { sigma: 1, speed: 90 }, caption: 'At σ = 1 the lower row has the rhythm of the upper one.' },
      { at: 200, set: { sigma: 4 }, caption: 'σ = 4: the network’s outputs hardly ever leave the favoured one.' },
      { at: 520, set: { sigma: 0.25 }, caption: 'σ = 0.25: the network’s outputs become sloppy.' },
    ],
    end: 840,
    last: 'Too little noise: the lower row flickers. Only at σ = 1 do the rows agree.',
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
  'silence 2': {
    before: 60,
    cues: [
      { at: 0, set: { noise: true, flow: false, speed: 40 }, caption: 'With noise the state circles.' },
      {
        at: 60,
        set: { noise: false, flow: true, speed: 4 },
        caption: 'Without noise, each arrow is one step. The state follows them in.',
      },
      { at: 100, set: { noise: true, speed: 40 }, caption: 'Noise drives it out again, against the arrows.' },
      { at: 190, set: { noise: false, speed: 4 }, caption: 'And without noise it turns in once more.' },
    ],
    end: 230,
    last: 'The arrows turn and lead to the cross: the circle needs the noise.',
  },
  'zones 0': {
    before: 60,
    cues: [
      { at: 0, set: ALONE, caption: 'One state, in the colour of the output it favours.' },
      { ...COPIES, at: -24, of: 'crossing', caption: 'Twenty futures of this state, each with noise of its own.' },
      { at: -10, of: 'crossing', set: ALONE, caption: 'The state itself goes on.' },
      { ...COPIES, at: -1, of: 'crossing', caption: 'Twenty futures again, from the edge of a crossing.' },
    ],
    end: 9,
    last: 'In the middle of a stay the colour lasts; at the edge of a crossing it changes soon.',
  },
  'zones 1': {
    before: 60,
    cues: [
      { at: 0, set: { speed: 30 }, caption: 'It lingers: step after step near one place.' },
      { at: -9, of: 'crossing', set: { speed: 4 }, caption: 'In slow motion: now it decides.' },
      { at: -1, of: 'crossing', caption: 'And races across.' },
      { at: 4, of: 'crossing', set: { speed: 12 }, caption: 'At the other end it lingers again.' },
    ],
    end: 40,
    last: 'It lingers, decides, and races across.',
  },
};
