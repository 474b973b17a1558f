import { RICHNESS_TERM } from '../emergenceText';

export const RICH = {
  title: 'Rich or lazy',
  lead: 'How far did training move the recurrent weights, and in how many directions? Rich training moves far and uses few directions; lazy training keeps most of the random start. It follows a training in this tab while it goes on.',
  term: RICHNESS_TERM,
};

export const WORDS = {
  none: 'There is no training to look at yet. Train a network in this tab, or open a network that ships with its training.',
  loading: 'Loading the training of this network…',
  unknownStart: 'This training does not hold the weights it started from, so nothing can be said of the change.',
  unbegun: 'Nothing has been learned yet.',
  figure: 'Change of the recurrent weights through training, and the directions it uses; arrow keys move the cursor',
  dashed: (name: string) => `Dashed: ${name}.`,
  experiment: 'An experiment: one seed, trained twice',
  setting:
    'The three-state chain from one seed, 2,500 updates at N = 256. Rich: small start weights (gain 1), the read-out eight times larger, the plain loss. Lazy: start weights twice as large, an activity penalty and a pair term, as in the first networks of this page.',
  train: (name: string) => `Train ${name}`,
  again: (name: string) => `Train ${name} again`,
  under: (name: string, share: number) => `Training ${name}: ${Math.round(100 * share)} %`,
  stop: 'Stop',
  aside: 'Set this training aside',
  asideHint: 'Its curves stay here, dashed, beside those of the next training',
  remove: 'Remove it',
  earlier: 'the training before',
  compare: 'Compare their mechanisms',
  comparing: 'Comparing…',
  missed: ' (above a quarter, or more units than three or 5 %)',
  failed: (message: string) => `They could not be compared: ${message}.`,
  source: 'Definition: docs/science.md, section 7.5. It is not in the paper.',
};
