import { createHmmStepper, type HmmStepper } from '../hmm/sample';
import type { HmmSpec } from '../hmm/spec';
import { exactStatistics } from '../hmm/statistics';
import { argmax } from '../math/distributions';
import { HISTORY, type LiveRun } from '../state/live/liveRun';

/** One row of outputs. */
export interface StripRow {
  name: string;
  /** Brings the row to the step of the live run. @returns a ring buffer of labels; the slot of step t is t mod HISTORY */
  follow(liveRun: LiveRun): Uint8Array;
}

/** A model that is drawn beside the live run, with draws of its own. @param sequence another number, other draws */
export function modelRow(name: string, hmm: HmmSpec, seed: number, sequence: number): StripRow {
  const labels = new Uint8Array(HISTORY);
  let stepper: HmmStepper | undefined;
  let step = 0;
  return {
    name,
    follow(liveRun) {
      if (!stepper || step > liveRun.step) {
        stepper = createHmmStepper(hmm, seed, 'liveHmm', sequence);
        step = 0;
      }
      for (; step < liveRun.step; step++) labels[step % HISTORY] = stepper.next();
      return labels;
    },
  };
}

/** Outputs drawn one by one with the shares of a model: a model of one state. */
export const diceOf = (hmm: HmmSpec): HmmSpec => ({
  ...hmm,
  topology: 'custom',
  nStates: 1,
  startProb: [1],
  transitionMatrix: [[1]],
  emissionMatrix: [exactStatistics(hmm).frequency],
});

/** Dice with the shares of a model. */
export const diceRow = (hmm: HmmSpec, seed: number): StripRow => modelRow('dice', diceOf(hmm), seed, 2);

/** Steps shown. */
export const COLUMNS = 1500;
export const FAVOURED_ROWS = {
  title: 'Favoured output',
  hint: 'last 1,500 steps: compare how even the lengths of the stays are',
  names: ['model', 'network'],
} as const;

/** The output that the hidden state of the model favours, step by step, and that which the network favours: ring buffers of labels. */
export function favouredRows(hmm: HmmSpec): (liveRun: LiveRun) => [Uint8Array, Uint8Array] {
  const favourite = hmm.emissionMatrix.map((row) => argmax(row));
  const labels = new Uint8Array(HISTORY);
  return ({ hmmStates, outputLabels }) => {
    for (let slot = 0; slot < HISTORY; slot++) labels[slot] = favourite[hmmStates[slot]!] ?? 0;
    return [labels, outputLabels];
  };
}
