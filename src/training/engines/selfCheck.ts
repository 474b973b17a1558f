import { PAPER_HMMS } from '../../hmm/models';
import { sampleHmm } from '../../hmm/sample';
import { gatherRows } from '../../math/matrices';
import { randomSequence, shuffle } from '../../math/random';
import { initialWeights, packWeights, type RnnShape } from '../../rnn/weights';
import { adamUpdate, gradientNorm } from '../adam';
import {
  copyState,
  drawUpdate,
  type Engine,
  EngineError,
  freshOptimiser,
  type LossAndGradient,
  type OptimiserState,
  type TargetBatch,
  type UpdateDraws,
  type UpdateSettings,
} from '../engine';
import type { Phase } from '../recipe';
import { forward, prepareWeights } from './js/backprop';
import { createJsEngine } from './js/engine';

/** Sizes of an update. */
export interface UpdateSize {
  shape: RnnShape;
  batch: number;
  seqLen: number;
}

/**
 * One gradient on a fixed problem, compared with the plain JavaScript engine: known kernel bugs give wrong numbers without an
 * exception. B·B and B·T·H are far above the sizes below which GPU backends quietly compute on the processor.
 */
const FIXED: UpdateSize = { shape: { hiddenSize: 64, inputDim: 16, nOutputs: 3 }, batch: 64, seqLen: 10 };
/**
 * And one at the size of a run, for kernels that are wrong at large sizes only: tiles, loops and indices differ there. Unless told, the
 * first phase of the recipe that the app starts with: with the native engine some 100 ms.
 */
const USUAL: UpdateSize = { ...FIXED, batch: 256, seqLen: 60 };
/** Sequences that the plain engine computes of the run's batch at most. */
const PART = 64;
const SEED = 20251025;
/** Of the update that an engine makes by itself: draws that leave none of its symbols nearly as likely as another (`widenGaps`). */
const UPDATE_SEED = 777;
/** Start gains: on ten steps near the edge of stability; on as many as a run has, below it, so that nothing grows without bound. */
const FIXED_GAIN = 2;
const RUN_GAIN = 1.5;
/** Between the perturbed logits of the symbol drawn and the next. */
const LEAST_GAP = 0.01;

/** A loss per step below this counts as this. */
const LEAST_LOSS = 0.01;

const SETTINGS: UpdateSettings = {
  learningRate: 1e-3,
  clip: 0.9,
  temperature: 1,
  activityPenalty: 0.03,
  pairWeight: 30,
  beta1: 0.9,
  beta2: 0.9,
  epsilon: 1e-8,
  blur: 0.2,
  scaling: 0.5,
};

/** What an engine computes a gradient from. */
interface Problem {
  shape: RnnShape;
  parameters: Float32Array;
  batch: TargetBatch;
  draws: UpdateDraws;
}

function makeProblem({ shape, batch, seqLen }: UpdateSize, gain: number): Problem {
  const K = shape.nOutputs;
  const sampled = sampleHmm(PAPER_HMMS['chain-3'], batch, seqLen, SEED, 'data');
  // A run may have more outputs than the model sampled here, or fewer.
  const targets = K === 3 ? sampled : sampled.map((label, n) => (n % 3 === 0 ? n : label) % K);
  const parameters = packWeights(initialWeights(shape, SEED, gain));
  const draws = drawUpdate(shape, batch, seqLen, SEED, 0);
  widenGaps(parameters, shape, batch, seqLen, draws);
  return { shape, parameters, batch: { batch, seqLen, targets }, draws };
}

/**
 * Moves draws so that no symbol is nearly as likely to be drawn as another. Rounding alone would else decide between the two on some
 * device, and one symbol that is another moves the gradient by more than is allowed: a right engine would be refused.
 */
function widenGaps(parameters: Float32Array, shape: RnnShape, batch: number, seqLen: number, { noise, gumbels }: UpdateDraws) {
  const K = shape.nOutputs;
  const weights = prepareWeights(parameters, shape);
  const { soft, outputs } = forward(weights, shape, noise, gumbels, batch, seqLen, SETTINGS.temperature);
  outputs.forEach((drawn, cell) => {
    const likely = soft[cell * K + drawn]! * Math.exp(-LEAST_GAP);
    for (let k = 0; k < K; k++)
      if (k !== drawn && soft[cell * K + k]! > likely) {
        gumbels[cell * K + drawn]! += LEAST_GAP;
        return;
      }
  });
}

