/** Texts of the walkthrough. */

export type WalkthroughMode = 'step' | 'update';

/** One part of a step or of an update: what happens in it, in one sentence, and its formula. */
export interface WalkthroughPart {
  id: string;
  title: string;
  sentence: string;
  formula: string;
}

export const STEP_PARTS = [
  {
    id: 'noise',
    title: 'Noise',
    sentence: 'The step begins with fresh random numbers, which the input weights spread over all units.',
    formula: 'x ~ N(0, σ²),  W_in x',
  },
  {
    id: 'recurrent',
    title: 'Recurrent drive',
    sentence:
      'The recurrent weights turn the state of the step before into a drive on every unit: this is all the memory there is.',
    formula: 'W_hh h',
  },
  {
    id: 'relu',
    title: 'ReLU',
    sentence: 'Both drives are added; a unit above zero fires by as much, a unit below falls silent.',
    formula: 'z = W_hh h + W_in x,  h ← max(0, z)',
  },
  {
    id: 'logits',
    title: 'Logits',
    sentence:
      'The read-out weighs the firing units into one number for each output, its logit; the logits make the probabilities.',
    formula: 'ℓ = W_out h',
  },
  {
    id: 'gumbel',
    title: 'Gumbel draw',
    sentence: 'A random Gumbel number is added to each logit, so that each output wins as often as its probability says.',
    formula: 'ℓ + g,  g = −ln(−ln u)',
  },
  {
    id: 'symbol',
    title: 'Symbol',
    sentence: 'The largest sum wins: this is the symbol that the network emits.',
    formula: 'argmax (ℓ + g)',
  },
] as const satisfies readonly WalkthroughPart[];

export const UPDATE_PARTS = [
  {
    id: 'run',
    title: 'Run',
    sentence: 'The network runs from h = 0 on fresh noise and emits a batch of sequences.',
    formula: 'x ~ N(0, 1),  y = argmax (ℓ + g)',
  },
  {
    id: 'targets',
    title: 'Model',
    sentence: 'The hidden Markov model draws as many sequences; nothing pairs them with those of the network.',
    formula: 'sequences of the HMM',
  },
  {
    id: 'matching',
    title: 'Matching',
    sentence:
      'Each sequence of the network is pulled towards sequences of the model, so that all together differ in few symbols.',
    formula: 'C = symbols that differ',
  },
  {
    id: 'loss',
    title: 'Loss',
    sentence: 'What the matching costs, less what each set costs against itself, is the loss.',
    formula: 'Sinkhorn divergence, ε = 0.04',
  },
  {
    id: 'gradient',
    title: 'Gradient',
    sentence:
      'The pull goes back from the outputs to the logits and through time to the weights; if its norm is too large there, it is clipped.',
    formula: '∂S/∂y → ∂S/∂ℓ → ∂S/∂W',
  },
  {
    id: 'adam',
    title: 'Adam step',
    sentence:
      'Every weight moves a little against its recent gradients: far where they agree from batch to batch, less where they do not.',
    formula: 'W ← W − η m̂ / (√v̂ + ε)',
  },
  {
    id: 'again',
    title: 'Afterwards',
    sentence: 'The same batch under the same noise with the new weights: on one small batch the loss may fall or rise.',
    formula: 'same x, same g, same targets',
  },
] as const satisfies readonly WalkthroughPart[];

export type StepPartId = (typeof STEP_PARTS)[number]['id'];
export type UpdatePartId = (typeof UPDATE_PARTS)[number]['id'];

/** The parts in the order in which they are played. */
export const WALKTHROUGH_PARTS: Record<WalkthroughMode, readonly WalkthroughPart[]> = { step: STEP_PARTS, update: UPDATE_PARTS };

export const WALKTHROUGH = {
  title: 'Slow motion',
  lead: 'One step of the network, or one update of its training, taken apart. All numbers are those of the network in view.',
  mode: 'What is taken apart',
  modes: { step: 'one step of the network', update: 'one training update' },
  parts: 'Parts',
  back: 'Back',
  next: 'Next part',
  play: 'Play',
  hold: 'Hold',
  nextStep: 'Next step',
  nextUpdate: 'Next update',
  nextStepHint: 'The live run takes this very step',
  nextUpdateHint: 'Goes on from the new weights with the next batch; the network in view is not changed',
  loading: 'Loading the trained network…',
  playing: 'The live run is playing. Pause it to take its next step apart.',
  pause: 'Pause the run',
  divergent:
    'The state of this network has grown without bound, so that there is no next step. Reset starts it again from h = 0.',
  reset: 'Reset the run',
  same: 'the live run drew the same symbol',
  taken: 'Steps taken here',
  memory: 'Filling Adam’s memory…',
  newWeights: 'The network in view has changed meanwhile.',
  takeNew: 'Take the new weights',
  overflow:
    'The state of this network overflows within these sequences, so that loss or gradient is not finite. Training would leave the weights as they are and stop.',
  reduced: 'The parts are turned by hand, because your system asks for less motion.',
};
