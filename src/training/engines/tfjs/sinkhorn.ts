import type * as TensorFlow from '@tensorflow/tfjs';
import { firstPairedStep } from '../../pairTerm';
import { epsilonSchedule } from '../../sinkhorn';

type Tf = typeof TensorFlow;
type Tensor2D = TensorFlow.Tensor2D;
type Tensor3D = TensorFlow.Tensor3D;

/**
 * Sinkhorn divergence (docs/science.md §2.5) as tensor operations. All four couplings (x–y, y–x, x–x, y–y) go through one [4,B,B]
 * stack, so a pass costs the kernels of one. Batches on both sides have the same size B.
 * @param x one-hot outputs [B, T·K]
 * @param y one-hot targets [B, T·K]
 * @returns loss (scalar) and ∂S/∂x [B, T·K]; the caller disposes both
 */
export function tensorSinkhorn(
  tf: Tf,
  x: Tensor2D,
  y: Tensor2D,
  seqLen: number,
  diameterSquared: number,
  blur: number,
  scaling: number,
): [loss: TensorFlow.Scalar, gradient: Tensor2D] {
  return tf.tidy(() => {
    const batch = x.shape[0];
    const logWeight = -Math.log(batch);
    const eps = blur * blur;
    const costs = stackedCosts(tf, x, y, seqLen);
    // Rows of the stack: f, g, p, q. Each softmin reads the potential of the other side of its coupling.
    const softmin = (potentials: Tensor2D, at: number): Tensor2D =>
      tf.tidy(() => {
        const eta = tf.add(tf.div(swapCross(tf, potentials), at), logWeight).expandDims(1);
        return tf.mul(tf.logSumExp(tf.sub(eta, tf.div(costs, at)), 2), -at) as Tensor2D;
      });
    const schedule = epsilonSchedule(diameterSquared, blur, scaling);
    let potentials = softmin(tf.zeros([4, batch]), schedule[0]!);
    for (const at of schedule) {
      const next = tf.tidy(() => tf.mul(tf.add(potentials, softmin(potentials, at)), 0.5) as Tensor2D);
      potentials.dispose();
      potentials = next;
    }
    const last = softmin(potentials, eps);
    const [f, g, p, q] = tf.unstack(tf.mean(last, 1)) as [
      TensorFlow.Scalar,
      TensorFlow.Scalar,
      TensorFlow.Scalar,
      TensorFlow.Scalar,
    ];
    const loss = tf.add(tf.sub(f, p), tf.sub(g, q)) as TensorFlow.Scalar;
    const plan = (row: number): Tensor2D => {
      const eta = tf.add(tf.div(tf.slice(swapCross(tf, potentials), [row, 0], [1, -1]), eps), logWeight);
      const cost = tf.slice(costs, [row, 0, 0], [1, -1, -1]).reshape([batch, batch]);
      return tf.softmax(tf.sub(eta, tf.div(cost, eps)) as Tensor2D, 1);
    };
    const gradient = tf.div(tf.sub(tf.matMul(plan(2), x), tf.matMul(plan(0), y)), batch) as Tensor2D;
    return [loss, gradient];
  });
}

/** Mismatch counts T − ⟨x, y⟩ of one-hot rows: [4,B,B] in the order xy, yx, xx, yy. */
function stackedCosts(tf: Tf, x: Tensor2D, y: Tensor2D, seqLen: number): Tensor3D {
  return tf.tidy(() => {
    const mismatch = (a: Tensor2D, b: Tensor2D) => tf.sub(seqLen, tf.matMul(a, b, false, true)) as Tensor2D;
    return tf.stack([mismatch(x, y), mismatch(y, x), mismatch(x, x), mismatch(y, y)]) as Tensor3D;
  });
}

/** Rows f, g, p, q → g, f, p, q. */
function swapCross(tf: Tf, potentials: Tensor2D): Tensor2D {
  return tf.gather(potentials, tf.tensor1d([1, 0, 2, 3], 'int32'));
}

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
