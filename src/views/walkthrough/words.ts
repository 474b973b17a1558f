import type { StepParts } from '../../rnn/stepParts';
import type { LossLandmarks } from '../../training/landmarks';
import { MATRICES, type MatrixName, type UpdateParts } from '../../training/updateParts';
import { estimateText, short } from '../../ui/numbers';
import type { StepPartId, UpdatePartId } from './text';

/** The parts in words with their numbers: what is read out, and stands under the pictures. */

const minus = (text: string): string => text.replaceAll('-', '−');
/** A number with a proper minus sign. */
export const signed = (value: number, digits = 2): string => minus(short(value, digits));
const percent = (share: number): string => `${(100 * share).toFixed(1)}\u00a0%`;
/** A probability that is neither 0 nor 1 is not written as if it were. */
export const chance = (p: number): string => (p > 0.9995 ? '>\u00a099.9\u00a0%' : p < 0.0005 ? '<\u00a00.1\u00a0%' : percent(p));
const chanceWords = (p: number): string => chance(p).replace('>', 'more than').replace('<', 'less than');
const estimate = (value: Parameters<typeof estimateText>[0]): string => minus(estimateText(value));

const list = (values: ArrayLike<number>, write: (value: number) => string): string => {
  const texts = Array.from(values, write);
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
};
const span = (values: Float64Array): string => `between ${signed(Math.min(...values))} and ${signed(Math.max(...values))}`;
const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
const positive = (values: Float64Array): number => values.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);

/** Units that fire only because of the noise, and units that it keeps silent. */
function switchedByNoise({ recurrentDrive, preActivation }: StepParts): { on: number; off: number } {
  let on = 0;
  let off = 0;
  preActivation.forEach((z, i) => {
    if (z > 0 && recurrentDrive[i]! <= 0) on++;
    if (z <= 0 && recurrentDrive[i]! > 0) off++;
  });
  return { on, off };
}

export const STEP_WORDS: Record<StepPartId, (parts: StepParts, sigma: number) => string> = {
  noise: ({ noise, inputDrive, noiseOn }, sigma) =>
    noiseOn
      ? `${count(noise.length, 'normal number')} with standard deviation σ = ${Number(sigma.toPrecision(3))}, ${span(noise)}. They push the units by amounts ${span(inputDrive)}.`
      : `The noise is off: all ${noise.length} inputs are 0, and no unit is pushed.`,
  recurrent: ({ previousState, recurrentDrive }) => {
    const fired = positive(previousState);
    const H = previousState.length;
    return fired === 0
      ? `The state before is h = 0, so that the drive is 0 on all ${H} units: nothing is remembered.`
      : `${fired} of ${H} units fired before. Their drive on the units lies ${span(recurrentDrive)}.`;
  },
  relu: (parts) => {
    const { firing, preActivation } = parts;
    const H = preActivation.length;
    const { on, off } = switchedByNoise(parts);
    const fire = `${firing} of ${H} units are above zero and fire, ${percent(firing / H)}; ${H - firing} stay at 0.`;
    return parts.noiseOn ? `${fire} The noise switched ${on} on and ${off} off.` : fire;
  },
  logits: ({ logits, probabilities }) =>
    `Logits of output 0 to ${logits.length - 1}: ${list(logits, (value) => signed(value))}. They make probabilities of ${list(probabilities, chanceWords)}.`,
  gumbel: ({ gumbels, noisyLogits, sampledOutput }) =>
    `Draws of ${list(gumbels, (value) => signed(value))} are added. The sums are ${list(noisyLogits, (value) => signed(value))}: output ${sampledOutput} has the largest.`,
  symbol: ({ sampledOutput, outputLabel, probabilities }) =>
    sampledOutput === outputLabel
      ? `Output ${sampledOutput}. It had the largest logit too, and a probability of ${chanceWords(probabilities[sampledOutput]!)}.`
      : `Output ${sampledOutput}, though output ${outputLabel} has the largest logit: the probability of this draw was ${chanceWords(probabilities[sampledOutput]!)}.`,
};

/** Names of the matrices on screen. */
export const MATRIX_NAMES: Record<MatrixName, string> = {
  inputWeights: 'W_in',
  recurrentWeights: 'W_hh',
  readoutWeights: 'W_out',
};

function shares(labels: Uint8Array, K: number): string {
  const counts = new Float64Array(K);
  for (const label of labels) counts[label]!++;
  return list(
    counts.map((n) => n / labels.length),
    percent,
  );
}

const meanMismatch = ({ matching: { mismatches } }: UpdateParts): number =>
  mismatches.reduce((sum, n) => sum + n, 0) / mismatches.length;

/** Symbols of the batch that the new weights emit otherwise. */
const changedSymbols = ({ outputs, again }: UpdateParts): number =>
  again ? outputs.reduce((sum, label, cell) => sum + (label === again.outputs[cell] ? 0 : 1), 0) : 0;

/** What an update is read against. */
export interface UpdateFrame {
  landmarks: LossLandmarks;
  learningRate: number;
  clip: number;
}

export const UPDATE_WORDS: Record<UpdatePartId, (parts: UpdateParts, frame: UpdateFrame) => string> = {
  run: ({ batch, seqLen, draws, outputs, shape }) =>
    `${count(batch, 'sequence')} of ${count(seqLen, 'symbol')}, driven by ${count(draws.noise.length, 'noise number')}. Output 0 to ${shape.nOutputs - 1} occur in ${shares(outputs, shape.nOutputs)} of the steps.`,
  targets: ({ batch, seqLen, targets, shape }) =>
    `${count(batch, 'sequence')} of ${count(seqLen, 'symbol')}. Output 0 to ${shape.nOutputs - 1} occur in ${shares(targets, shape.nOutputs)} of the steps.`,
  matching: (parts) => {
    const { mismatches, reached } = parts.matching;
    return `The ${parts.batch} sequences are pulled to ${reached} of the model’s ${parts.batch}. They differ from them in ${short(meanMismatch(parts), 1)} of ${parts.seqLen} symbols on average, in ${Math.min(...mismatches)} at least and ${Math.max(...mismatches)} at most.`;
  },
  loss: ({ loss }, { landmarks: { floor, plateau } }) =>
    `Loss ${signed(loss)}. Two sets of the model itself come to ${estimate(floor)} at this size (the floor), a machine without memory to ${estimate(plateau)} (the plateau); means of ${floor.n} draws.`,
  gradient: ({ norms, clipFactor }, { clip }) =>
    `Norm ${signed(norms.outputs)} at the outputs, ${signed(norms.logits)} at the logits, ${signed(norms.all)} at the weights, ${
      clipFactor < 1 ? `clipped to ${signed(clip)}` : `below the clip of ${signed(clip)}`
    }.`,
  adam: ({ changes }, { learningRate }) =>
    `Largest change: ${MATRICES.map((name) => `${MATRIX_NAMES[name]} ${signed(changes.largest[name], 5)}`).join(', ')}. The learning rate is ${learningRate}.`,
  again: (parts) => {
    const { loss, again, batch, seqLen } = parts;
    if (!again) return 'With the new weights a state overflows.';
    const way = again.loss < loss ? 'It fell.' : again.loss > loss ? 'It rose.' : 'It stayed.';
    return `Loss ${signed(loss, 3)} before, ${signed(again.loss, 3)} after. ${way} ${count(changedSymbols(parts), 'symbol')} of ${(batch * seqLen).toLocaleString('en')} came out otherwise.`;
  },
};
