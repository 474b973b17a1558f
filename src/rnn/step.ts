import { addColumns, toColumns } from '../math/matrices';
import type { RnnWeights } from './weights';

/** A network prepared for fast steps: weights by column in float64, silent units skipped. */
export interface RnnStepper {
  readonly hiddenSize: number;
  readonly inputDim: number;
  readonly nOutputs: number;
  /**
   * One step in place: h ← ReLU(W_hh h + scale·W_in x). With `noise` null the input is silent.
   * @param h hidden state [H]
   * @param noise x [d] at `noise[offset…]`
   * @param z receives the pre-activation [H] when given
   */
  step(h: Float64Array, noise: Float64Array | Float32Array | null, offset: number, scale: number, z?: Float64Array): void;
  /** ℓ = W_out h into `out` [K]. */
  logits(h: Float64Array, out: Float64Array): void;
}

/**
 * Prepares a stepper. A step costs (active units + d)·H multiply-adds. Most units of a ReLU network are silent (docs/science.md
 * §0.6), so skipping their columns saves most of the work.
 */
export function createStepper(weights: RnnWeights): RnnStepper {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = weights;
  const recurrentColumns = toColumns(weights.recurrentWeights, H, H);
  const inputColumns = toColumns(weights.inputWeights, H, d);
  const readout = Float64Array.from(weights.readoutWeights);
  const sum = new Float64Array(H);
  // Both drives use one list of columns: first the active units, then the inputs.
  const columns = new Float64Array((H + d) * H);
  columns.set(recurrentColumns, 0);
  columns.set(inputColumns, H * H);
  const indices = new Int32Array(H + d);
  const values = new Float64Array(H + d);
  return {
    hiddenSize: H,
    inputDim: d,
    nOutputs: K,
    step(h, noise, offset, scale, z) {
      let count = 0;
      for (let j = 0; j < H; j++) {
        indices[count] = j;
        values[count] = h[j]!;
        if (h[j]! !== 0) count++;
      }
      if (noise)
        for (let j = 0; j < d; j++) {
          indices[count] = H + j;
          values[count++] = scale * noise[offset + j]!;
        }
      sum.fill(0);
      addColumns(sum, columns, indices, values, count, H);
      if (z) z.set(sum);
      for (let i = 0; i < H; i++) h[i] = sum[i]! > 0 ? sum[i]! : 0;
    },
    logits(h, out) {
      for (let k = 0; k < K; k++) {
        let total = 0;
        for (let i = 0; i < H; i++) total += readout[k * H + i]! * h[i]!;
        out[k] = total;
      }
    },
  };
}

/** ‖h‖₂ */
export function norm(h: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < h.length; i++) sum += h[i]! * h[i]!;
  return Math.sqrt(sum);
}
