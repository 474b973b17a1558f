import { type PcaBasis, project } from '../../math/projection';
import { createStepper, norm } from '../../rnn/step';
import type { RnnWeights } from '../../rnn/weights';
import { backProject } from './orbitPlanes';

/** Where one noise-free step moves the states of a plane. Nodes are row-major [rows×columns], row 0 at the bottom. */
export interface FlowField {
  columns: number;
  rows: number;
  /** Position of each node in the plane. */
  x: Float64Array;
  y: Float64Array;
  /** Displacement in the plane of the node's state in one noise-free step. */
  dx: Float64Array;
  dy: Float64Array;
  /** Share of the squared displacement that leaves the plane, 0 … 1. */
  outOfPlane: Float64Array;
  /**
   * A ReLU network has no negative rates, so negative entries are set to 0. This is the share of the norm that was removed, 0 …
   * 1.
   */
  clamped: Float64Array;
  /** 1 where that share is above 5 %: the arrow starts from a state that is not in the plane. */
  offPlane: Uint8Array;
}

export interface FlowFieldOptions {
  /** The plane, by principal axis. */
  axes: readonly [number, number];
  bounds: { left: number; right: number; bottom: number; top: number };
  /** Nodes per side, at the centres of equal cells. */
  columns: number;
  rows: number;
  /**
   * Noise level σ of the picture. Its points are those of σ = 1, scaled about the projection of h = 0 (docs/science.md §0.1).
   * Default 1.
   */
  scale?: number;
}

/** A state that loses more than this share of its norm is flagged. */
const CLEARLY_CLAMPED = 0.05;

/** One noise-free step from a grid of points of a plane (docs/science.md §3.5, §3.6). */
export function flowField(weights: RnnWeights, basis: PcaBasis, options: FlowFieldOptions): FlowField {
  const { axes, bounds, columns, rows, scale = 1 } = options;
  const size = basis.mean.length;
  const count = columns * rows;
  const field: FlowField = {
    columns,
    rows,
    x: new Float64Array(count),
    y: new Float64Array(count),
    dx: new Float64Array(count),
    dy: new Float64Array(count),
    outOfPlane: new Float64Array(count),
    clamped: new Float64Array(count),
    offPlane: new Uint8Array(count),
  };
  const stepper = createStepper(weights);
  const origin = new Float64Array(Math.max(...axes) + 1);
  project(basis, new Float64Array(size), origin, 0, origin.length);
  const [originX, originY] = [origin[axes[0]]!, origin[axes[1]]!];
  for (let node = 0; node < count; node++) {
    const x = bounds.left + (((node % columns) + 0.5) * (bounds.right - bounds.left)) / columns;
    const y = bounds.bottom + ((Math.floor(node / columns) + 0.5) * (bounds.top - bounds.bottom)) / rows;
    // The map is homogeneous, so the arrow at σ is σ times the arrow of the corresponding point at σ = 1.
    const { state, clamped } = backProject(basis, axes, originX + (x - originX) / scale, originY + (y - originY) / scale);
    const move = Float64Array.from(state);
    stepper.step(move, null, 0, 0);
    let dx = 0;
    let dy = 0;
    for (let i = 0; i < size; i++) {
      move[i]! -= state[i]!;
      dx += move[i]! * basis.components[axes[0] * size + i]!;
      dy += move[i]! * basis.components[axes[1] * size + i]!;
    }
    const moved = norm(move) ** 2;
    field.x[node] = x;
    field.y[node] = y;
    field.dx[node] = scale * dx;
    field.dy[node] = scale * dy;
    field.outOfPlane[node] = moved > 0 ? Math.max(0, 1 - (dx * dx + dy * dy) / moved) : 0;
    field.clamped[node] = clamped;
    field.offPlane[node] = clamped > CLEARLY_CLAMPED ? 1 : 0;
  }
  return field;
}
