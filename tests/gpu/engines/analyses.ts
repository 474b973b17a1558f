import { spectrumReport } from '../../../src/dynamics/spectrum/spectrumReport';
import { residencyReport } from '../../../src/dynamics/zones/residency';
import { countEmissions } from '../../../src/hmm/emissionCounts';
import { estimateEmissions } from '../../../src/hmm/emissions';
import { PAPER_HMMS, type PaperHmmId } from '../../../src/hmm/models';
import { pca } from '../../../src/math/principalAxes';
import { finish } from '../../../src/math/progress';
import { simulate } from '../../../src/rnn/simulate';
import type { RnnWeights } from '../../../src/rnn/weights';
import { pairedLosses } from '../../../src/training/evaluation';

const SEED = 11;
const STEPS = 10_000;
const SEQUENCE = 100;

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Numbers that the panels show of a network, all under the same noise whatever the network. Runs in Node. */
export function analysesOf(weights: RnnWeights, hmm: PaperHmmId) {
  const run = simulate(weights, { steps: STEPS, seed: SEED, warmUp: 100 });
  const argmax = estimateEmissions(countEmissions(run.outputLabels, SEQUENCE, weights.nOutputs));
  const basis = pca(run.states, weights.hiddenSize, 3);
  const residency = finish(residencyReport(weights, basis, { seed: SEED, states: 2000 }));
  const spectra = finish(spectrumReport(weights, run.states, { every: 20 }));
  return {
    /** Of a fixed batch, the network's noise fixed too. */
    loss: pairedLosses(weights, PAPER_HMMS[hmm], 256, 60, SEED, 1).losses[0]!,
    /** Rows of the transition matrix of the argmax labels, in one list. */
    argmaxRows: argmax.outputTransitionMatrix.flat().map(({ value }) => value),
    /** Changes of the argmax label per step. */
    flips: argmax.changeRate.value,
    /** Mean residency time in steps, and mean sign changes of a logit. */
    residency: mean(residency.residencyTimes),
    signChanges: mean(residency.signChanges),
    /** Mean largest |λ|, mean number of unstable ones and of active units. */
    radius: mean(spectra.radius),
    unstable: mean(spectra.unstable),
    active: mean(spectra.activeCount),
  };
}

export type Analyses = ReturnType<typeof analysesOf>;

/** How far each of two networks' numbers are from each other, relative to the second; of the rows the largest difference of a cell. */
export function analysesOff(a: Analyses, b: Analyses): Record<keyof Analyses, number> {
  const off = {} as Record<keyof Analyses, number>;
  for (const name of Object.keys(b) as (keyof Analyses)[]) {
    const [x, y] = [a[name], b[name]];
    if (typeof x === 'number' && typeof y === 'number') off[name] = Math.abs(x / y - 1);
  }
  // A label that is never largest has a row without counts, NaN for both.
  const cells = b.argmaxRows.map((cell, n) => (Object.is(cell, a.argmaxRows[n]) ? 0 : Math.abs(cell - a.argmaxRows[n]!)));
  return { ...off, argmaxRows: Math.max(...cells) };
}
