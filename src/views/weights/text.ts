import type { FittedModel, ModelMatch } from '../../analyses/opened/compute';
import { EXCESS } from '../../dynamics/emissions/rates';
import type { Estimate } from '../../math/statistics';
import { estimateText } from '../../ui/numbers';

/** Words of the dialog that asks for the model of a network from a file. */

export const WHICH = {
  title: 'Which model does it emulate?',
  size: (name: string, hidden: number, inputs: number, outputs: number) =>
    `${name}: ${hidden} hidden units, ${inputs} inputs, ${outputs} outputs.`,
  runAs: 'It will be run as h ← ReLU(W_hh h + W_in x), with the outputs W_out h and no biases.',
  unsaid: 'The file does not say which activation it was trained with: with another one than ReLU it behaves differently here.',
  warnings: 'It may behave differently than in training',
  notes: 'How it was read',
  why: 'The panels compare the network with a hidden Markov model: choose the one it was trained on. If you do not know it, fit one.',
  named: 'the model named in the file',
  paper: 'a model of the paper',
  /** The name of the choice among the models of the paper, for those who do not see it. */
  paperLabel: 'Model of the paper',
  noPaper: (outputs: number) => `The models of the paper have 3 outputs; this network has ${outputs}.`,
  file: 'a model from a file',
  fileTitle: 'A JSON file with startProb, transitionMatrix and emissionMatrix (names of hmmlearn too), or a network saved here',
  openFile: 'Open a model…',
  fitted: 'a model fitted to its outputs',
  states: 'hidden states',
  fit: 'Fit',
  fitting: 'Fitting…',
  use: 'Use this model',
  without: 'Show it without a model',
  withoutHint: 'It is compared with draws in which all outputs are equally likely',
  judging: 'Comparing it with the outputs of the network…',
  none: 'This model cannot emit what the network emits.',
  cancel: 'Cancel',
};

const nats = (estimate: Estimate): string => `${estimateText(estimate, 3)} nats a step`;

/** Whether a model describes the network, in a sentence. */
export function foundText({ verdict, excess }: Pick<ModelMatch, 'verdict' | 'excess'>): string {
  if (verdict === 'reproduced')
    return `It fits: the outputs of the network surprise this model as much as its own outputs do, to within ${EXCESS} nats a step.`;
  if (verdict === 'inconclusive') return 'Whether it fits cannot be told from these sequences.';
  return excess.value > 0
    ? 'It does not fit: the outputs of the network surprise this model more than its own outputs do.'
    : 'It does not fit: the outputs of the network are more regular than those of this model.';
}

/** The numbers behind it, with their intervals and n. */
export function matchText({ network, own, excess, impossible, sequences, steps }: ModelMatch): string {
  const without =
    impossible > 0
      ? ` ${impossible} of ${sequences} sequences hold an output that the model cannot emit; they are not counted.`
      : '';
  return `Surprise of the network’s outputs: ${nats(network)}; of the model’s own, its entropy rate: ${nats(own)}; difference ${estimateText(excess, 3)} (n = ${network.n} sequences of ${steps} steps each).${without}`;
}

/** A gain of fewer nats a step is not worth a hidden state: a quarter of what counts as a difference. */
const WORTH = EXCESS / 4;

const compared = (gain: Estimate): string => (gain.low > 0 ? 'better than' : gain.high < 0 ? 'worse than' : 'as well as');

/** What a fit says beside: whether memory matters, and whether one state more would foresee more. */
export function fitText({ hmm: { nStates }, more, memory }: FittedModel): string {
  const parts: string[] = [];
  if (memory && nStates > 1)
    parts.push(`It foresees the next output ${compared(memory)} independent draws: ${nats(memory)}, n = ${memory.n} sequences.`);
  if (more)
    parts.push(
      more.low > WORTH
        ? `With one state more it would foresee better, by ${nats(more)}: try ${nStates + 1}.`
        : `One state more would hardly help: ${nats(more)}.`,
    );
  return parts.join(' ');
}