/** The most sequences, at most PART, of which whole copies fill a batch (but for a few sequences), and how many copies. */
function partOf(batch: number): { part: number; copies: number } {
  if (batch <= PART) return { part: batch, copies: 1 };
  let best = { part: PART, copies: Math.floor(batch / PART) };
  for (let part = PART - 1; 2 * part > PART; part--) {
    const copies = Math.floor(batch / part);
    if (part * copies > best.part * best.copies) best = { part, copies };
  }
  return best;
}

/** Each of 0 … part−1 `copies` times, shuffled: a kernel that repeats or drops rows in a regular pattern must not look right. */
const shuffledCopies = (part: number, copies: number, sequence: number): Uint32Array =>
  shuffle(
    Uint32Array.from({ length: part * copies }, (_, i) => i % part),
    randomSequence(SEED, 'evaluation', 0, sequence),
  );

/**
 * The problem with every sequence and every target several times. Loss and gradient stay: the loss compares two sets with uniform
 * weights, which copies do not change, and penalty and pair term are means.
 */
function repeatProblem({ shape, parameters, batch: { batch, seqLen, targets }, draws }: Problem, copies: number): Problem {
  const own = shuffledCopies(batch, copies, 0);
  return {
    shape,
    parameters,
    batch: { batch: batch * copies, seqLen, targets: gatherRows(targets, shuffledCopies(batch, copies, 1), seqLen) },
    draws: {
      noise: gatherRows(draws.noise, own, seqLen * shape.inputDim),
      gumbels: gatherRows(draws.gumbels, own, seqLen * shape.nOutputs),
    },
  };
}

async function answerOf(engine: Engine, { shape, parameters, batch, draws }: Problem): Promise<LossAndGradient> {
  await engine.init(shape, freshOptimiser(parameters));
  return engine.lossAndGradient(batch, draws, SETTINGS);
}

/** Relative differences of loss and gradient. */
export interface Differences {
  loss: number;
  gradient: number;
}

/** ‖a − b‖/‖b‖ */
const relative = (a: Float32Array, b: Float32Array): number => gradientNorm(a.map((x, i) => x - b[i]!)) / gradientNorm(b);

async function compare(engine: Engine, asked: Problem, known = asked): Promise<Differences> {
  const reference = createJsEngine();
  const expected = await answerOf(reference, known);
  reference.dispose();
  const actual = await answerOf(engine, asked);
  return {
    // Two equal sets have no loss: it is then held against a part of its range, 0 … T.
    loss: Math.abs(actual.loss - expected.loss) / Math.max(Math.abs(expected.loss), LEAST_LOSS * known.batch.seqLen),
    gradient: relative(actual.gradient, expected.gradient),
  };
}

/** An engine beside the reference on the fixed problem. */
export const compareWithReference = (engine: Engine): Promise<Differences> => compare(engine, makeProblem(FIXED, FIXED_GAIN));

/** An engine at the size of a run beside the reference on a part of the batch. */
export function compareAtSize(engine: Engine, size: UpdateSize): Promise<Differences> {
  const { part, copies } = partOf(size.batch);
  const problem = makeProblem({ ...size, batch: part }, RUN_GAIN);
  return compare(engine, repeatProblem(problem, copies), problem);
}

interface Update {
  loss: number;
  /** Clipped, as the first moment took it in. */
  gradient: Float32Array;
  state: OptimiserState;
}

/** What an engine makes of a state by itself: its own draws, clip, Adam. */
async function updateFrom(before: OptimiserState, engine: Engine, { shape, batch }: Problem): Promise<Update> {
  await engine.init(shape, before);
  const reports = [...(await engine.step(batch, UPDATE_SEED, SETTINGS)), ...(await engine.settle())];
  const state = await engine.readState();
  const { beta1 } = SETTINGS;
  const gradient = state.firstMoment.map((m, i) => (m - beta1 * before.firstMoment[i]!) / (1 - beta1));
  return { loss: reports[0]?.loss ?? Number.NaN, gradient, state };
}

