import type { Definition } from '../ui/glossary';
/** Texts of the panels on how the mechanism is born, and on resonance. */

export const EMERGENCE = {
  title: 'Emergence',
  lead: 'The loss drops, and memory and the instability of the origin appear, all within a few updates; the state may begin to circle only later. Drag along the curves, or press play.',
  loading: 'Loading the history of this network…',
  none: 'There is no training history here: press T to train a network, and its own appears as it goes.',
  explosive: '×: this checkpoint grows without bound in a long run, so that nothing else of it can be measured.',
  same: 'All checkpoints are driven by the same noise; the axes of each are turned towards those of the next (Procrustes).',
  bifurcation: (update: number | undefined, complete: boolean) =>
    update === undefined
      ? `No bifurcation found${complete ? '' : ' yet'}`
      : `${complete ? 'Bifurcation: memory and instability appear at' : 'Bifurcation so far:'} update ${update}`,
  kinds: { shipped: 'shipped', recorded: 'trained here', file: 'from a file' },
  fastStart:
    'This network was started with a larger recurrent gain, near the edge of instability: critical pairs exist from the first step, so the marker asks for a rise above that.',
};

export const STACK = {
  title: 'Orbits through training',
  lead: 'Every checkpoint’s orbit, one behind the other: the first below, the last on top. Drag to turn.',
};

export const SECOND_ORDER = {
  title: 'Second-order map',
  lead: 'If noise is unbiased, what drift does it leave behind? Units against checkpoints, computed without noise trials from the covariance of the perturbation.',
  caution:
    'Caution: a ReLU has no second derivative; 1[h > 0] stands in for it, so this is an input variance passed on, not a Taylor term, and no threshold hides small entries. The exact drift beside it makes no such assumption.',
};

export const SKELETON_TRAINING = {
  title: 'Skeleton through training',
  lead: 'Where does the mean step come to rest, checkpoint by checkpoint? When does it get a second point of rest, or a cycle, and is that when memory appears?',
};

export const RESONANCE = {
  title: 'Resonance',
  lead: 'Is there a best amount of noise? If noise into the integrators makes the clock, then with too little and with too much of it the dwells should be less regular than in between.',
  sigma:
    'Turning σ for all inputs cannot show this: without biases a ReLU network under twice the noise does exactly the same, twice as large, so that dwells do not change at all. σ only sharpens the outputs, whose error has a best σ of its own.',
};

export const SEEDS = {
  title: 'Seeds compared',
  lead: 'The same model learned from different start weights: the same orbit, and which units they share.',
  note: 'Networks of one size and seed start from the same weights; who becomes a kick unit is largely set there.',
};

/** Of the four numbers by which a training is called rich or lazy. */
export const RICHNESS_TERM: Definition = {
  title: 'Rich or lazy',
  text: '‖ΔW‖/‖W₀‖: how far training moved W_hh, as a share of its size at the start. Cosine: of the angle between W_hh before and after. Participation ratio: how many singular values carry a matrix. Rich training moves far and uses few directions; lazy training keeps most of the random start.',
};
