import type * as TensorFlow from '@tensorflow/tfjs';
import type { RnnShape } from '../../../rnn/weights';
import { clipFactor } from '../../adam';
import {
  drawUpdate,
  type Engine,
  EngineError,
  type EngineId,
  type OptimiserState,
  type TargetBatch,
  type UpdateDraws,
  type UpdateSettings,
} from '../../engine';
import { squaredDiameter } from '../../sinkhorn';
import { type ParameterTensors, splitParameters, type TensorForward, tensorBackward, tensorForward } from './network';
import { tensorPairGradient, tensorSinkhorn } from './sinkhorn';

type Tf = typeof TensorFlow;
type Tensor1D = TensorFlow.Tensor1D;
type Tensor2D = TensorFlow.Tensor2D;

interface Held {
  shape: RnnShape;
  parameters: Tensor1D;
  firstMoment: Tensor1D;
  secondMoment: Tensor1D;
  updates: number;
}

/** One-hot rows of labels, [B, T·K] in plain float32. */
function oneHot(labels: Uint8Array, nOutputs: number): Float32Array {
  const out = new Float32Array(labels.length * nOutputs);
  for (let i = 0; i < labels.length; i++) out[i * nOutputs + labels[i]!] = 1;
  return out;
}

/** An engine on the TensorFlow.js backend that is current now. */
export function createTfjsEngine(tf: Tf, id: EngineId, description: string): Engine {
  let held: Held | undefined;
  const ready = (): Held => {
    if (!held) throw new EngineError('The engine was used before it was given a network.');
    return held;
  };
  const release = () => {
    if (held) tf.dispose([held.parameters, held.firstMoment, held.secondMoment]);
    held = undefined;
  };
  const load = (shape: RnnShape, state: OptimiserState) => {
    release();
    held = {
      shape,
      parameters: tf.tensor1d(state.parameters),
      firstMoment: tf.tensor1d(state.firstMoment),
      secondMoment: tf.tensor1d(state.secondMoment),
      updates: state.updates,
    };
  };
  return {
    id,
    description,
    async init(shape, state) {
      load(shape, state);
    },
    async step(batch, seed, settings) {
      const now = ready();
      const draws = drawUpdate(now.shape, batch.batch, batch.seqLen, seed, now.updates);
      const { loss, gradient } = await evaluate(tf, now, batch, draws, settings);
      const scalars = tf.tidy(() => tf.stack([loss.asScalar(), tf.norm(gradient).asScalar()]));
      loss.dispose();
      const [lossValue, norm] = (await scalars.data()) as unknown as [number, number];
      scalars.dispose();
      const applied = Number.isFinite(lossValue) && Number.isFinite(norm);
      if (applied) applyAdam(tf, now, gradient, norm, settings);
      gradient.dispose();
      return [{ loss: lossValue, gradientNorm: norm, applied }];
    },
    settle: async () => [],
    async lossAndGradient(batch, draws, settings) {
      const { loss, gradient } = await evaluate(tf, ready(), batch, draws, settings);
      const [lossValue, gradientValues] = await Promise.all([loss.data(), gradient.data()]);
      tf.dispose([loss, gradient]);
      return { loss: lossValue[0]!, gradient: Float32Array.from(gradientValues) };
    },
    readState: async () => readBack(ready()),
    async writeState(state) {
      load(ready().shape, state);
    },
    dispose: release,
  };
}

/** The optimiser state in ordinary memory. */
async function readBack({ parameters, firstMoment, secondMoment, updates }: Held): Promise<OptimiserState> {
  const [weights, first, second] = (await Promise.all([parameters.data(), firstMoment.data(), secondMoment.data()])) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  return {
    parameters: Float32Array.from(weights),
    firstMoment: Float32Array.from(first),
    secondMoment: Float32Array.from(second),
    updates,
  };
}

