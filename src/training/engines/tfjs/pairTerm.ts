import type * as TensorFlow from '@tensorflow/tfjs';
import { firstPairedStep } from '../../pairTerm';

type Tf = typeof TensorFlow;
type Tensor2D = TensorFlow.Tensor2D;
type Tensor3D = TensorFlow.Tensor3D;

/**
 * Derivative of the pair term (training/pairTerm.ts) with respect to the one-hot outputs, as tensors.
 * @param x, y outputs and targets [B, T·K]
 * @returns [B, T·K], or undefined when the term is off
 */
export function tensorPairGradient(tf: Tf, x: Tensor2D, y: Tensor2D, seqLen: number, lambda: number): Tensor2D | undefined {
  if (lambda === 0 || seqLen < 2) return undefined;
  return tf.tidy(() => {
    const [batch, width] = x.shape;
    const K = width / seqLen;
    const start = firstPairedStep(seqLen);
    const steps = seqLen - start;
    const pairs = batch * steps;
    const part = (labels: Tensor2D, from: number): Tensor3D =>
      tf.slice(labels.reshape([batch, seqLen, K]) as Tensor3D, [0, start + from, 0], [batch, steps, K]);
    const rows = (labels: Tensor3D): Tensor2D => labels.reshape([pairs, K]);
    const frequencies = (labels: Tensor2D): Tensor2D =>
      tf.div(tf.matMul(rows(part(labels, -1)), rows(part(labels, 0)), true), pairs);
    const difference = tf.sub(frequencies(x), frequencies(y)) as Tensor2D;
    const back = (flat: Tensor2D): Tensor3D => flat.reshape([batch, steps, K]);
    const fromNext = tf.pad(back(tf.matMul(rows(part(x, 0)), difference, false, true)), [
      [0, 0],
      [start - 1, 1],
      [0, 0],
    ]);
    const fromBefore = tf.pad(back(tf.matMul(rows(part(x, -1)), difference)), [
      [0, 0],
      [start, 0],
      [0, 0],
    ]);
    return tf.mul(tf.add(fromNext, fromBefore), (2 * lambda) / pairs).reshape([batch, width]) as Tensor2D;
  });
}
