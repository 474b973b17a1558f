import type { DivergenceRate, RatesReport } from '../../dynamics/emissions/rates';
import { EXCESS, judgeExcess } from '../../dynamics/emissions/ratesVerdict';
import type { Definition } from '../../ui/glossary';

/** What the difference says, in a sentence. */
export function excessText({ excess }: Pick<RatesReport, 'excess'>): string {
  const { verdict } = judgeExcess(excess);
  if (verdict === 'reproduced')
    return `The network’s sequences are as probable as the model’s own, to within ${EXCESS} nats a step.`;
  if (verdict === 'inconclusive')
    return `Whether the difference lies within ${EXCESS} nats a step cannot be told from these sequences.`;
  return excess.value > 0
    ? 'The network’s sequences are less probable than the model’s own: some of its memory is missing or wrong.'
    : 'The network’s sequences are too typical: it leaves out what is rare.';
}

export const leftOut = (impossible: number): string =>
  impossible === 0 ? '' : `${impossible} sequences hold an output that the model cannot emit there; they are in no number here.`;

export const WORDS = {
  histories: 'Where the network is most wrong: after which outputs',
  historiesNote:
    'Outputs from left to right, the last one latest. Loss: share of the steps that follow them × Σ p ln(p/q) of the next output, p as counted, q exact.',
  divergence: 'How far from the model?',
  particles: ({ particles, effective, rate }: DivergenceRate, of: string) =>
    `${rate.n} sequences followed by ${particles} particles each, of which ${Math.round(100 * effective)} % count after an output; intervals over sequences; ${of}. The estimate of the network’s own entropy comes out slightly too large, so the rate slightly too small.`,
  source: 'Definition: docs/science.md, section 7.6.',
};

export const DIVERGENCE: Definition = {
  title: 'Kullback–Leibler rate',
  text: 'Cross-entropy under the model minus the network’s own entropy rate, on the same sequences: 0 only where both emit the same sequences equally often. The network’s own entropy needs the probability of its next output given its past, which a particle filter over h estimates: particles step with noise of their own and are drawn again in proportion to the probability of what was emitted.',
};