/** Loss and packed gradient as tensors; the caller disposes them. */
async function evaluate(tf: Tf, held: Held, batch: TargetBatch, draws: UpdateDraws, settings: UpdateSettings) {
  const { shape } = held;
  const { seqLen, targets } = batch;
  const cells = batch.batch * seqLen;
  const noise = tf.tensor2d(draws.noise, [cells, shape.inputDim]);
  const gumbels = tf.tensor2d(draws.gumbels, [cells, shape.nOutputs]);
  const parameters: ParameterTensors = splitParameters(tf, held.parameters, shape);
  // The forward pass outlives its tidy: between it and the loss there may be one read-back.
  const forward = keepForward(tf, () => tensorForward(tf, parameters, noise, gumbels, batch.batch, seqLen, settings.temperature));
  const target = tf.tensor2d(oneHot(targets, shape.nOutputs), [batch.batch, seqLen * shape.nOutputs]);
  const diameterSquared = await diameter(forward.outputs, targets, seqLen, shape.nOutputs);
  const result = tf.tidy(() => {
    const [loss, outputGradient] = tensorSinkhorn(
      tf,
      forward.outputs,
      target,
      seqLen,
      diameterSquared,
      settings.blur,
      settings.scaling,
    );
    const withPairs = tensorPairGradient(tf, forward.outputs, target, seqLen, settings.pairWeight);
    const gradient = tensorBackward(
      tf,
      parameters,
      forward,
      noise,
      withPairs ? tf.add(outputGradient, withPairs) : outputGradient,
      batch.batch,
      seqLen,
      settings.temperature,
      settings.activityPenalty,
    );
    return { loss, gradient };
  });
  tf.dispose([noise, gumbels, target, forward.outputs, forward.soft, ...forward.hidden, ...Object.values(parameters)]);
  return result;
}

/** Runs `make` in a tidy that frees everything but the record it returns. */
function keepForward(tf: Tf, make: () => TensorForward): TensorForward {
  let record: TensorForward | undefined;
  tf.tidy(() => {
    record = make();
    for (const tensor of [record.soft, record.outputs, ...record.hidden]) tf.keep(tensor);
  });
  return record!;
}

/** δ² of the two sets. Read back from the device only when the targets alone do not already span every coordinate. */
async function diameter(outputs: Tensor2D, targets: Uint8Array, seqLen: number, nOutputs: number): Promise<number> {
  const full = seqLen * nOutputs;
  if (squaredDiameter(targets, new Uint8Array(0), seqLen, nOutputs) === full) return full;
  const values = await outputs.data();
  const labels = new Uint8Array(values.length / nOutputs);
  for (let i = 0; i < labels.length; i++)
    for (let k = 1; k < nOutputs; k++) if (values[i * nOutputs + k]! > values[i * nOutputs + labels[i]!]!) labels[i] = k;
  return squaredDiameter(labels, targets, seqLen, nOutputs);
}

function applyAdam(tf: Tf, held: Held, gradient: Tensor1D, norm: number, settings: UpdateSettings): void {
  const { learningRate, beta1, beta2, epsilon } = settings;
  const updates = held.updates + 1;
  const next = tf.tidy(() => {
    const g = tf.mul(gradient, clipFactor(norm, settings.clip));
    const m = tf.add(tf.mul(held.firstMoment, beta1), tf.mul(g, 1 - beta1)) as Tensor1D;
    const v = tf.add(tf.mul(held.secondMoment, beta2), tf.mul(tf.square(g), 1 - beta2)) as Tensor1D;
    const direction = tf.div(tf.div(m, 1 - beta1 ** updates), tf.add(tf.sqrt(tf.div(v, 1 - beta2 ** updates)), epsilon));
    return { m, v, parameters: tf.sub(held.parameters, tf.mul(direction, learningRate)) as Tensor1D };
  });
  tf.dispose([held.parameters, held.firstMoment, held.secondMoment]);
  held.parameters = next.parameters;
  held.firstMoment = next.m;
  held.secondMoment = next.v;
  held.updates = updates;
}
