import type { PcaBasis } from '../../math/projection';

/**
 * The state at a point of a plane: mean + x·axis + y·axis, negative entries set to 0.
 * @returns the state [H] and the share of its norm that the clamp removed, 0 … 1
 */
export function backProject(
  basis: PcaBasis,
  axes: readonly [number, number],
  x: number,
  y: number,
): { state: Float64Array; clamped: number } {
  const size = basis.mean.length;
  const state = new Float64Array(size);
  let squares = 0;
  let removed = 0;
  for (let i = 0; i < size; i++) {
    const value = basis.mean[i]! + x * basis.components[axes[0] * size + i]! + y * basis.components[axes[1] * size + i]!;
    squares += value * value;
    if (value > 0) state[i] = value;
    else removed += value * value;
  }
  return { state, clamped: squares > 0 ? Math.sqrt(removed / squares) : 0 };
}
