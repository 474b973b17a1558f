import { sampleHmm, sampleIndependent } from '../hmm/sample';
import type { HmmSpec } from '../hmm/spec';
import { randomSequence } from '../math/random';
import { meanEstimate } from '../math/statistics';
import { type LossLandmarks, lossLandmarks } from './landmarks';
import type { Phase, Recipe } from './recipe';
import { sinkhornDivergence } from './sinkhorn';

/** Windows of equal length cut from sequences that were brought, to train on in place of samples of a model. */
export interface TrainingWindows {
  /** Labels, row-major [count×seqLen]. */
  labels: Uint8Array;
  seqLen: number;
}

/** What a run is trained towards: batches of sequences, and the lines their loss is read against. */
export interface TargetSource {
  /** Labels of the batch of an update, row-major [rows×seqLen]; `rows` is the phase's batch, or less for the last part of a training set. */
  targets(phase: Pick<Phase, 'batch' | 'seqLen'>, update: number): Uint8Array;
  landmarks(phase: Pick<Phase, 'batch' | 'seqLen'>, draws: number): LossLandmarks;
}

/** Every third window is held out: the floor is found on windows that training never sees. */
const HELD_OUT = 3;
/** Fewer windows than this cannot be split and compared. */
export const MIN_WINDOWS = 24;

const split = ({ labels, seqLen }: TrainingWindows): { train: number[]; held: number[] } => {
  const train: number[] = [];
  const held: number[] = [];
  for (let n = 0; n < labels.length / seqLen; n++) (n % HELD_OUT === HELD_OUT - 1 ? held : train).push(n);
  return { train, held };
};

/** The recipe for windows: their length, and no batch larger than what there is to train on or to hold out. */
export function recipeForWindows(recipe: Recipe, windows: TrainingWindows): Recipe {
  const { train } = split(windows);
  const phases = recipe.phases.map((phase) => ({ ...phase, seqLen: windows.seqLen, batch: Math.min(phase.batch, train.length) }));
  return { ...recipe, phases };
}

/** Sequences of the paper's training set, and of each of its held-out sets (its public code, hmm.py). */
export const TRAINING_SET = 10_000;

/** Sizes of the batches a set of `TRAINING_SET` sequences is cut into, in order: 4096, 4096, 1808 for batches of 4096. */
export function batchesOfSet(batch: number): number[] {
  const whole = Math.floor(TRAINING_SET / batch);
  const rest = TRAINING_SET - whole * batch;
  return [...new Array<number>(whole).fill(batch), ...(rest > 0 ? [rest] : [])];
}

/**
 * @param windows to train on; without them samples of the model
 * @param kind of samples: fresh ones for every update, or a set drawn once that is taken batch by batch in order, again and again
 */
export function targetSource(
  hmm: HmmSpec,
  seed: number,
  windows: TrainingWindows | undefined,
  kind: Recipe['targets'] = 'fresh',
): TargetSource {
  if (!windows) return kind === 'fixed' ? fixedSet(hmm, seed) : freshSamples(hmm, seed);
  const { train, held } = split(windows);
  return {
    targets: ({ batch }, update) => rowsOf(windows, drawn(train, batch, seed, update)),
    landmarks: ({ batch }, draws) => windowLandmarks(windows, held, hmm.nOutputs, batch, seed, draws),
  };
}

const freshSamples = (hmm: HmmSpec, seed: number): TargetSource => ({
  targets: ({ batch, seqLen }, update) => sampleHmm(hmm, batch, seqLen, seed, 'data', update),
  landmarks: ({ batch, seqLen }, draws) => lossLandmarks(hmm, batch, seqLen, seed, draws),
});

/** The set is drawn once for each length. Floor and plateau are means over its batches: the smaller last one has higher ones. */
function fixedSet(hmm: HmmSpec, seed: number): TargetSource {
  const sets = new Map<number, Uint8Array>();
  const setOf = (seqLen: number): Uint8Array => {
    const known = sets.get(seqLen) ?? sampleHmm(hmm, TRAINING_SET, seqLen, seed, 'data', 0);
    sets.set(seqLen, known);
    return known;
  };
  return {
    targets({ batch, seqLen }, update) {
      const sizes = batchesOfSet(batch);
      const first = (update % sizes.length) * batch;
      return setOf(seqLen).slice(first * seqLen, Math.min(TRAINING_SET, first + batch) * seqLen);
    },
    landmarks: ({ batch, seqLen }, draws) => lossLandmarks(hmm, batchesOfSet(batch), seqLen, seed, draws),
  };
}

function rowsOf({ labels, seqLen }: TrainingWindows, rows: readonly number[]): Uint8Array {
  const out = new Uint8Array(rows.length * seqLen);
  rows.forEach((row, n) => {
    out.set(labels.subarray(row * seqLen, (row + 1) * seqLen), n * seqLen);
  });
  return out;
}

/** `count` of a list in random order; once all have been drawn, all can be drawn again. */
function drawn(list: readonly number[], count: number, seed: number, update: number): number[] {
  const random = randomSequence(seed, 'data', update);
  const order = Int32Array.from(list);
  return Array.from({ length: count }, (_, n) => {
    const at = n % order.length;
    const other = at + random.integer(order.length - at);
    const chosen = order[other]!;
    order[other] = order[at]!;
    order[at] = chosen;
    return chosen;
  });
}

/** Draws of landmarks must not be those of training updates. */
const LANDMARK_DRAWS = 0x40000000;

/** Floor: the loss between two halves of what is held out. Plateau: that of draws with the same frequencies and no memory. */
function windowLandmarks(
  windows: TrainingWindows,
  held: readonly number[],
  nOutputs: number,
  batch: number,
  seed: number,
  draws: number,
): LossLandmarks {
  const size = Math.min(batch, Math.floor(held.length / 2));
  const { seqLen } = windows;
  const counts = new Float64Array(nOutputs);
  for (const label of rowsOf(windows, held)) counts[label]!++;
  const frequency = [...counts].map((count) => count / (held.length * seqLen));
  const floors: number[] = [];
  const plateaus: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const order = drawn(held, 2 * size, seed, LANDMARK_DRAWS + draw);
    const x = rowsOf(windows, order.slice(0, size));
    const y = rowsOf(windows, order.slice(size));
    const memoryless = sampleIndependent(frequency, size, seqLen, seed, 'evaluationData', LANDMARK_DRAWS + draw);
    floors.push(sinkhornDivergence(x, y, seqLen, nOutputs).value);
    plateaus.push(sinkhornDivergence(memoryless, y, seqLen, nOutputs).value);
  }
  return { batch: size, seqLen, floor: meanEstimate(floors), plateau: meanEstimate(plateaus) };
}
