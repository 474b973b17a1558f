import { numberOf } from './facts';
import type { Cue, Entrance } from './filmPlan';

/** Every intervention is seen against what was there before it. */
/** The view holds from its first frame what the network does later. */
const UNTOUCHED: Cue = { at: 0, set: { actOn: 'none', mu: 1, speed: 40 }, caption: 'Nothing is touched yet.', reach: 1.35 };

/** Steps of the film of the training between its moments. */
const PACE = { hold: 60, plateau: 240, drop: 480 } as const;
const PLATEAU = numberOf('birth.plateau');
const LEFT = numberOf('birth.left');
const DONE = numberOf('birth.done');
const CIRCLES = numberOf('birth.circles');
const RING = numberOf('birth.ring');

/** Gains on the group, in the order in which they are tried. */
const GAINS = [0.75, 0.5, 0.25, 0] as const;

/** Entrances of chapters 6 to 10, by chapter and step. */
export const LATER_ENTRANCES: Readonly<Record<string, Entrance>> = {
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
  'break 0': {
    before: 60,
    cues: [
      UNTOUCHED,
      ...GAINS.map((mu, n) => ({
        at: 80 + 90 * n,
        set: { actOn: 'group-B', mu, speed: 60 } as const,
        caption: `The drive to the group is turned down: μ = ${mu}. The pale twin is untouched.`,
        needsTwin: true,
      })),
    ],
    end: 80 + 90 * GAINS.length + 60,
    last: 'One knob: the less drive, the longer it stays. Now turn it yourself.',
  },
  'break 2': {
    before: 60,
    cues: [
      UNTOUCHED,
      {
        at: 100,
        set: { actOn: 'integrators', mu: 0, speed: 40 },
        caption: 'The noise into both populations is cut. The pale twin goes on with all of it.',
        needsTwin: true,
      },
    ],
    end: 420,
    last: 'The noise into both populations is cut; the pale twin has all of it.',
  },
  'birth 1': {
    before: 60,
    timeline: [
      { step: 0, update: 0 },
      { step: PACE.hold, update: 0 },
      { step: PACE.hold + PACE.plateau, update: PLATEAU },
    ],
    cues: [
      { at: 0, set: { speed: 60 }, caption: 'Not trained yet: noise shakes the state about.' },
      { at: PACE.hold, caption: 'The loss falls to its plateau. The outputs still flicker.' },
    ],
    end: PACE.hold + PACE.plateau + PACE.hold,
    last: 'On the plateau: the shares of the outputs are right, and there is no memory.',
  },
  'birth 2': {
    before: 60,
    timeline: [
      { step: 0, update: PLATEAU },
      { step: PACE.hold, update: LEFT },
      { step: PACE.hold + PACE.drop, update: DONE },
      { step: PACE.hold + PACE.drop + PACE.plateau, update: RING },
    ],
    cues: [
      { at: 0, set: { speed: 60 }, caption: 'The plateau: a cloud without an orbit.' },
      { at: PACE.hold, caption: 'The loss leaves it. The stretches of one colour grow: memory comes.' },
      { at: PACE.hold + PACE.drop, caption: 'The cloud opens, and the state begins to go round.' },
    ],
    end: PACE.hold + PACE.drop + PACE.plateau + PACE.hold,
    last: 'The loss has dropped, the stretches are long, and the state goes round.',
  },
  'birth 3': {
    before: 60,
    timeline: [
      { step: 0, update: 0 },
      { step: 120, update: PLATEAU },
      { step: 240, update: LEFT },
      { step: 600, update: CIRCLES },
      { step: 900, update: Number.MAX_SAFE_INTEGER },
    ],
    cues: [
      { at: 0, set: { speed: 60 }, caption: 'The whole training, from random weights …' },
      { at: 120, caption: '… along the plateau …' },
      { at: 240, caption: '… through the drop …' },
      { at: 600, caption: '… to the end of the recipe.' },
    ],
    end: 960,
    last: 'From a cloud to an orbit: the state in view is that of the trained network.',
  },
  'richer 3': {
    before: 60,
    cues: [
      { at: 0, set: { speed: 40 }, caption: 'A network that learned two states, and the units that flip its switch.' },
      { at: 90, caption: 'Trained on, it is to learn three states.' },
    ],
    end: 200,
    last: 'Will the same units flip its switch again? Train it on, and compare.',
  },
  'birth 4': {
    before: 60,
    cues: [
      {
        at: 0,
        set: { speed: 40 },
        caption: 'On the left the network of this page, trained; on the right one of random weights.',
      },
      { at: 120, caption: 'Yours will be another one: another seed, other weights.' },
    ],
    end: 240,
    last: 'Press T, and watch yours learn.',
  },
  'break 3': {
    before: 100,
    cues: [
      { at: 0, set: { crowd: 1, speed: 40 }, caption: 'One state.' },
      {
        at: 50,
        set: { crowd: 40, speed: 6 },
        fork: true,
        caption: 'Forty copies of it, each with noise of its own from here on.',
      },
      { at: 80, set: { speed: 40 }, caption: 'They do not keep in step.' },
    ],
    end: 280,
    last: 'Forty copies of one state are soon all over the orbit. Drag the state wherever you like.',
  },
};
