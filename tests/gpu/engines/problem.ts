import '../../../src/kernels/bundled';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { randomSequence, shuffle } from '../../../src/math/random';
import { initialWeights, packWeights, type RnnShape } from '../../../src/rnn/weights';
import { gradientNorm } from '../../../src/training/adam';
import {
  drawUpdate,
  type Engine,
  type EngineId,
  freshOptimiser,
  type LossAndGradient,
  type TargetBatch,
  type UpdateDraws,
  type UpdateSettings,
} from '../../../src/training/engine';
import { openEngine } from '../../../src/training/engines/choose';
import { SETTINGS } from '../../unit/training/settings';

export interface EngineSize extends RnnShape {
  batch: number;
  seqLen: number;
  hmm: keyof typeof PAPER_HMMS;
}

/** What loss and gradient are a function of. */
export interface Problem {
  size: EngineSize;
  parameters: Float32Array;
  batch: TargetBatch;
  draws: UpdateDraws;
  settings: UpdateSettings;
}

const SEED = 17;

/** @param parameters a network's; those of a fresh start unless given */
export function makeProblem(size: EngineSize, parameters?: number[]): Problem {
  return {
    size,
    parameters: parameters ? Float32Array.from(parameters) : packWeights(initialWeights(size, SEED, 1.5)),
    batch: {
      batch: size.batch,
      seqLen: size.seqLen,
      targets: sampleHmm(PAPER_HMMS[size.hmm], size.batch, size.seqLen, SEED, 'data'),
    },
    draws: drawUpdate(size, size.batch, size.seqLen, SEED, 0),
    settings: SETTINGS,
  };
}

/** TensorFlow.js has one current backend: an engine on it is opened anew whenever its turn comes. */
export async function withEngine<T>(id: EngineId, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine(id, true);
  try {
    return await work(engine);
  } finally {
    engine.dispose();
  }
}

export async function answerOf(engine: Engine, problem: Problem): Promise<LossAndGradient> {
  await engine.init(problem.size, freshOptimiser(problem.parameters));
  return engine.lossAndGradient(problem.batch, problem.draws, problem.settings);
}

/** ‖a − b‖/‖b‖ */
const relative = (a: Float32Array, b: Float32Array): number => gradientNorm(a.map((x, n) => x - b[n]!)) / gradientNorm(b);

/** Relative differences of loss and gradient. */
export interface Differences {
  loss: number;
  gradient: number;
}

export const differences = (a: LossAndGradient, b: LossAndGradient): Differences => ({
  loss: Math.abs(a.loss / b.loss - 1),
  gradient: relative(a.gradient, b.gradient),
});

/** 0 … count−1 in a random order. */
export const shuffled = (count: number, sequence: number): Uint32Array =>
  shuffle(
    Uint32Array.from({ length: count }, (_, i) => i),
    randomSequence(SEED, 'groups', 0, sequence),
  );
