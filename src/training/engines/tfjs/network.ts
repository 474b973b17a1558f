import type * as TensorFlow from '@tensorflow/tfjs';
import type { RnnShape } from '../../../rnn/weights';

type Tf = typeof TensorFlow;
type Tensor = TensorFlow.Tensor;
type Tensor1D = TensorFlow.Tensor1D;
type Tensor2D = TensorFlow.Tensor2D;
type Tensor3D = TensorFlow.Tensor3D;

/** Views of the packed parameter vector. */
export interface ParameterTensors {
  input: Tensor2D;
  recurrent: Tensor2D;
  readout: Tensor2D;
}

export function splitParameters(
  tf: Tf,
  packed: Tensor1D,
  { hiddenSize: H, inputDim: d, nOutputs: K }: RnnShape,
): ParameterTensors {
  const matrix = (from: number, rows: number, columns: number): Tensor2D =>
    tf.tidy(() => tf.slice(packed, from, rows * columns).reshape([rows, columns]));
  return { input: matrix(0, H, d), recurrent: matrix(H * d, H, H), readout: matrix(H * d + H * H, K, H) };
}

export interface TensorForward {
  /** h_t for t = 1…T, each [B,H]. */
  hidden: Tensor2D[];
  /** Softmax of (ℓ+g)/τ [B·T,K]. */
  soft: Tensor2D;
  /** Sampled one-hot outputs [B,T·K]. */
  outputs: Tensor2D;
}

/**
 * Forward pass of B sequences from h = 0.
 * @param noise [B·T,d] @param gumbels [B·T,K], both sequence-major
 */
export function tensorForward(
  tf: Tf,
  parameters: ParameterTensors,
  noise: Tensor2D,
  gumbels: Tensor2D,
  batch: number,
  seqLen: number,
  temperature: number,
): TensorForward {
  const H = parameters.recurrent.shape[0];
  const K = parameters.readout.shape[0];
  const drives = tf.unstack(tf.matMul(noise, parameters.input, false, true).reshape([batch, seqLen, H]), 1) as Tensor2D[];
  const hidden: Tensor2D[] = [];
  for (let t = 0; t < seqLen; t++) {
    const z = t === 0 ? drives[0]! : tf.add(tf.matMul(hidden[t - 1]!, parameters.recurrent, false, true), drives[t]!);
    hidden.push(tf.relu(z) as Tensor2D);
  }
  const all = tf.stack(hidden, 1).reshape([batch * seqLen, H]) as Tensor2D;
  const perturbed = tf.div(tf.add(tf.matMul(all, parameters.readout, false, true), gumbels), temperature) as Tensor2D;
  // Float arithmetic only: a cast or float oneHot gives wrong numbers on some backends without an exception (tfjs issue 8638).
  const hard = tf.sub(1, tf.step(tf.sub(tf.max(perturbed, 1, true), perturbed)));
  return { hidden, soft: tf.softmax(perturbed, 1), outputs: hard.reshape([batch, seqLen * K]) };
}

/**
 * Back-propagation through time from ∂L/∂y [B,T·K] through the straight-through estimator, penalty λ·mean(h²) included.
 * @returns the packed gradient
 */
export function tensorBackward(
  tf: Tf,
  parameters: ParameterTensors,
  forward: TensorForward,
  noise: Tensor2D,
  outputGradient: Tensor2D,
  batch: number,
  seqLen: number,
  temperature: number,
  activityPenalty: number,
): Tensor1D {
  const H = parameters.recurrent.shape[0];
  const K = parameters.readout.shape[0];
  const { hidden, soft } = forward;
  const v = outputGradient.reshape([batch * seqLen, K]);
  const inner = tf.sum(tf.mul(soft, v), 1, true);
  const dLogits = tf.div(tf.mul(soft, tf.sub(v, inner)), temperature) as Tensor2D;
  const fromOutputs = tf.unstack(tf.matMul(dLogits, parameters.readout).reshape([batch, seqLen, H]), 1) as Tensor2D[];
  const penalty = (2 * activityPenalty) / (batch * seqLen * H);
  const dz: Tensor[] = new Array(seqLen);
  let carry: Tensor | undefined;
  for (let t = seqLen - 1; t >= 0; t--) {
    let dh: Tensor = carry ? tf.add(fromOutputs[t]!, carry) : fromOutputs[t]!;
    if (penalty > 0) dh = tf.add(dh, tf.mul(hidden[t]!, penalty));
    dz[t] = tf.mul(dh, tf.step(hidden[t]!));
    carry = t > 0 ? tf.matMul(dz[t] as Tensor2D, parameters.recurrent) : undefined;
  }
  const before = [tf.zerosLike(hidden[0]!), ...hidden.slice(0, -1)];
  const flat = (list: Tensor[]) => (tf.stack(list, 1) as Tensor3D).reshape([batch * seqLen, H]) as Tensor2D;
  const dzAll = flat(dz);
  return tf.concat1d([
    tf.matMul(dzAll, noise, true).flatten(),
    tf.matMul(dzAll, flat(before), true).flatten(),
    tf.matMul(dLogits, flat(hidden), true).flatten(),
  ]);
}
