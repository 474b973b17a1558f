import { PAPER_HMMS } from '../../hmm/paper';
import { sampleHmm } from '../../hmm/sample';
import { initialWeights, packWeights, type RnnShape } from '../../rnn/weights';
import { gradientNorm } from '../adam';
import { drawUpdate, type Engine, EngineError, freshOptimiser, type LossAndGradient, type UpdateSettings } from '../engine';
import { createSparseEngine } from './sparse/engine';

/**
 * One step on a fixed problem, compared with the plain JavaScript engine: known kernel bugs give wrong numbers without an
 * exception. B·B and B·T·H are far above the sizes below which GPU backends quietly compute on the processor.
 */
const SHAPE: RnnShape = { hiddenSize: 64, inputDim: 16, nOutputs: 3 };
const BATCH = 64;
const SEQ_LEN = 10;
const SEED = 20251025;

/** Relative differences allowed: float32 with Sinkhorn's 1/ε = 25 leaves 2.5e-4 on some GPUs (feasibility §1). */
export const LOSS_TOLERANCE = 2e-3;
export const GRADIENT_TOLERANCE = 1e-2;

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

async function checkStep(engine: Engine): Promise<LossAndGradient> {
  const hmm = PAPER_HMMS['chain-3'];
  await engine.init(SHAPE, freshOptimiser(packWeights(initialWeights(SHAPE, SEED, 2))));
  const targets = sampleHmm(hmm, BATCH, SEQ_LEN, SEED, 'data');
  const draws = drawUpdate(SHAPE, BATCH, SEQ_LEN, SEED, 0);
  return engine.lossAndGradient({ batch: BATCH, seqLen: SEQ_LEN, targets }, draws, SETTINGS);
}

/** Relative differences of loss and gradient between an engine and the reference. */
export async function compareWithReference(engine: Engine): Promise<{ loss: number; gradient: number }> {
  const reference = createSparseEngine();
  const expected = await checkStep(reference);
  reference.dispose();
  const actual = await checkStep(engine);
  const difference = actual.gradient.map((g, i) => g - expected.gradient[i]!);
  return {
    loss: Math.abs(actual.loss / expected.loss - 1),
    gradient: gradientNorm(difference) / gradientNorm(expected.gradient),
  };
}

/** @throws EngineError when the engine computes something else than the reference */
export async function selfCheck(engine: Engine): Promise<void> {
  const { loss, gradient } = await compareWithReference(engine);
  // Written so that NaN fails too.
  if (!(loss <= LOSS_TOLERANCE && gradient <= GRADIENT_TOLERANCE))
    throw new EngineError(
      `its numbers are wrong on this device (loss off by ${(100 * loss).toPrecision(2)} %, gradient by ${(100 * gradient).toPrecision(2)} %)`,
    );
}
