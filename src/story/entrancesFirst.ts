import type { Entrance } from './filmPlan';

/** Steps in which the noise level grows. */
const GROWING = 12;

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
    before: 0,
    cues: [
      { at: 0, set: { speed: 60 }, caption: 'At the top the model; below it one network, at three levels of its noise.' },
      { at: 150, set: { speed: 90 }, caption: 'Little noise: the colours flicker. Much noise: they hardly change.' },
    ],
    end: 500,
    last: 'Only at σ = 1, where it was trained, are its stretches those of the model.',
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
      { at: 40, set: { noise: false, crowd: 101, speed: 4 }, caption: 'A hundred states of the orbit, let go without noise.' },
      { at: 60, set: { speed: 12 }, caption: 'All of them fall to the same point.' },
    ],
    end: 120,
    last: 'A hundred ways, one end: all of them fell to the same point.',
  },
  'silence 2': {
    before: 60,
    cues: [
      { at: 0, set: { noise: true, flow: false, speed: 40 }, caption: 'With noise the state circles.' },
      {
        at: 60,
        set: { noise: false, flow: true, speed: 4 },
        caption: 'Without noise each arrow is one step: the state turns in with them.',
      },
    ],
    end: 110,
    last: 'The arrows turn and lead to the cross: the circle needs the noise.',
  },
  'zones 0': {
    before: 0,
    cues: [
      { at: 0, set: { speed: 20 }, caption: 'Two states of one run: 1 in the middle of a stay, 2 at the edge of a crossing.' },
      { at: 20, caption: 'Twenty futures of state 1, each with noise of its own: its colour lasts.' },
      { at: 100, caption: 'Twenty futures of state 2: its colour soon changes.' },
    ],
    end: 190,
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