/** How far Adam's formula on an update's own gradient is from where the update went: its move and its second moment. */
function adamDifference(before: OptimiserState, { gradient, state }: Update): number {
  const expected = copyState(before);
  adamUpdate(expected, gradient, 0, SETTINGS);
  if (state.updates !== expected.updates) return Number.POSITIVE_INFINITY;
  const moveTo = ({ parameters }: OptimiserState) => parameters.map((p, i) => p - before.parameters[i]!);
  return Math.max(relative(moveTo(state), moveTo(expected)), relative(state.secondMoment, expected.secondMoment));
}

/**
 * The second update of a run beside the reference (at the first, moments are 0): its loss, its clipped gradient, and Adam, which is held
 * against its formula on the engine's own gradient (one near 0 makes moves of either sign).
 */
export async function compareUpdate(engine: Engine): Promise<Differences & { adam: number }> {
  const reference = createJsEngine();
  const problem = makeProblem(FIXED, RUN_GAIN);
  const { state: before } = await updateFrom(freshOptimiser(problem.parameters), reference, problem);
  const expected = await updateFrom(before, reference, problem);
  reference.dispose();
  const actual = await updateFrom(before, engine, problem);
  return {
    loss: Math.abs(actual.loss / expected.loss - 1),
    gradient: relative(actual.gradient, expected.gradient),
    adam: adamDifference(before, actual),
  };
}

/**
 * @param size of the updates that are to be made
 * @throws EngineError when the engine computes something else than the reference
 */
export async function selfCheck(engine: Engine, size: UpdateSize = USUAL): Promise<void> {
  refuseWrong('numbers', await compareWithReference(engine));
  await checkAtSize(engine, size);
  refuseWrong('updates', await compareUpdate(engine));
}

/** The part of the self-check that depends on sizes. @throws EngineError as `selfCheck` */
async function checkAtSize(engine: Engine, size: UpdateSize): Promise<void> {
  refuseWrong('numbers', await compareAtSize(engine, size));
}

/** Relative differences allowed, at most: float32 with Sinkhorn's 1/ε = 25 leaves 2.5e-4 on some GPUs (measured). */
const LIMITS = {
  loss: { name: 'loss', most: 2e-3 },
  gradient: { name: 'gradient', most: 1e-2 },
  adam: { name: 'Adam', most: 1e-2 },
};

function refuseWrong(what: 'numbers' | 'updates', differences: Partial<Record<keyof typeof LIMITS, number>>): void {
  const parts = Object.entries(differences).map(([part, off]) => ({ ...LIMITS[part as keyof typeof LIMITS], off }));
  // Written so that NaN fails too.
  if (parts.every(({ off, most }) => off <= most)) return;
  const list = parts.map(({ name, off }, n) => `${name} ${n === 0 ? 'off by' : 'by'} ${(100 * off).toPrecision(2)} %`);
  throw new EngineError(`its ${what} are wrong on this device (${list.join(', ')})`);
}

type PhaseSize = Pick<Phase, 'batch' | 'seqLen'>;

export interface SizeCheck {
  /** Whether the engine has not been checked at these sizes. The plain JavaScript engine is what others are checked against. */
  due(engine: Engine, size: PhaseSize): boolean;
  /**
   * Checks an engine at the sizes of a phase that begins and gives it its state back.
   * @param state what the engine holds
   * @throws EngineError when it computes something else than the reference there
   */
  check(engine: Engine, shape: RnnShape, size: PhaseSize, state: OptimiserState): Promise<void>;
}

/**
 * Kernels can be wrong at large sizes only, and later phases have larger batches: an engine is checked again where sizes change.
 * @param checked the sizes it was chosen at
 */
export function createSizeCheck(checked: Pick<UpdateSize, 'batch' | 'seqLen'>): SizeCheck {
  const key = ({ batch, seqLen }: PhaseSize) => `${batch}×${seqLen}`;
  const known = new Set([key(checked)]);
  return {
    due: (engine, size) => engine.id !== 'js' && !known.has(key(size)),
    async check(engine, shape, { batch, seqLen }, state) {
      await checkAtSize(engine, { shape, batch, seqLen });
      known.add(key({ batch, seqLen }));
      await engine.init(shape, state);
    },
  };
}
