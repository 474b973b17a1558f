import type { PcaBasis } from '../../math/projection';
import { norm } from '../../rnn/step';
import type { RnnWeights } from '../../rnn/weights';
import { PLANES } from './orbitPlanes';

/** The direction of one read-out row relative to the principal axes. */
export interface ReadoutAxis {
  /** Unit vector along the row of W_out [H]; zeros when the row is zero. */
  direction: Float64Array;
  /** Its components on PC1–PC3 (fewer when the basis has fewer axes). */
  coordinates: number[];
  /** Length m of its projection on PC1–PC2, 0 … 1. */
  magnitude: number;
  /** Angle to that plane, arccos m, in degrees. */
  angle: number;
  /** m in each plane of PLANES. */
  magnitudes: number[];
}

export interface ReadoutAxes {
  /** One per output [K]. */
  rows: ReadoutAxis[];
  /** Root mean square m of a random direction on a plane, √(2/H). */
  chance: number;
  /** 95 % of random directions have a smaller m: m² is Beta(1, (H−2)/2) distributed. */
  chance95: number;
}

/** Length of the projection on the plane of two axes, from the components. A missing axis counts 0. */
export const planeMagnitude = (coordinates: readonly number[], [a, b]: readonly [number, number]): number =>
  Math.hypot(coordinates[a] ?? 0, coordinates[b] ?? 0);

/** Compares the unit-norm rows of W_out with the principal axes (docs/science.md §3.19). */
export function readoutAxes(weights: RnnWeights, basis: PcaBasis): ReadoutAxes {
  const { hiddenSize: H, nOutputs: K, readoutWeights } = weights;
  const axes = Math.min(3, basis.components.length / H);
  const rows = Array.from({ length: K }, (_, k): ReadoutAxis => {
    const row = Float64Array.from(readoutWeights.subarray(k * H, (k + 1) * H));
    const length = norm(row);
    const direction = row.map((value) => (length > 0 ? value / length : 0));
    const coordinates = Array.from({ length: axes }, (_, axis) =>
      direction.reduce((sum, value, i) => sum + value * basis.components[axis * H + i]!, 0),
    );
    const magnitudes = PLANES.map((plane) => planeMagnitude(coordinates, plane));
    const magnitude = magnitudes[0]!;
    return { direction, coordinates, magnitude, angle: (Math.acos(Math.min(1, magnitude)) * 180) / Math.PI, magnitudes };
  });
  return {
    rows,
    chance: Math.sqrt(Math.min(1, 2 / H)),
    chance95: H > 2 ? Math.sqrt(1 - 0.05 ** (2 / (H - 2))) : 1,
  };
}
