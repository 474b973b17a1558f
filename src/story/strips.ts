import { PAPER_HMMS, type PaperHmmId } from '../hmm/models';
import { createHmmStepper, type HmmStepper } from '../hmm/sample';
import type { HmmSpec } from '../hmm/spec';
import { exactStatistics } from '../hmm/statistics';
import { argmax } from '../math/distributions';
import { HISTORY, type LiveRun } from '../state/live/liveRun';
import type { StripId } from './states';

/** One row of outputs. */
export interface StripRow {
  name: string;
  /** Shares of the outputs in the long run [K]: shown as a column before the row; undefined where they are not the point. */
  shares: readonly number[] | undefined;
  /** Brings the row to the step of the live run. @returns a ring buffer of labels; the slot of step t is t mod HISTORY */
  follow(liveRun: LiveRun): Uint8Array;
}

/** Rows of outputs to be compared, and how they are shown. */
interface Strip {
  title: string;
  hint: string;
  /** Steps shown. */
  columns: number;
  rows: readonly StripRow[];
}

/** A model that is drawn beside the live run, with draws of its own. @param sequence another number, other draws */
export function modelRow(name: string, hmm: HmmSpec, seed: number, sequence: number): StripRow {
  const labels = new Uint8Array(HISTORY);
  let stepper: HmmStepper | undefined;
  let step = 0;
  return {
    name,
    shares: exactStatistics(hmm).frequency,
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
const diceOf = (hmm: HmmSpec): HmmSpec => ({
  ...hmm,
  topology: 'custom',
  nStates: 1,
  startProb: [1],
  transitionMatrix: [[1]],
  emissionMatrix: [exactStatistics(hmm).frequency],
});

/** Dice with the shares of a model. */
export const diceRow = (hmm: HmmSpec, seed: number): StripRow => modelRow('dice', diceOf(hmm), seed, 2);

/** The output that the hidden state of the model favours, step by step. */
function favouredByModel(hmm: HmmSpec): StripRow {
  const favourite = hmm.emissionMatrix.map((row) => argmax(row));
  const labels = new Uint8Array(HISTORY);
  return {
    name: 'model',
    shares: undefined,
    follow({ hmmStates }) {
      for (let slot = 0; slot < HISTORY; slot++) labels[slot] = favourite[hmmStates[slot]!] ?? 0;
      return labels;
    },
  };
}

const CHAINS: readonly (readonly [PaperHmmId, string])[] = [
  ['chain-2', '2 states'],
  ['chain-3', '3 states'],
  ['chain-4', '4 states'],
  ['chain-5', '5 states'],
];

const STRIPS: Record<StripId, (hmm: HmmSpec, seed: number) => Strip> = {
  chains: (_, seed) => ({
    title: 'Outputs of four models',
    hint: 'last 300 steps; the column before each row holds the shares of the outputs',
    columns: 300,
    rows: CHAINS.map(([id, name], n) => modelRow(name, PAPER_HMMS[id], seed, n + 1)),
  }),
  dice: (hmm, seed) => ({
    title: 'Outputs',
    hint: 'last 300 steps; the column before each row holds the shares of the outputs',
    columns: 300,
    rows: [modelRow('model', hmm, seed, 1), diceRow(hmm, seed)],
  }),
  stays: (hmm) => ({
    title: 'Favoured output',
    hint: 'last 1,500 steps: compare how even the lengths of the stays are',
    columns: 1500,
    rows: [favouredByModel(hmm), { name: 'network', shares: undefined, follow: ({ outputLabels }) => outputLabels }],
  }),
};

/** The rows of a step. @param hmm model of the network in view */
export const stripOf = (id: StripId, hmm: HmmSpec, seed: number): Strip => STRIPS[id](hmm, seed);
